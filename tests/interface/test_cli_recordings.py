"""Recordings and vendor files as a user has them: one command records a device, one tests a file of rules on it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from probes.snmp import oids, snmprec
from tests.integration.snmp_agents.snmpd import SNMPD, Snmpd
from tests.interface.running import PATIENT, Place

OWN = Path(__file__).parents[1] / "recordings" / "net-snmp.rec"
SECRET, OTHER_SECRET = "pl4nted-community", "another-pl4nted"
ACME = """
vendor = "Acme"
enterprises = [99999]
model = ["1.3.6.1.4.1.99999.1.2.0"]
serial = ["1.3.6.1.4.1.99999.3.1.0"]
[[systems]]
name = "AcmeOS"
sys_descr = '^Acme X (?P<version>\\S+)'
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "here")
    place.folder.mkdir()
    place.settings(PATIENT)
    (place.folder / "acme.toml").write_text(ACME)
    secrets = place.folder / "secrets.toml"
    secrets.touch(0o600)
    secrets.write_text(f'[other]\nkind = "snmp-v2c"\ncommunity = "{OTHER_SECRET}"\n')
    return place


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    """A real agent that says it is an Acme, and says more than it should."""
    if SNMPD is None:
        pytest.skip("snmpd is not installed")
    lines = [
        f"rocommunity {SECRET}",
        "sysName core1.example.vn",
        "syscontact Nguyen Van A",
        "sysobjectid 1.3.6.1.4.1.99999.1",
        f"sysdescr Acme X 3.2 core1 {SECRET}",
        'override 1.3.6.1.4.1.99999.1.2.0 octet_str "Anvil 5"',
        'override 1.3.6.1.4.1.99999.3.1.0 octet_str "AC12345678"',
        f'override 1.3.6.1.4.1.99999.9.1.0 octet_str "{OTHER_SECRET}"',
    ]
    with Snmpd(tmp_path_factory.mktemp("acme"), lines) as agent:
        yield agent


def record(place: Place, agent: Snmpd, name: str, *options: str) -> bytes:
    ran = place.run("probe", f"127.0.0.1:{agent.port}", "--community", SECRET, "--record", name, *options)
    assert (ran.code, "objects recorded" in ran.err) == (0, True), ran.err
    return (place.folder / name).read_bytes()


def test_a_real_device_recorded_and_a_vendor_file_tested_on_it(place: Place, agent: Snmpd) -> None:
    written = record(place, agent, "acme.rec")
    assert SECRET.encode() not in written
    assert OTHER_SECRET.encode() not in written  # not asked with, but a secret of this place
    assert stat.S_IMODE((place.folder / "acme.rec").stat().st_mode) == 0o600
    unknown = place.run("probe", "--replay", "acme.rec", "--json").json
    assert (unknown["answered"], unknown["vendor"], unknown["model"]) == (True, None, None)
    ran = place.run("probe", "--replay", "acme.rec", "--vendors", "acme.toml", "--json")
    found = ran.json
    assert (ran.code, found["vendor"], found["os"], found["os_version"]) == (0, "Acme", "AcmeOS", "3.2")
    assert (found["model"], found["serial"], found["sys_name"]) == ("Anvil 5", "AC12345678", "core1.example.vn")
    assert found["sources"]["model"] == "1.3.6.1.4.1.99999.1.2.0"
    live = place.run("probe", f"127.0.0.1:{agent.port}", "--community", SECRET, "--vendors", ".", "--json")
    assert live.code == 2  # the folder has secrets.toml and netinv.toml, which are no vendor files
    assert "unknown key" in live.err


