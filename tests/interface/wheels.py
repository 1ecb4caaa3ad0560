"""Building the wheels that are carried to a machine without network."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_S = 900
_NO_NETWORK = re.compile(
    r"No matching distribution|Temporary failure|Connection|Max retries|Network is unreachable|timed out"
)


def made_by(*words: str, cwd: Path = ROOT) -> None:
    """With the network still there; without one there is nothing to try."""
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    if done.returncode and _NO_NETWORK.search(done.stderr):
        pytest.skip(f"the packages cannot be had here: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
