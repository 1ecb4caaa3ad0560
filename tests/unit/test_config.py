"""Settings: where they come from, in which order, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv import config
from netinv.errors import ConfigError


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "inventory.db"


def test_defaults_stand_beside_the_database(db: Path) -> None:
    settings = config.load({"db": db}, {})
    assert (settings.secrets, settings.config) == (db.parent / "secrets.toml", db.parent / "netinv.toml")
    assert (settings.retries, settings.icmp, settings.vantage) == (1, True, ())
    assert config.load({}, {}).db == Path("inventory.db")


def test_command_line_before_environment_before_file_before_default(db: Path) -> None:
    (db.parent / "netinv.toml").write_text('retries = 5\njobs = 7\nvantage = ["a", "b"]\ntimeout_s = 2\n')
    environment = {"NETINV_DB": str(db), "NETINV_RETRIES": "3", "NETINV_JOBS": "9", "NETINV_ICMP": "no"}
    settings = config.load({"jobs": 11, "deadline_s": None}, environment)
    assert (settings.jobs, settings.retries, settings.timeout_s, settings.deadline_s) == (11, 3, 2.0, 240.0)
    assert (settings.icmp, settings.vantage, settings.db) == (False, ("a", "b"), db)
    assert config.load({"db": db}, {"NETINV_VANTAGE": "c1, c2,"}).vantage == ("c1", "c2")


@pytest.mark.parametrize(
    ("name", "text"), [("RETRIES", "x"), ("RETRIES", "1.5"), ("ICMP", "maybe"), ("TIMEOUT_S", "nan"), ("JOBS", "0")]
)
def test_a_wrong_variable_is_named(db: Path, name: str, text: str) -> None:
    with pytest.raises(ConfigError, match=f"NETINV_{name}"):
        config.load({"db": db}, {f"NETINV_{name}": text})


def test_a_named_settings_file_must_be_there(db: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read"):
        config.load({"db": db, "config": db.parent / "absent.toml"}, {})
    with pytest.raises(ConfigError, match="Is a directory"):
        config.load({"db": db, "config": db.parent}, {})
