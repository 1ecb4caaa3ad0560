"""Markers planted as secrets: nothing that netinv writes anywhere has one of them in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netinv import config
from netinv.credentials import Credentials
from netinv.inventory.example import example_dir
from netinv.lab.faults import Faults
from netinv.lab.province import build
from netinv.lab.server import Lab
from netinv.model import Target, Visit
from tests.interface.running import QUICK, Place, Ran
from tests.interface.steady import write_inventory
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "zq7marker"
COMMUNITY, AUTH, PRIV, SSH = (f"{MARK}-{kind}-0123456789" for kind in ("community", "auth", "priv", "ssh"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A province whose every secret is a marker; some of its devices refuse, are silent or changed their key."""
    folder = tmp_path / "place"
    ports = free_port(), free_port()
    province = build(example_dir("vinh-phuc"), sites=8, port=ports[0], ssh_port=ports[1])
    province.communities.update(dict.fromkeys(province.communities, COMMUNITY))
    province.users.update(
        {name: replace(user, auth_password=AUTH, priv_password=PRIV) for name, user in province.users.items()}
    )
    province.ssh_password = SSH
    write_inventory(province, folder, impatient=("tichson-r1", "lienbao-sw1"))
    place = Place(folder)
    place.settings("icmp = false\n" + QUICK)
    with Lab(province) as lab:
        lab.set_faults("core2", Faults(new_host_key=True))
        lab.set_faults("tichson-r1", Faults(garbage=True))
        lab.set_faults("lienbao-sw1", Faults(gen_err=True))
        yield place


def only_ssh(place: Place) -> None:
    """Have the two cores asked over SSH alone, so that netinv logs in."""
    path = place.folder / "devices.csv"
    lines = [
        line.replace("core-v3,ops", ",ops") if line.startswith("core") else line
        for line in path.read_text().splitlines(keepends=True)
    ]
    path.write_text("".join(lines))


def search(ran: Ran) -> None:
    for secret in (MARK, COMMUNITY, AUTH, PRIV, SSH):
        assert secret not in ran.out
        assert secret not in ran.err


def search_files(place: Place) -> None:
    """In everything the program wrote, the database and what lies beside it with it."""
    for path in place.folder.rglob("*"):
        if path.is_file() and path.name not in ("secrets.toml",):
            octets = path.read_bytes()
            assert MARK.encode() not in octets, path
            assert MARK.encode("utf-16-le") not in octets, path


def use_everything(place: Place) -> None:
    only_ssh(place)
    wal = place.folder / "wal.copy"
    for command in (
        ["-v", "import", "."],
        ["-v", "sweep", "--json"],
        ["-v", "--log-format", "json", "sweep"],
        ["-v", "probe", address_of(place, "core1"), "--credential", "core-v3", "--ssh-credential", "ops"],
        ["-v", "probe", address_of(place, "hoihop-r1"), "--credential", "campus"],
        ["-v", "probe", address_of(place, "core1"), "--credential", "campus", "--json"],
        ["-v", "probe", address_of(place, "core1"), "--community", f"{MARK}-typed", "--json"],
        ["-v", "doctor"],
        ["show", "core1", "--json"],
        ["events", "--json"],
        ["topology", "export", "-o", "map.graphml"],
        ["topology", "export", "--format", "json"],
    ):
        search(place.run(*command))
        if (log := place.folder / "inventory.db-wal").exists():
            wal.write_bytes(log.read_bytes())
    search_files(place)


def address_of(place: Place, name: str) -> str:
    rows = (line.split(",") for line in (place.folder / "devices.csv").read_text().splitlines())
    return next(row[2] for row in rows if row[0] == name)


def test_secrets_from_the_file(place: Place) -> None:
    use_everything(place)
    reached = {each["name"]: each["reach"] for each in place.run("list", "devices", "--json").json}
    assert reached["core1"] == {"icmp": None, "snmp": None, "ssh": "ok"}  # the markers are what opened the doors
    assert reached["vinhyen-r1"]["snmp"] == "ok"


def test_secrets_from_the_environment(place: Place) -> None:
    (place.folder / "secrets.toml").unlink()
    environment = {
        "NETINV_SECRET_CAMPUS_COMMUNITY": COMMUNITY,
        "NETINV_SECRET_CORE_V3_USER": "netinv",
        "NETINV_SECRET_CORE_V3_AUTH_PROTOCOL": "SHA-256",
        "NETINV_SECRET_CORE_V3_AUTH_PASSWORD": AUTH,
        "NETINV_SECRET_CORE_V3_PRIV_PROTOCOL": "AES-128",
        "NETINV_SECRET_CORE_V3_PRIV_PASSWORD": PRIV,
        "NETINV_SECRET_OPS_USERNAME": "netinv",
        "NETINV_SECRET_OPS_PASSWORD": SSH,
    }
    use_everything(Place(place.folder, environment))
    reached = {each["name"]: each["reach"] for each in place.run("list", "devices", "--json").json}
    assert (reached["core1"]["ssh"], reached["vinhyen-r1"]["snmp"]) == ("ok", "ok")


def test_wrong_secrets(place: Place) -> None:
    secrets = place.folder / "secrets.toml"
    secrets.write_text(secrets.read_text().replace("-0123456789", "-wrong-one"))
    use_everything(place)


@pytest.mark.parametrize(
    "broken",
    [
        f'[campus]\nkind = "snmp-v2c"\ncommunity = "{COMMUNITY}\n',
        f'[campus]\nkind = "snmp-v2c"\ncommunity = {COMMUNITY}\n',
        f'[campus]\nkind = "snmp-v2c"\ncommunity = ["{COMMUNITY}"]\n',
        f'[campus]\nkind = "snmp-v3"\ncommunity = "{COMMUNITY}"\n',
        f'community = "{COMMUNITY}"\n',
        f'[core-v3]\nkind = "snmp-v3"\nuser = "u"\nauth_protocol = "{MARK}"\n',
        f'[core-v3]\nkind = "{MARK}"\n',
    ],
)
def test_broken_secrets(place: Place, broken: str) -> None:
    assert place.run("import", ".").code == 0
    (place.folder / "secrets.toml").write_text(broken)
    for command in (["sweep"], ["doctor"], ["probe", "127.0.0.1", "--credential", "campus"]):
        search(place.run("-v", *command))
    search_files(place)


def test_no_repr_shows_one(place: Place) -> None:
    path = place.folder / "secrets.toml"
    credentials = Credentials.load(path, {"NETINV_SECRET_OTHER_COMMUNITY": COMMUNITY})
    target = Target(1, "core1", "192.0.2.1", snmp="core-v3", ssh="ops")
    settings = config.load({"db": place.db}, {"NETINV_SECRET_OTHER_COMMUNITY": COMMUNITY})
    shown: list[object] = [credentials, *(credentials.resolve(name) for name in (*credentials.names(), "other"))]
    shown += [target, Visit(target, 0), settings]
    assert len(shown) >= 7
    for value in shown:
        assert MARK not in f"{value!r} {value!s} {value}"
