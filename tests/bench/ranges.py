"""A range of silent addresses, within a network namespace: nothing leaves it. Root only."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.measure import Figure, command, folder, have, run

RANGE, SMALL = "10.99.0.0/16", "10.99.0.0/20"


@contextmanager
def silence() -> Iterator[str]:
    """A namespace to which all addresses of the range belong, and which answers no echo; gives its name."""
    name = f"netinv-bench-{secrets.token_hex(3)}"
    inside = ("ip", "netns", "exec", name)
    steps = (
        ("ip", "netns", "add", name),
        (*inside, "ip", "link", "set", "lo", "up"),
        (*inside, "ip", "route", "add", "local", RANGE, "dev", "lo"),
        (*inside, "sysctl", "-q", "-w", "net.ipv4.icmp_echo_ignore_all=1"),
    )
    try:
        for step in steps:
            subprocess.run(step, check=True, timeout=20, stdout=subprocess.DEVNULL)
        yield name
    finally:
        subprocess.run(("ip", "netns", "delete", name), check=False, timeout=20, stderr=subprocess.DEVNULL)


def bench_silent_range() -> Iterator[Figure]:
    """A /16 of silent addresses as root, and as a user, who may send only slowly; memory against a /20."""
    what = "`discover` over a /16 of silent addresses, wall"
    if os.geteuid() != 0 or not (have("ip") and have("fping")):
        yield Figure(what, None, 60, "s", "needs root, iproute2 and fping")
        return
    with silence() as name, folder() as where:
        secrets_file = where / "secrets.toml"
        secrets_file.touch(0o600)
        secrets_file.write_text('[campus]\nkind = "snmp-v2c"\ncommunity = "none"\n')
        inside = ("ip", "netns", "exec", name)
        asked = ("--secrets", str(secrets_file), "discover", "--credential", "campus", "--range")
        whole = run(*inside, *command(where, *asked, RANGE))
        small = run(*inside, *command(where, *asked, SMALL))
    assert (whole.code, small.code) == (1, 1), "nothing answers, so nothing is found"
    yield Figure(what, whole.wall_s, 60, "s")
    yield Figure("the same, CPU", whole.cpu_s, 20, "s")
    yield Figure("its peak memory against that of a /20", whole.peak_mb / small.peak_mb, 1.25, "x")


BENCHES = (bench_silent_range,)
