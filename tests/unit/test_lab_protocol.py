"""The laboratory's encodings and keys against published values, and its MIB's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.lab import ber, makers, pdu, usm
from netinv.lab.agent import Agent
from netinv.lab.mib import Mib
from netinv.lab.province import plain

if TYPE_CHECKING:
    from netinv.lab.network import Device

_ENGINE = bytes.fromhex("000000000000000000000002")


@pytest.mark.parametrize(
    ("name", "key"),
    [  # RFC 3414 appendix A.3
        ("md5", "526f5eed9fcce26f8964c2930787d82b"),
        ("sha1", "6695febc9288e36282235fc7151f128497b38f3f"),
    ],
)
def test_localised_keys_are_the_standards(name: str, key: str) -> None:
    assert usm.localised(name, usm.master_key(name, "maplesyrup"), _ENGINE).hex() == key


@pytest.mark.parametrize("priv", ["DES", "AES-128", "AES-192", "AES-256"])
@pytest.mark.parametrize("expansion", ["blumenthal", "cisco"])
def test_what_is_encrypted_is_decrypted(priv: str, expansion: str) -> None:
    user = usm.User("u", "MD5", "auth password", priv, "priv password", expansion)
    secret, salt = user.encrypt(_ENGINE, 3, 1_000, b"\x30\x06words!")
    assert b"words" not in secret
    assert user.decrypt(_ENGINE, 3, 1_000, secret, salt).startswith(b"\x30\x06words!")
    with pytest.raises(usm.DecryptionError):
        user.decrypt(_ENGINE, 3, 1_000, secret, b"short")
    assert "password" not in repr(user)


@given(st.integers(-(1 << 63), (1 << 64) - 1))
def test_integers_come_back(value: int) -> None:
    encoded = ber.integer(value)
    assert ber.read_integer(encoded, 0) == (value, len(encoded))
    minimal = encoded[2:]
    assert len(minimal) == 1 or minimal[:1] not in (b"\x00", b"\xff") or (minimal[0] ^ minimal[1]) & 0x80


@given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, (1 << 32) - 1), max_size=20))
def test_oids_come_back(first: int, second: int, rest: list[int]) -> None:
    oid = (first, second, *rest)
    assert ber.read_oid(ber.oid_body(oid)) == oid


_NETWORK = plain(2, interfaces=4, port=1)
_V2C, _V3 = _NETWORK.devices
_V3.credential = "v3"
_AGENT = Agent(_NETWORK.devices, {"campus": "public"}, {"v3": usm.User("u")})


def _pdu(tag: int) -> bytes:
    binding = ber.tlv(ber.SEQUENCE, ber.oid(ber.dotted("1.3.6.1.2.1.2.2.1.10")) + ber.NULL)
    return ber.tlv(tag, ber.integer(5) + ber.integer(0) + ber.integer(20) + ber.tlv(ber.SEQUENCE, binding * 2))


def _v2c(tag: int) -> bytes:
    return ber.tlv(ber.SEQUENCE, ber.integer(pdu.V2C) + ber.octets("public") + _pdu(tag))


def _v3(tag: int) -> bytes:
    engine = ber.octets(_V3.engine_id)
    header = ber.integer(4) + ber.integer(65_000) + ber.octets(b"\x04") + ber.integer(3)
    security = engine + ber.integer(1) + ber.integer(9) + ber.octets("u") + ber.octets(b"") + ber.octets(b"")
    parts = ber.tlv(ber.SEQUENCE, header) + ber.octets(ber.tlv(ber.SEQUENCE, security))
    scoped = ber.tlv(ber.SEQUENCE, engine + ber.octets(b"") + _pdu(tag))
    return ber.tlv(ber.SEQUENCE, ber.integer(pdu.V3) + parts + scoped)


_TAGS = (pdu.GET, pdu.GET_NEXT, pdu.GET_BULK, pdu.SET)


def test_whole_messages_are_answered() -> None:
    for tag in _TAGS:
        assert _AGENT.reply(_v2c(tag), _V2C.packed_address, 1.0)[0]
        assert _AGENT.reply(_v3(tag), _V3.packed_address, 1.0)[0]


@given(
    st.sampled_from([(_V2C, _v2c(tag)) for tag in _TAGS] + [(_V3, _v3(tag)) for tag in _TAGS]),
    st.lists(st.tuples(st.integers(0, 119), st.integers(0, 255)), max_size=4),
    st.integers(0, 120),
)
def test_no_damaged_message_harms_the_agent(
    asked: tuple[Device, bytes], changes: list[tuple[int, int]], size: int
) -> None:
    device, data = asked[0], bytearray(asked[1])
    for at, octet in changes:
        data[at % len(data)] = octet
    answer, delay_s = _AGENT.reply(bytes(data[: size or None]), device.packed_address, 1.0)
    assert answer is None or answer[0] == ber.SEQUENCE
    assert delay_s == 0


@pytest.mark.parametrize("maker", makers.MAKERS.values(), ids=makers.MAKERS)
def test_the_whole_mib_is_in_order(maker: makers.Maker) -> None:
    province = plain(1, port=1)
    device = province.devices[0]
    device.maker, device.ports = maker, makers.ports(maker, (), 150)
    bindings = Mib(device.ports).take(device, (0, 0), 1_000_000, device.started_s + 100)
    oids = [ber.read_oid(pdu._oid_of(binding)) for binding in bindings]
    assert len(oids) > 150 * 25
    assert oids == sorted(set(oids))


def test_a_used_port_keeps_its_place_and_name() -> None:
    ports = makers.ports(makers.CISCO, ("Gi0/0/1", "Te0/0/3", "Gi0/1/3"), 5)
    assert [port.name for port in ports] == ["Gi0/0/0", "Gi0/0/1", "Gi0/0/2", "Gi0/1/3", "Gi0/0/4", "Te0/0/3", "Lo0"]
    assert [port.name for port in ports if port.used] == ["Gi0/0/1", "Gi0/1/3", "Te0/0/3"]
    by_name = {port.name: port for port in ports}
    assert by_name["Te0/0/3"].descr == "TenGigabitEthernet0/0/3"
    assert by_name["Te0/0/3"].speed_bps == 10 * by_name["Gi0/0/1"].speed_bps
