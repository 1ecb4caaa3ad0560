"""Identification on small made-up agents: whose rules hold, in which order, and that nothing is made up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.credentials import CommunityCredential, Secret
from netinv.errors import Timeout
from netinv.model import FailureKind, System
from probes.snmp import oids
from probes.snmp.engine import Value
from probes.snmp.session import SnmpSession
from probes.vendors.identifying import identify
from probes.vendors.junk import meaningful, model, serial_number, version
from probes.vendors.loading import load
from tests.unit.recordings import Recording, visited

ENT = "1.3.6.1.2.1.47.1.1.1.1"
ACME = """
vendor = "Acme"
enterprises = [9999]
os = "AcmeOS"
version = ["sys_descr", { from = "1.3.6.1.4.1.9999.1.1.0", pattern = 'Release (?P<version>\\S+)' }]
model = ["1.3.6.1.4.1.9999.1.2.0", "entity.model", "sys_object_id", "1.3.6.1.4.1.9999.2.*"]
serial = ["sys_object_id[8].7.0", "entity.serial"]
signs = [{ from = "1.3.6.1.4.1.9999.1.9.0", pattern = '^acme' }]

[models]
"1.3.6.1.4.1.9999.5" = "Anvil 5"

[[systems]]
name = "AcmeOS X"
sys_descr = '^Acme X (?P<version>\\S+)'

