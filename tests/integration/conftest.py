"""Both SNMP engines as one fixture, one real snmpd for all, and a marker that no error or log may show."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from netinv.credentials import AUTH_PROTOCOLS, CommunityCredential, Secret, UserCredential
from netinv.errors import ProbeError
from probes.snmp import load_engine
from probes.snmp.session import SnmpSession
from tests.integration.snmp_agents.snmpd import SNMPD, Snmpd
from tests.ports import has_ipv6

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from netinv.credentials import SnmpCredential
    from probes.snmp.engine import Engine

MARKER = "pl4ntedM4rker"
COMMUNITY = f"{MARKER}-community"
AUTH_PASSWORD = f"{MARKER} auth password"
PRIV_PASSWORD = f"{MARKER} priv password"

_SNMPD_PRIV = {
    ("none", ""): "",
    ("DES", ""): "DES",
    ("AES-128", ""): "AES",
    ("AES-192", "blumenthal"): "AES-192",
    ("AES-256", "blumenthal"): "AES-256",
    ("AES-192", "cisco"): "AES-192-C",
    ("AES-256", "cisco"): "AES-256-C",
}


def user(auth: str = "SHA-256", priv: str = "AES-128", expansion: str = "", **changed: object) -> UserCredential:
    """A v3 credential whose user snmpd knows."""
    fields: dict[str, object] = {
        "name": "lab",
        "user": f"u-{auth}-{priv}-{expansion}".lower(),
        "auth_protocol": auth,
        "auth_password": None if auth == "none" else Secret(AUTH_PASSWORD),
        "priv_protocol": priv,
        "priv_password": None if priv == "none" else Secret(PRIV_PASSWORD),
        "key_expansion": expansion or "blumenthal",
    }
    return UserCredential(**{**fields, **changed})  # type: ignore[arg-type]  # checked by the test that passes them


def community(version: str = "v2c", text: str = COMMUNITY) -> CommunityCredential:
    """A community credential."""
    return CommunityCredential("lab", version, Secret(text))


USERS = [user("none", "none"), *(user(auth, *priv) for auth in AUTH_PROTOCOLS[1:] for priv in _SNMPD_PRIV)]


def create_user(credential: UserCredential) -> list[str]:
    """The lines of snmpd's configuration for a user."""
    who, auth, priv = credential.user, credential.auth_protocol, credential.priv_protocol
    if auth == "none":
        return [f"createUser {who}", f"rouser {who} noauth"]
    expansion = credential.key_expansion if priv in ("AES-192", "AES-256") else ""
    words = [f'createUser {who} {auth} "{AUTH_PASSWORD}"']
    if priv != "none":
        words.append(f'{_SNMPD_PRIV[priv, expansion]} "{PRIV_PASSWORD}"')
    return [" ".join(words), f"rouser {who} {'auth' if priv == 'none' else 'priv'}"]


CONFIGURATION = [f"rocommunity {COMMUNITY}", f"rocommunity6 {COMMUNITY}", "sysName lab-agent"]


@pytest.fixture(scope="session")
def snmpd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    """A real agent with every user, on IPv4 and IPv6 loopback."""
    if SNMPD is None:
        pytest.skip("snmpd is not installed")
    lines = [*CONFIGURATION, f'createUser no-access SHA "{AUTH_PASSWORD}" AES "{PRIV_PASSWORD}"']
    lines += [line for credential in USERS for line in create_user(credential)]
    with Snmpd(tmp_path_factory.mktemp("snmpd"), lines, ipv6=has_ipv6()) as agent:
        yield agent


@pytest.fixture
def own_snmpd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    """A real agent that the test may reboot."""
    if SNMPD is None:
        pytest.skip("snmpd is not installed")
    with Snmpd(tmp_path_factory.mktemp("own"), CONFIGURATION + create_user(user())) as agent:
        yield agent


@pytest.fixture(params=["gufo", "pysnmp"])
async def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:  # type: ignore[misc]  # asynchronous
    """Either engine."""
    if request.param == "gufo":
        pytest.importorskip("gufo.snmp")
    loaded = load_engine(request.param)
    yield loaded
    loaded.close()


Open = Callable[..., SnmpSession]


@pytest.fixture
async def session(engine: Engine) -> Iterator[Open]:  # type: ignore[misc]  # asynchronous
    """Opens sessions on the engine, short of patience; they are closed behind the test."""
    opened: list[SnmpSession] = []

    def open_session(port: int, credential: SnmpCredential | None = None, **options: object) -> SnmpSession:
        address = str(options.pop("address", "127.0.0.1"))
        settings = {"timeout_s": 0.3, "retries": 1, **options}
        opened.append(SnmpSession(engine, address, port, credential or community(), **settings))  # type: ignore[arg-type]
        return opened[-1]

    yield open_session
    for one in opened:
        one.close()


class Failures:
    """Errors that were met; none of them may give a secret away, nor may a log record."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def of(self, question: Awaitable[object]) -> ProbeError:
        """The error that the question ends with."""
        try:
            answer = await question
        except ProbeError as error:
            self.shown += [str(error), repr(error), *traceback.format_exception(error)]
            return error
        raise AssertionError(f"an error was expected, and it answered {answer!r:.100}")


@pytest.fixture
def failures(caplog: pytest.LogCaptureFixture, engine: Engine) -> Iterator[Failures]:
    """Collects errors, and searches all that was said for the marker."""
    caplog.set_level(logging.DEBUG)
    failures = Failures()
    yield failures
    records = [f"{record.getMessage()} {record.exc_text}" for record in caplog.records]
    for text in (*failures.shown, *records, repr(engine), repr(vars(engine))):
        assert MARKER not in text
    assert not [record for record in caplog.records if record.name == "asyncio" and record.levelno >= logging.WARNING]
