"""Services from the file to the commands: swept in a process of its own, against real servers on loopback."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.interface.running import Place, Ran, interrupt_when_asking
from tests.interface.test_cli_json import check, listed
from tests.services.certificates import issue, server_context
from tests.services.servers import hanging, page, running

DEVICE, SITE = "core1", "26"
HANGS_S = 60


def declare(place: Place, *rows: str) -> None:
    (place.folder / "services.csv").write_text("\n".join(("name,site,url,expect,device", *rows)) + "\n")
    assert place.run("import", "services.csv").code == 0


def service(place: Place, name: str, *more: str) -> dict[str, Any]:
    return next(one for one in listed(place.run("list", "services", "--json", *more), "service") if one["name"] == name)


def swept(place: Place, *more: str) -> tuple[Ran, Any]:
    ran = place.run("sweep", "--json", *more)
    check(ran.json, "sweep")
    return ran, ran.json


def test_a_service_goes_down_and_comes_back(imported: Place) -> None:
    with running(page("welcome")) as port:
        declare(imported, f"gate,{SITE},http://127.0.0.1:{port}/,welcome,{DEVICE}")
        _ran, report = swept(imported)
        assert report["services"]["up"] >= 1
        well = service(imported, "gate")
        assert (well["state"], well["status"], well["cause"], well["tls_days_left"]) == ("up", 200, None, None)
        assert 0 < well["latency_ms"] < report["duration_s"] * 1000
        assert well["last_checked"] == well["state_since"] == report["finished_at"]
    between = datetime.now(UTC).isoformat()
    ran = imported.run("sweep")
    assert ran.code == 1
    assert "services: down 1" in ran.out
    down = service(imported, "gate")
    assert (down["state"], down["status"], down["latency_ms"]) == ("down", "refused", None)
    assert service(imported, "gate", "--at", between)["state"] == "up"
    status = imported.run("status", "--json")
    check(status.json, "status")
    assert status.json["services"]["down"] == 1
    (problem,) = [one for one in status.json["problems"] if one["kind"] == "service"]
    assert (problem["name"], problem["state"], problem["site"]) == ("gate", "down", SITE)
    assert problem["sentence"].endswith(": refused")
    assert problem["sentence"] in imported.run("status").out
    assert "gate" in imported.run("problems").out
    shown = imported.run("show", DEVICE, "--json").json
    check(shown, "device")
    assert [one["name"] for one in shown["services"] if one["state"] == "down"] == ["gate"]
    assert problem["sentence"] in imported.run("show", DEVICE).out
    whole = imported.run("show", SITE, "--json").json
    check(whole, "site")
    assert "gate" in {one["name"] for one in whole["services"]}
    assert problem["sentence"] in {one["sentence"] for one in whole["problems"]}
    (event,) = [one for one in imported.run("events", "--json", "--site", SITE).json if one["severity"] == "error"
                and one["kind"] == "service"]  # fmt: skip
    assert (event["subject"], event["old"], event["new"]) == ("gate", "up", "down")
    assert "dịch vụ gate" in imported.run("--lang", "vi", "status").out
    with running(page("welcome")) as port:
        declare(imported, f"gate,{SITE},http://127.0.0.1:{port}/,welcome,{DEVICE}")
        swept(imported)
    assert service(imported, "gate")["state"] == "up"
    assert [one for one in imported.run("status", "--json").json["problems"] if one["kind"] == "service"] == []


def test_what_would_be_lost_with_its_device(imported: Place) -> None:
    declare(imported, f"gate,{SITE},tcp://127.0.0.1:9,,{DEVICE}")
    assert "gate" in imported.run("topology", "impact", DEVICE, "--json").json["cut_services"]


def test_the_exported_graph_has_services_and_which_do_not_work(imported: Place) -> None:
    with running(page()) as port:
        up, down = f"http://127.0.0.1:{port}/", "tcp://127.0.0.1:9"
        declare(imported, f"gate,{SITE},{up},,{DEVICE}", f"mail,{SITE},{down},,{DEVICE}", f"hall,{SITE},{down},,")
        swept(imported)
    nodes = {node["id"]: node for node in imported.run("topology", "export", "--format", "json").json["nodes"]}
    device, site = nodes[f"device:{DEVICE}"], nodes[f"site:{SITE}"]
    assert ({"gate", "mail"} <= set(device["services"]), device["services_down"]) == (True, ["mail"])
    assert ({"gate", "mail", "hall"} <= set(site["services"]), site["services_down"]) == (True, ["hall", "mail"])


def test_a_certificate_near_its_end(imported: Place, tmp_path: Path) -> None:
    root = issue("Root", authority=True, days=4000)
    (imported.folder / "ours.pem").write_bytes(root.pem)
    near, far = issue("near", root, days=9.5), issue("far", root, days=300.5)
    settings = (imported.folder / "netinv.toml").read_text()
    with (
        running(page(), server_context(tmp_path, near)) as soon,
        running(page(), server_context(tmp_path, far)) as later,
    ):
        declare(imported, f"near,{SITE},https://127.0.0.1:{soon}/,200,", f"far,{SITE},tls://localhost:{later},,")
        swept(imported)
        assert (service(imported, "near")["state"], service(imported, "near")["status"]) == (
            "down",
            "certificate_chain_incomplete",
        )
        assert "certificate chain broken" in imported.run("status").out
        imported.settings('ca_file = "ours.pem"\n' + settings)
        swept(imported)
    found = {name: service(imported, name) for name in ("near", "far")}
    assert {name: (one["state"], one["tls_days_left"]) for name, one in found.items()} == {
        "near": ("up", 9),
        "far": ("up", 300),
    }
    findings = {one["check"]: one for one in imported.run("doctor", "--json").json}
    assert "9 days left" in findings["certificate near"]["found"]
    assert "certificate far" not in findings
    told = [one for one in imported.run("events", "--json").json if one["kind"] == "certificate"]
    assert [(one["subject"], one["severity"], one["new"][:4].isdigit()) for one in told] == [("near", "warning", True)]


@pytest.fixture
def hung(imported: Place) -> Iterator[Place]:
    """One of its services takes connections and says nothing, for longer than a sweep may take."""
    with running(hanging) as port:
        declare(imported, f"hung,{SITE},http://127.0.0.1:{port}/,,")
        imported.settings(f"service_timeout_s = {HANGS_S}\n" + (imported.folder / "netinv.toml").read_text())
        yield imported


def test_a_hanging_service_never_delays_the_deadline(hung: Place) -> None:
    begun = time.monotonic()
    ran, report = swept(hung, "--deadline", "8")
    assert 7.5 < report["duration_s"] < time.monotonic() - begun < HANGS_S
    assert (ran.code, report["ended"]) == (1, "overdue")
    assert report["answered"] > 0
    assert service(hung, "hung")["state"] == "unknown"
    assert service(hung, "video-conference")["state"] == "up"


def test_an_interrupted_sweep_waits_for_no_service(hung: Place) -> None:
    begun = time.monotonic()
    ran = interrupt_when_asking(hung.start("sweep", "--json"), hung.db, signal.SIGTERM)
    assert time.monotonic() - begun < HANGS_S
    assert (ran.code, ran.json["ended"]) == (143, "interrupted")


def test_a_sweep_of_one_device_checks_what_stands_behind_it(imported: Place) -> None:
    with running(page()) as port:
        url = f"http://127.0.0.1:{port}/"
        declare(imported, f"one,{SITE},{url},,core1", f"two,{SITE},{url},,core2", f"site,{SITE},{url},,")
        _ran, report = swept(imported, "--only", "core1")
    assert service(imported, "two")["state"] == "unknown"
    assert {service(imported, name)["state"] for name in ("one", "site")} == {"up"}
    assert sum(report["services"].values()) >= 2


def test_a_sweep_of_a_site_without_devices_checks_its_services(imported: Place) -> None:
    (imported.folder / "more.csv").write_text("code,name,level,parent\n99,Empty,district,26\n991,Hall,commune,99\n")
    (imported.folder / "more.csv").rename(imported.folder / "sites.csv")
    assert imported.run("import", "sites.csv").code == 0
    with running(page()) as port:
        url = f"http://127.0.0.1:{port}/"
        declare(imported, f"hall,991,{url},,", f"gate,{SITE},{url},,{DEVICE}")
        ran, report = swept(imported, "--only", "Empty")
    assert (ran.code, report["targets"], report["services"]) == (0, 0, {"up": 1})
    assert {name: service(imported, name)["state"] for name in ("hall", "gate")} == {"hall": "up", "gate": "unknown"}
    ran, report = swept(imported, "--only", "Hall")
    assert (ran.code, report["services"]) == (1, {"down": 1})
    declare(imported, f"hall,{SITE},{url},,{DEVICE}")
    nothing = imported.run("sweep", "--only", "Hall")
    assert (nothing.code, "nothing to sweep" in nothing.err) == (2, True)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('ca_file = "none.pem"', ("ca_file:", "none.pem", "PEM")),
        ('ca_file = "services.csv"', ("ca_file:", "services.csv", "PEM")),
        ('dns_servers = ["300.1.1.1"]', ("dns_servers:", "300.1.1.1")),
        ("service_timeout_s = 0", ("service_timeout_s", "between")),
        ("service_jobs = 1.5", ("service_jobs", "whole number")),
    ],
)
def test_settings_that_cannot_be_used(imported: Place, setting: str, words: tuple[str, ...]) -> None:
    imported.settings(setting + "\n" + (imported.folder / "netinv.toml").read_text())
    ran = imported.run("sweep", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert [word for word in words if word not in ran.err] == []
    if setting.startswith(("ca_file", "dns")):
        finding = next(one for one in imported.run("doctor", "--json").json if one["check"] == "services")
        assert words[1] in finding["mend"]