[[systems]]
name = "Anvil"
vendor = "Anvil & Co"
anywhere = true
sys_descr = '^Anvil (?P<model>\\S+) by'
"""
ANYBODY = 'vendor = ""\nenterprises = [8072]\ngeneric = true\n[[systems]]\nname = "Linux"\nsys_descr = "^Linux"\n'


def identified(tmp_path: Path, objects: dict[str, Value], sys_object_id: str | None, sys_descr: str = "") -> System:
    for name, text in {"acme": ACME, "anybody": ANYBODY, "names": '123 = "Named"'}.items():
        tmp_path.joinpath(f"{name}.toml").write_text(text, "utf-8")
    book = load([tmp_path], check=True)

    async def ask() -> System:
        session = SnmpSession(Recording(objects), "192.0.2.1", 161, CommunityCredential("c", "v2c", Secret("c")))
        entity = {"model": ("E-1", f"{ENT}.13.1"), "serial": ("SN0001", f"{ENT}.11.1")}
        said = System(sys_object_id=sys_object_id, sys_descr=sys_descr)
        return (await identify(session, said, entity, book, {}))[0]

    return asyncio.run(ask())


def test_the_first_source_that_says_something_wins(tmp_path: Path) -> None:
    objects: dict[str, Value] = {
        "1.3.6.1.4.1.9999.1.1.0": b"Acme Release 7.1 of May",
        "1.3.6.1.4.1.9999.1.2.0": b"N/A",
        "1.3.6.1.4.1.9999.5.7.0": b"AC12345",
    }
    system = identified(tmp_path, objects, "1.3.6.1.4.1.9999.5.1", "whatever")
    assert (system.vendor, system.os, system.os_version) == ("Acme", "AcmeOS", "7.1")
    assert (system.model, system.serial) == ("E-1", "AC12345")
    assert system.sources == (
        "vendor=sys_object_id os=sys_object_id os_version=1.3.6.1.4.1.9999.1.1.0"
        f" model={ENT}.13.1 serial=1.3.6.1.4.1.9999.5.7.0"
    )


def test_sys_descr_tells_the_system_and_its_version(tmp_path: Path) -> None:
    system = identified(tmp_path, {}, "1.3.6.1.4.1.9999", '"Acme X 3.2 build 9"')
    assert (system.os, system.os_version) == ("AcmeOS X", "3.2")


def test_a_model_known_by_its_number_and_a_column(tmp_path: Path) -> None:
    def model_of(sys_object_id: str, objects: dict[str, Value]) -> str | None:
        text = ACME.replace('"1.3.6.1.4.1.9999.1.2.0", "entity.model", ', "")
        tmp_path.joinpath("acme.toml").write_text(text, "utf-8")
        book = load([tmp_path])

        async def ask() -> System:
            session = SnmpSession(Recording(objects), "192.0.2.1", 161, CommunityCredential("c", "v2c", Secret("c")))
            return (await identify(session, System(sys_object_id=sys_object_id), {}, book, {}))[0]

        return asyncio.run(ask()).model

    column: dict[str, Value] = {"1.3.6.1.4.1.9999.2.3": b"", "1.3.6.1.4.1.9999.2.9": b"Anvil 9"}
    assert model_of("1.3.6.1.4.1.9999.5", column) == "Anvil 5"
    assert model_of("1.3.6.1.4.1.9999.6", column) == "Anvil 9"
    assert model_of("1.3.6.1.4.1.9999.6", {}) is None


def test_behind_a_number_that_says_nothing(tmp_path: Path) -> None:
    by_descr = identified(tmp_path, {}, "1.3.6.1.4.1.8072.3.2.10", "Anvil Q by Acme")
    assert (by_descr.vendor, by_descr.os, by_descr.model) == ("Anvil & Co", "Anvil", "E-1")
    sign: dict[str, Value] = {"1.3.6.1.4.1.9999.1.9.0": b"acme agent"}
    by_sign = identified(tmp_path, sign, "1.3.6.1.4.1.8072.3.2.10", "Linux box 5.0")
    assert (by_sign.vendor, by_sign.os) == ("Acme", "AcmeOS")
    assert str(by_sign.sources).startswith("vendor=1.3.6.1.4.1.9999.1.9.0 ")
    other: dict[str, Value] = {"1.3.6.1.4.1.9999.1.9.0": b"something else"}
    nobody = identified(tmp_path, other, "1.3.6.1.4.1.8072.3.2.10", "Linux box 5.0")
    assert (nobody.vendor, nobody.os) == (None, "Linux")


def test_a_vendor_with_its_own_number_is_not_overruled_by_words(tmp_path: Path) -> None:
    assert identified(tmp_path, {}, "1.3.6.1.4.1.9999.1", "Linux acme 5").vendor == "Acme"
    assert identified(tmp_path, {}, "1.3.6.1.4.1.123.1", "nothing known").vendor == "Named"
    assert identified(tmp_path, {}, "1.3.6.1.4.1.55555.1", "nothing known").vendor is None
    assert identified(tmp_path, {}, None).vendor is None


JUNK = ["", " ", "BUILTIN", "0", "00000000", "N/A", "n/a", "FFFFFFFFFF", "ff:ff:ff:ff:ff:ff", "Not Specified", "None"]
JUNK += ["To be filled by O.E.M.", "to be filled by OEM", "Unknown", "xxxxxxxx", "XXXX", "........", "-", "?", "*****"]
JUNK += ["System Serial Number", "Default string", "not available", "<private>", "\x00\x00", "\ufffd\ufffd", "empty"]


@pytest.mark.parametrize("text", JUNK)
def test_junk_identifies_nothing(text: str) -> None:
    assert serial_number(text) is None
    assert model(text) is None


def test_what_is_not_junk() -> None:
    assert serial_number(" FOC1234X0AB ") == "FOC1234X0AB"
    assert serial_number("1234567890") == "1234567890"
    assert serial_number("Chassis") is None
    assert serial_number("System MAC: 00-01-02-03-04-05") is None
    assert model('"WS-C2960-24TT-L"') == "WS-C2960-24TT-L"
    assert model("1.0") is None
    assert version("v6.4.8,build1914") == "6.4.8,build1914"
    assert version("V200R010C00SPC600") == "V200R010C00SPC600"
    assert version("Version 12") == "Version 12"
    assert version("0.0") is None
    assert version("release") is None
    assert meaningful("x" * 200) is None


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300), st.binary(max_size=40), st.sampled_from(["9.1.1", "8072.3.2.10", "2011.2", "55555", "x"])
)
def test_whatever_a_device_says_is_borne(descr: bytes, serial: bytes, number: str) -> None:
    objects: dict[str, Value] = {
        oids.SYS_DESCR: descr,
        oids.SYS_OBJECT_ID: f"1.3.6.1.4.1.{number}",
        f"{ENT}.5.1": 3,
        f"{ENT}.11.1": serial,
        "1.3.6.1.4.1.6574.1.5.1.0": serial,
    }
    recording = Recording({oid: value for oid, value in objects.items() if "x" not in oid})
    seen, readings = visited(recording)
    assert readings[0].failure is None
    for value in (seen.system.vendor, seen.system.model, seen.system.serial, seen.system.os_version):
        assert value is None or (0 < len(value) <= 128 and value.isprintable())


def test_the_questions_stay_few() -> None:
    objects: dict[str, Value] = {
        oids.SYS_DESCR: b"Linux box 5.10.0-8-amd64 #1 SMP Debian 5.10.46-4 x86_64",
        oids.SYS_OBJECT_ID: "1.3.6.1.4.1.8072.3.2.10",
        oids.SYS_UPTIME: 5,
    }
    recording = Recording(objects)
    seen, _readings = visited(recording)
    assert (seen.system.os, seen.system.os_version) == ("Linux", "5.10.0-8-amd64")
    assert len(recording.gets) <= 5  # contact, system, signs twice, the servers' agents

    cisco = Recording(objects | {oids.SYS_OBJECT_ID: "1.3.6.1.4.1.9.1.1"})
    visited(cisco)
    assert len(cisco.gets) == 3
    assert all(len(asked) <= 24 for asked in cisco.gets)


def test_a_device_that_falls_silent_at_the_vendors_question_keeps_what_it_said() -> None:
    class Silent(Recording):
        async def get(self, oids: object, timeout_s: float) -> dict[str, Value]:
            if any(str(oid).startswith("1.3.6.1.4.1.12356") for oid in list(oids)):  # type: ignore[call-overload]
                raise Timeout("no answer")
            return await super().get(list(oids), timeout_s)  # type: ignore[call-overload]

    seen, readings = visited(Silent({oids.SYS_OBJECT_ID: "1.3.6.1.4.1.12356.101.1", oids.SYS_NAME: b"fw"}))
    assert seen.system.sys_name == "fw"
    assert readings[0].covers == ()
    assert readings[0].failure is not None
    assert readings[0].failure.kind is FailureKind.TIMEOUT
