"""The examples for Prometheus and Grafana name only figures that netinv gives, and a real Prometheus takes them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.interface.running import LONGEST_S, Place
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "examples"
PROMETHEUS = EXAMPLES / "prometheus"
NOT_OF_EVERY_DEVICE = {"netinv_device_cpu_ratio", "netinv_device_memory_ratio", "netinv_device_round_trip_seconds"}
_METRIC = re.compile(r"\bnetinv_\w+")


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / "grafana" / "netinv.json").read_text("utf-8"))
    return found


def questions(device: str = "core1") -> list[str]:
    """What the panels ask, their variables filled in."""
    asked = [target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", ())]
    values = {"$device": device, "$site": ".*", "$__rate_interval": "1m"}
    for name, value in values.items():
        asked = [one.replace(name, value) for one in asked]
    assert not [one for one in asked if "$" in one]
    return asked


@pytest.fixture
def figures(swept: Place) -> str:
    ran = swept.run("metrics")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_every_metric_that_the_examples_name_is_given(figures: str) -> None:
    given = set(re.findall(r"^# TYPE (\S+)", figures, re.M)) | NOT_OF_EVERY_DEVICE
    rules = (PROMETHEUS / "netinv.rules.yml").read_text("utf-8")
    variables = [one["query"]["query"] for one in dashboard()["templating"]["list"] if one["type"] == "query"]
    named = set(_METRIC.findall(" ".join([*questions(), *variables, *re.findall(r"expr: (.+)", rules)])))
    assert len(named) > 10
    assert named - given == set()


def test_the_dashboard_is_one_that_grafana_can_read() -> None:
    found = dashboard()
    ids = [panel["id"] for panel in found["panels"]]
    assert len(ids) == len(set(ids)) > 10
    places = [tuple(panel["gridPos"][key] for key in "xywh") for panel in found["panels"]]
    assert all(x + w <= 24 for x, _y, w, _h in places)
    for number, (x, y, w, h) in enumerate(places):
        for ax, ay, aw, ah in places[number + 1 :]:
            assert x + w <= ax or ax + aw <= x or y + h <= ay or ay + ah <= y, "no panel lies on another"
    assert {panel["datasource"]["uid"] for panel in found["panels"] if "datasource" in panel} == {"${datasource}"}


def test_promtool_takes_figures_rules_and_configuration(figures: str) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool (package prometheus) is not here")
    done = subprocess.run(["promtool", "check", "metrics"], input=figures, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), "it has nothing to say on names and help either"
    for words in (("config", "prometheus.yml"), ("rules", "netinv.rules.yml")):
        told = subprocess.run(
            ["promtool", "check", *words], cwd=PROMETHEUS, capture_output=True, text=True, check=False
        )
        assert (told.returncode, "SUCCESS" in told.stdout) == (0, True), told.stderr


@contextmanager
def exporter(text: str) -> Iterator[int]:
    """Hands the figures on as the node exporter does; the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


class Asked:
    """A real Prometheus with the example's configuration, but for where and how often it looks."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}/api/v1/"

    def get(self, path: str, **more: str) -> Any:
        with urllib.request.urlopen(f"{self._base}{path}?{urllib.parse.urlencode(more)}", timeout=10) as answer:
            found = json.load(answer)
        assert found["status"] == "success"
        return found["data"]

    def query(self, question: str) -> list[Any]:
        found: list[Any] = self.get("query", query=question)["result"]
        return found

    def wait(self, question: str) -> None:
        until = time.monotonic() + LONGEST_S
        while True:
            try:
                if self.query(question):
                    return
            except OSError:  # it is not there yet
                pass
            assert time.monotonic() < until, question
            time.sleep(0.2)


@pytest.fixture
def prometheus(swept: Place, tmp_path: Path) -> Iterator[Asked]:
    if shutil.which("prometheus") is None:
        pytest.skip("prometheus is not here")
    shutil.copy(PROMETHEUS / "netinv.rules.yml", tmp_path)
    assert swept.run("sweep").code == 1  # the laboratory's own may be old by now
    with exporter(swept.run("metrics").out) as source:
        text = (PROMETHEUS / "prometheus.yml").read_text("utf-8")
        text = text.replace("127.0.0.1:9100", f"127.0.0.1:{source}").replace(
            "scrape_interval: 1m", "scrape_interval: 1s"
        )
        (tmp_path / "prometheus.yml").write_text(
            text.replace("global:\n", "global:\n  evaluation_interval: 1s\n"), "utf-8"
        )
        port = free_port()
        words = ["prometheus", "--config.file=prometheus.yml", f"--web.listen-address=127.0.0.1:{port}"]
        server = subprocess.Popen([*words, "--storage.tsdb.path=data", "--log.level=error"], cwd=tmp_path)
        try:
            yield Asked(port)
        finally:
            server.terminate()
            server.wait(LONGEST_S)


def test_a_real_prometheus_answers_every_panel(prometheus: Asked) -> None:
    prometheus.wait("count_over_time(netinv_problems[1m]) >= 3")  # rates need more than one
    for question in questions():
        answered = prometheus.query(question)
        assert answered or set(_METRIC.findall(question)) <= NOT_OF_EVERY_DEVICE, question
    prometheus.wait("netinv:site:up_share")
    rules = [rule for group in prometheus.get("rules")["groups"] for rule in group["rules"]]
    assert {rule["health"] for rule in rules} == {"ok"}
    assert [rule["name"] for rule in rules if rule.get("state") == "firing"] == [], "a network that was just swept"
    (up,) = [row for row in prometheus.query("netinv:devices:states") if row["metric"]["state"] == "up"]
    assert up["value"][1] == "12"
    down = prometheus.query('netinv_device_state{state="down"} == 1')
    assert len(down) == 1
