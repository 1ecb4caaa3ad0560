"""``netinv init``: what it makes, keeps and says."""

import stat
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from netinv import config
from netinv.app.data.file_texts import secrets_text, setting_words, settings_text
from netinv.app.data.starting import init
from netinv.config import Settings
from netinv.credentials import Credentials
from netinv.errors import StoreError, UsageError
from netinv.store.reading.reader import Reader


def in_folder(folder: Path) -> Settings:
    return Settings(db=folder / "inventory.db", config=folder / "netinv.toml", secrets=folder / "secrets.toml")


def uncommented(text: str) -> str:
    """The file once a user took the marks off its settings."""
    return "\n".join(line[2:] for line in text.splitlines() if line.startswith("# ") and (" = " in line or "[" in line))


def test_it_makes_three_files(tmp_path: Path) -> None:
    settings = in_folder(tmp_path)
    assert init(settings) == [f"Made {path}." for path in (settings.db, settings.config, settings.secrets)]
    assert stat.S_IMODE(settings.secrets.stat().st_mode) == 0o600
    with Reader(settings.db) as reader:
        assert reader.sites() == []
    assert config.load({"db": settings.db}, {}) == settings
    assert Credentials.load(settings.secrets, {}).names() == []


def test_it_keeps_what_is_there(tmp_path: Path) -> None:
    settings = in_folder(tmp_path)
    settings.config.write_text("retries = 2\n")
    settings.secrets.write_text("[mine]\n")
    assert init(settings)[1:] == [
        f"Kept {settings.config}: it was there already.",
        f"Kept {settings.secrets}: it was there already.",
    ]
    assert settings.config.read_text() == "retries = 2\n"
    assert settings.secrets.read_text() == "[mine]\n"
    assert init(settings)[0] == f"Kept {settings.db}: it was there already."


def test_the_example_comes_in_with_the_names_of_its_credentials(tmp_path: Path) -> None:
    settings = in_folder(tmp_path)
    said = init(settings, "vinh-phuc")
    assert said[1].startswith("Took in the example vinh-phuc: 170 sites, 171 devices, ")
    text = settings.secrets.read_text()
    assert all(f"# [{name}]" in text for name in ("campus", "core-v3", "ops"))
    with Reader(settings.db) as reader:
        assert len(reader.devices()) == 171


def test_an_unknown_example_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no example “vinhphuc”: .* one of vinh-phuc"):
        init(in_folder(tmp_path), "vinhphuc")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="absent is not there: make it first"):
        init(in_folder(tmp_path / "absent"))


def test_a_file_that_cannot_be_made(tmp_path: Path) -> None:
    settings = replace(in_folder(tmp_path), config=tmp_path / "absent" / "netinv.toml")
    with pytest.raises(StoreError, match=r"netinv.toml cannot be made \(No such file or directory\): check its folder"):
        init(settings)


def test_every_setting_is_in_the_file_with_its_default(tmp_path: Path) -> None:
    in_file = [setting.name for setting in fields(Settings) if setting.name not in ("db", "secrets", "config")]
    tables = ["placement", "keys", "channels", "alerts"]  # shown by examples
    assert [*setting_words(), *tables] == in_file
    path = tmp_path / "netinv.toml"
    path.write_text(uncommented(settings_text()))
    assert list(tomllib.loads(path.read_text())) == in_file
    loaded = config.load({"config": path, "db": tmp_path / "inventory.db"}, {})
    assert loaded.placement
    assert loaded.keys == {"quit": ("Q",), "back": ("Esc", "Backspace")}
    assert [channel.kind for channel in loaded.channels] == ["apprise"]
    assert [rule.repeat_s for rule in loaded.alerts] == [3600]
    examples: dict[str, Any] = {"placement": (), "keys": {}, "channels": (), "alerts": ()}
    examples |= {setting.name: None for setting in fields(Settings) if setting.default is None}
    plain = replace(loaded, **examples)
    assert plain == replace(in_folder(tmp_path), config=path)


def test_the_secrets_are_right_once_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text(uncommented(secrets_text()).replace("fill-in", "long-enough"))
    path.chmod(0o600)
    credentials = Credentials.load(path, {})
    assert credentials.names() == ["alerts-mail", "campus", "core-v3", "ops"]
    kinds = {type(credentials.resolve(name)).__name__ for name in credentials.names()}
    assert kinds == {"CommunityCredential", "UserCredential", "SshCredential", "ChannelCredential"}