def test_what_is_masked_is_nowhere_in_the_recording(place: Place, agent: Snmpd) -> None:
    written = record(place, agent, "masked.rec", "--mask", "--vendors", "acme.toml")
    for private in (b"core1", b"Nguyen", b"AC12345678", SECRET.encode()):
        assert private not in written
        assert private.hex().encode() not in written
    assert stat.S_IMODE((place.folder / "mask.key").stat().st_mode) == 0o600
    names = [snmprec.load(place.folder / "masked.rec")[oids.SYS_NAME]]
    record(place, agent, "again.rec", "--mask")
    names.append(snmprec.load(place.folder / "again.rec")[oids.SYS_NAME])
    assert names[0] == names[1]
    found = place.run("probe", "--replay", "masked.rec", "--vendors", "acme.toml", "--json").json
    assert (found["vendor"], found["os_version"], found["model"]) == ("Acme", "3.2", "Anvil 5")


def test_a_device_that_is_silent_leaves_no_file(place: Place) -> None:
    ran = place.run("probe", "127.0.0.1:1", "--community", "x", "--record", "none.rec")
    assert (ran.code, "nothing to record" in ran.err) == (1, True)
    assert not (place.folder / "none.rec").exists()


def test_a_folder_of_ones_own_named_in_the_settings(place: Place) -> None:
    own = place.folder / "mine"
    own.mkdir()
    (own / "netsnmp.toml").write_text('vendor = "Ours"\nenterprises = [8072]\nos = "Our Linux"\n')
    place.settings(PATIENT + 'vendor_files = "mine"\n')
    found = place.run("probe", "--replay", str(OWN), "--json").json
    assert (found["vendor"], found["os"]) == ("Ours", "Our Linux")
    (finding,) = [each for each in place.run("doctor", "--json").json if each["check"] == "vendor files"]
    assert finding["ok"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('vendor = "A"\nenterprise = [1]\n', "bad.toml: enterprise: unknown key"),
        (
            'vendor = "A"\n[[systems]]\nsys_descr = "(a+)+"\n',
            "bad.toml: systems[1].sys_descr: a repeat within a repeat",
        ),
        ('vendor = "A\n', "bad.toml: no TOML"),
        ('vendor = "A"\nenterprises = [9]\n', "is claimed by"),
    ],
)
def test_a_bad_vendor_file_is_named_by_every_command_that_asks(place: Place, text: str, said: str) -> None:
    own = place.folder / "mine"
    own.mkdir()
    (own / "bad.toml").write_text(text)
    place.settings(PATIENT + 'vendor_files = "mine"\n')
    (place.folder / "sites.csv").write_text("code,name,level\n1,One,province\n")
    (place.folder / "devices.csv").write_text("name,site,address,snmp\nd1,1,127.0.0.1:1,other\n")
    assert place.run("import", "sites.csv", "devices.csv").code == 0
    asking = (
        ("probe", "--replay", str(OWN)),
        ("sweep",),
        ("discover", "127.0.0.1:1", "--credential", "other"),
    )
    for words in asking:
        ran = place.run(*words)
        assert (ran.code, said in ran.err) == (2, True), ran.err
    (finding,) = [each for each in place.run("doctor", "--json").json if each["check"] == "vendor files"]
    assert (finding["ok"], said in finding["mend"]) == (False, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("probe",), "give either ADDRESS, or --replay FILE"),
        (("probe", "127.0.0.1", "--replay", "x.rec"), "give either ADDRESS, or --replay FILE"),
        (("probe", "--replay", "x.rec"), "x.rec cannot be read"),
        (("probe", "--replay", "acme.toml"), "acme.toml is no recording"),
        (("probe", "--replay", "x.rec", "--mask"), "leave the options out"),
        (("probe", "127.0.0.1", "--community", "x", "--mask"), "give --record FILE as well"),
        (("probe", "127.0.0.1", "--community", "x", "--record", "x.rec", "--walk", "cisco"), "numbers with dots"),
        (("probe", "--replay", str(OWN), "--vendors", "nowhere"), "nowhere cannot be read"),
    ],
)
def test_wrong_use_says_what_to_do(place: Place, words: tuple[str, ...], said: str) -> None:
    ran = place.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())
