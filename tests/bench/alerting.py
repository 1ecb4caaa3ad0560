"""Alerts: a storm of silence, and how fast the outbox empties."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.bench.bare import address
from tests.bench.measure import Figure, folder, have, lab, netinv

HUBS, DEVICES = 50, 5000
ALERTS = 5000
_SECRETS = '[core]\nkind = "snmp-v2c"\ncommunity = "public"\n[campus]\nkind = "snmp-v2c"\ncommunity = "{community}"\n'


def bench_storm() -> Iterator[Figure]:
    """5,000 devices behind 50 hubs fall silent between two sweeps."""
    with lab("--plain", str(DEVICES), "--interfaces", "8") as port, folder() as where, _receiver() as (web, heard):
        _star(where, port, web)
        netinv(where, "sweep")
        (where / "secrets.toml").write_text(_SECRETS.format(community="nobody"))
        words = [sys.executable, "-m", "tests.bench.storm", str(where)]
        ran = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
        first_s = heard[0][0] - ran["last_answer"]
        actions = [body["action"] for _at, body in heard]
        assert ran["states"] == {"down": HUBS, "unreachable": DEVICES - HUBS - 1, "up": 1}, ran["states"]
        assert actions == ["open"] * HUBS, actions
        netinv(where, "sweep")
        assert len(heard) == HUBS
    note = f"({len(heard)} alerts for {DEVICES - 1} silent devices)"
    yield Figure("storm of 5,000 silent devices: from the last answer to the first alert", first_s, 3, "s", note)
    yield Figure("alerts sent for each cause", len(heard) / ran["causes"], 1, "x")


def bench_outbox() -> Iterator[Figure]:
    """5,000 alerts of as many problems to a syslog receiver on this machine, claims and receipts included."""
    for transport in ("tcp", "udp"):
        what = f"outbox to rsyslog over {transport.upper()}: seconds for 1,000 alerts"
        if not have("/usr/sbin/rsyslogd"):
            yield Figure(what, None, 1, "s", "rsyslog is not installed")
            continue
        with folder() as where:
            wall_s, taken = _emptied(where, transport)
        assert transport == "udp" or taken == ALERTS, taken
        yield Figure(
            what, wall_s * 1000 / ALERTS, 1, "s", f"({ALERTS / wall_s:,.0f} a second, {taken} of {ALERTS} there)"
        )


BENCHES = (bench_storm, bench_outbox)


@contextmanager
def _receiver() -> Iterator[tuple[int, list[tuple[float, Any]]]]:
    """A webhook; gives its port and what it heard when."""
    heard: list[tuple[float, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            octets = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((time.monotonic(), json.loads(octets)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()


def _star(where: Path, port: int, web: int) -> None:
    """A core, fifty hubs at it, and behind each hub its share of the rest."""
    (where / "sites.csv").write_text(
        "code,name,level,parent\n0,Zero,province,\n" + "".join(f"{n},Hub {n},district,0\n" for n in range(1, HUBS + 1))
    )
    names = ["core", *(f"hub{n}" for n in range(1, HUBS + 1)), *(f"leaf{n}" for n in range(HUBS + 1, DEVICES))]
    sites = [0, *range(1, HUBS + 1), *(n % HUBS + 1 for n in range(HUBS + 1, DEVICES))]
    rows = [
        f"{name},{site},{address(n)}:{port},{'campus' if n else 'core'}\n"
        for n, (name, site) in enumerate(zip(names, sites, strict=True))
    ]
    (where / "devices.csv").write_text("name,site,address,snmp\n" + "".join(rows))
    links = [f"core,hub{n}\n" for n in range(1, HUBS + 1)]
    links += [f"hub{site},{name}\n" for name, site in zip(names[HUBS + 1 :], sites[HUBS + 1 :], strict=True)]
    (where / "links.csv").write_text("a_device,b_device\n" + "".join(links))
    (where / "secrets.toml").touch(0o600)
    (where / "secrets.toml").write_text(_SECRETS.format(community="public"))
    (where / "netinv.toml").write_text(
        f'icmp = false\n[[channels]]\nname = "c"\nkind = "webhook"\nurl = "http://127.0.0.1:{web}/"\n'
        '[[alerts]]\nchannels = ["c"]\nlang = "vi"\n'
    )
    assert netinv(where, "import", str(where)).code == 0


def _emptied(where: Path, transport: str) -> tuple[float, int]:
    """Seconds until all is sent, and how many lines the receiver has."""
    from netinv import config
    from netinv.app.alerts.delivering import deliver
    from netinv.lab.sockets import free_port
    from tests.integration.receivers import Rsyslog

    udp, port = free_port(), free_port()
    (where / "netinv.toml").write_text(
        f'[[channels]]\nname = "c"\nkind = "syslog"\naddress = "127.0.0.1:{udp if transport == "udp" else port}"\n'
        f'transport = "{transport}"\n'
    )
    settings = config.load({"db": where / "inventory.db"}, {})
    _fill(settings.db)
    rsyslog = Rsyslog(where, udp, port)
    with rsyslog.running():
        started = time.monotonic()
        (told,) = deliver(settings, 60)
        wall_s = time.monotonic() - started
        assert (told.sent, told.error) == (ALERTS, None), told
        time.sleep(1.0)
    return wall_s, len(rsyslog.taken())


def _fill(db: Path) -> None:
    """As many open problems, each with an alert in the outbox."""
    import uuid

    from netinv.app.alerts.alert_texts import trial
    from netinv.store.writing import outbox
    from netinv.store.writing.engine import Store

    store = Store(db)
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO problem (id, kind, name, explains, state, severity, confidence, members, affected_sites,"
            " opened_at) VALUES (?, 'device', ?, 1, 'down', 'error', 'sure', '[]', '[]', 1)",
            [(n, f"d{n}") for n in range(1, ALERTS + 1)],
        )
        alerts = []
        for n in range(1, ALERTS + 1):
            uid = uuid.uuid4().hex
            body = trial(f"d{n}", 0, uid, "en") | {"problem": n, "kind": "device", "state": "down"}
            alerts.append(outbox.NewAlert(uid, "c", n, "open", "error", "en", body["title"], body["text"], body, None))
        outbox.put(connection, 1, alerts)
