"""Credentials: found by name in the environment and the secrets file, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv.credentials import CommunityCredential, Credentials, Secret, SshCredential, UserCredential, variable
from netinv.errors import CredentialError

FILE = """
[campus]
kind = "snmp-v2c"
community = "c0mmunity"
[core-v3]
kind = "snmp-v3"
user = "u"
auth_protocol = "sha-256"
auth_password = "authauth"
priv_protocol = "AES-128"
priv_password = "privpriv"
[ops]
kind = "ssh"
username = "admin"
key_file = "~/key"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "secrets.toml"
    path.touch(0o600)
    path.write_text(FILE)
    return path


def test_from_the_file(path: Path) -> None:
    credentials = Credentials.load(path, {})
    assert credentials.names() == ["campus", "core-v3", "ops"]
    assert credentials.resolve("campus") == CommunityCredential("campus", "v2c", Secret("c0mmunity"))
    user = credentials.resolve("core-v3")
    assert user == UserCredential("core-v3", "u", "SHA-256", Secret("authauth"), "AES-128", Secret("privpriv"))
    ssh = credentials.resolve("ops")
    assert isinstance(ssh, SshCredential)
    assert ssh.key_file == str(Path.home() / "key")


def test_the_environment_comes_first_and_may_be_all(path: Path) -> None:
    environment = {
        variable("campus", "community"): "other",
        "NETINV_SECRET_EDGE_1_USER": "e",
        "NETINV_SECRET_JUMP_USERNAME": "j",
        "NETINV_SECRET_JUMP_PASSWORD": "p",
    }
    credentials = Credentials.load(path, environment)
    assert credentials.resolve("campus") == CommunityCredential("campus", "v2c", Secret("other"))
    assert credentials.resolve("edge-1") == UserCredential("edge-1", "e")
    assert credentials.resolve("jump") == SshCredential("jump", "j", Secret("p"))
    assert variable("core-v3", "auth_password") == "NETINV_SECRET_CORE_V3_AUTH_PASSWORD"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('kind = "telnet"', "kind must be one of"),
        ('kind = "snmp-v2c"', "lacks community"),
        ('kind = "ssh"\nusername = "a"', "lacks password"),
        ('kind = "snmp-v3"\nuser = "a"\nauth_protocol = "SHA-1024"', "auth_protocol must be one of"),
        ('kind = "snmp-v3"\nuser = "a"\nauth_protocol = "SHA"\nauth_password = "short"', "at least 8 characters"),
        ('kind = "snmp-v3"\nuser = "a"\npriv_protocol = "DES"', "privacy needs authentication"),
        ("", "is in no source"),
    ],
)
def test_what_is_missing_or_wrong_is_named(path: Path, table: str, message: str) -> None:
    path.write_text(f"[x]\n{table}\n")
    with pytest.raises(CredentialError, match=message) as raised:
        Credentials.load(path, {}).resolve("x")
    assert "short" not in str(raised.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(CredentialError, match="chmod 600"):
        Credentials.load(path, {})


def test_no_file_is_no_fault_until_a_name_is_asked(tmp_path: Path) -> None:
    credentials = Credentials.load(tmp_path / "absent.toml", {})
    assert credentials.names() == []
    with pytest.raises(CredentialError, match=r"add \[x\] to .*absent.toml or set NETINV_SECRET_X_KIND"):
        credentials.resolve("x")


def test_secrets_hide(path: Path) -> None:
    secret = Secret("hidden")
    assert "hidden" not in f"{secret} {secret!r} {secret!s} {[secret]}"
    assert (secret.reveal(), secret == Secret("hidden"), hash(secret)) == ("hidden", True, hash(Secret("hidden")))
    credentials = Credentials.load(path, {})
    assert "authauth" not in f"{credentials!r} {credentials.resolve('core-v3')!r}"
