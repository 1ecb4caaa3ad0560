"""Communities that anyone would guess, and versions of SNMP that are too old: told by name, never with the secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv.app.sweeps.weakness import measure
from netinv.credentials import Credentials

SECRETS = """
[open]
kind = "snmp-v2c"
community = "Public"
[old]
kind = "snmp-v1"
community = "Tr.uc-chinh#9"
[campus]
kind = "snmp-v2c"
community = "Tr.uc-chinh#9"
[core]
kind = "snmp-v3"
user = "giamsat"
"""


@pytest.fixture
def credentials(tmp_path: Path) -> Credentials:
    path = tmp_path / "secrets.toml"
    path.write_text(SECRETS)
    path.chmod(0o600)
    return Credentials.load(path)


@pytest.mark.parametrize(
    ("oldest", "weak"),
    [
        ("v1", {"open": "default"}),
        ("v2c", {"open": "default", "old": "v1"}),
        ("v3", {"open": "default", "old": "v1", "campus": "v2c"}),
    ],
)
def test_what_is_weak_depends_on_what_is_wanted(credentials: Credentials, oldest: str, weak: dict[str, str]) -> None:
    found = list(measure(["open", "old", "campus", "core", "nowhere", "open"], credentials, oldest))
    assert [one.subject for one in found] == ["campus", "core", "old", "open"]
    assert {one.subject: one.said for one in found if one.level} == weak
    assert "chinh" not in repr(found)
    assert "Public" not in repr(found)
