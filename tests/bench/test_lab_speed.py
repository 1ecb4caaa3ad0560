"""How many answers the simulated agents give: the demo and the load tests need 20,000 a second on one core."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from netinv.lab import ber, pdu
from netinv.lab.province import plain

_COLUMNS = [f"1.3.6.1.2.1.2.2.1.{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 16, 19, 20)]
_COLUMNS += [f"1.3.6.1.2.1.31.1.1.1.{n}" for n in (1, 6, 10, 15, 18, 19)]
_WINDOW = 64


def _question(oids: list[str], tag: int) -> bytes:
    bindings = b"".join(ber.tlv(ber.SEQUENCE, ber.oid(ber.dotted(oid)) + ber.NULL) for oid in oids)
    fields = ber.integer(1) + ber.integer(0) + ber.integer(25 if tag == pdu.GET_BULK else 0)
    body = ber.integer(pdu.V2C) + ber.octets("public") + ber.tlv(tag, fields + ber.tlv(ber.SEQUENCE, bindings))
    return ber.tlv(ber.SEQUENCE, body)


def _sweep(devices: int, port: int) -> tuple[int, float]:
    """Ask what a sweep asks: the system group and two bulks of each column, neighbours, addresses, chassis."""
    questions = [_question([f"1.3.6.1.2.1.1.{n}.0" for n in range(1, 8)], pdu.GET)]
    for column in _COLUMNS:
        questions += [_question([column], pdu.GET_BULK), _question([f"{column}.25"], pdu.GET_BULK)]
    for table in (
        "1.0.8802.1.1.2.1.4.1.1.5",
        "1.0.8802.1.1.2.1.3.7.1.3",
        "1.3.6.1.2.1.4.34.1.3",
        "1.3.6.1.2.1.47.1.1.1.1.11",
    ):
        questions.append(_question([table], pdu.GET_BULK))
    addresses = [device.address for device in plain(devices, port=port).devices]
    answered = waiting = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        asker.settimeout(2)
        began = time.perf_counter()
        for address in addresses:
            for question in questions:
                asker.sendto(question, (address, port))
                waiting += 1
                if waiting == _WINDOW:
                    asker.recv(65_535)
                    waiting, answered = waiting - 1, answered + 1
        for _ in range(waiting):
            asker.recv(65_535)
            answered += 1
        return answered, time.perf_counter() - began


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_twenty_thousand_answers_a_second_for_ten_thousand_devices() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("0.0.0.0", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "netinv.lab", "--plain", "10000", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        ready_s = time.perf_counter() - began
        _sweep(200, port)  # warm
        before_s, before_mb = _cpu_s(child.pid), _memory_mb(child.pid)
        answered, wall_s = _sweep(10_000, port)
        cpu_s, memory_mb = _cpu_s(child.pid) - before_s, _memory_mb(child.pid)
        child.terminate()
    per_cpu_s = answered / cpu_s
    print(
        f"\n10,000 devices: ready in {ready_s:.2f} s, {answered} answers, {answered / wall_s:,.0f} a second, "
        f"{per_cpu_s:,.0f} a CPU second, {before_mb:.0f} MB before, {memory_mb:.0f} MB after"
    )
    assert ready_s < 3
    assert per_cpu_s > 20_000
    assert memory_mb < before_mb + 100
