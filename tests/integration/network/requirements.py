"""Whether this machine can run a network of real agents, and if not, why."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

_PROGRAMS = ("ip", "unshare", "snmpd", "lldpd", "lldpcli", "sshd", "ssh-keygen", "perl", "snmpget")


def missing() -> str | None:
    """What keeps the network from being built here; None: nothing."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "network namespaces need root"
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    absent = [program for program in _PROGRAMS if shutil.which(program, path=path) is None]
    if absent:
        return f"not installed: {', '.join(absent)} (apt-get install iproute2 snmpd snmp lldpd openssh-server)"
    trial = subprocess.run(
        ["unshare", "--net", "--mount", "--uts", "ip", "link", "add", "type", "bridge"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"no namespaces or bridges here: {trial.stderr.strip()}" if trial.returncode else None


_REASON = missing()
MARKS = [
    pytest.mark.agents,
    # Under CI a missing agent is a failure: nothing may be skipped there unseen.
    pytest.mark.skipif(_REASON is not None and not os.environ.get("CI"), reason=_REASON or ""),
]
"""The marks of every test that needs the network."""
