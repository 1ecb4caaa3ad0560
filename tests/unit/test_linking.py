"""Links and their evidence in the store: intervals that begin and end, and what a reader makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from netinv.app.data.importing import import_inventory
from netinv.app.sweeps import linking
from netinv.app.views import shapes, showing
from netinv.app.views.looking_back import Past
from netinv.config import Settings
from netinv.errors import UsageError
from netinv.store import migrations
from netinv.store.file.connection import REVISIONS
from netinv.store.reading.reader import Reader
from netinv.store.writing.engine import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from netinv.app.sweeps.linking import LinkChange

T = 1_700_000_000_000
MINUTE = 60_000


class Network:
    """Two devices, a and b, whose facts a test sets by hand; a sweep is one call."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(db=folder / "inventory.db")
        (folder / "sites.csv").write_text("code,name,level\n1,One,province\n")
        (folder / "devices.csv").write_text("name,site,address,snmp\na,1,192.0.2.1,c\nb,1,192.0.2.2,c\n")
        import_inventory(self.settings, [folder / "sites.csv", folder / "devices.csv"], now_ms=T - MINUTE)
        with Store(self.settings.db).write() as connection:
            for device in (1, 2):
                self._run(
                    connection,
                    "INSERT INTO interface (device_id, name, valid_from, oper_status) VALUES (?, 'p', ?, 1)",
                    (device, T),
                )

    def claim(self, device: int, protocol: str, remote: str, port: str | None = "p") -> None:
        """The device says from now on to see the remote at its port p."""
        sql = """INSERT INTO neighbor (device_id, valid_from, protocol, local_port, remote_name, remote_port)
                 VALUES (?, ?, ?, 'p', ?, ?)"""
        self._write(sql, (device, T, protocol, remote, port))

    def retract(self, device: int) -> None:
        """It says so no more."""
        self._write("DELETE FROM neighbor WHERE device_id = ?", (device,))

    def address(self, device: int, address: str, port: str = "p") -> None:
        """The device has a /30 on a port."""
        sql = "INSERT INTO address (device_id, address, valid_from, prefix_length, interface) VALUES (?, ?, ?, 30, ?)"
        self._write(sql, (device, address, T, port))

    def port(self, device: int, name: str, *, kind: int | None = None, aggregate: str | None = None) -> None:
        """The device has this port."""
        sql = """INSERT OR REPLACE INTO interface (device_id, name, valid_from, oper_status, type, aggregate)
                 VALUES (?, ?, ?, 1, ?, ?)"""
        self._write(sql, (device, name, T, kind, aggregate))

    def forget_evidence(self) -> None:
        """As a netinv that did not keep it."""
        self._write("DELETE FROM link_evidence", ())

    def sweep(self, minute: int, heard: str = "ab") -> list[LinkChange]:
        """A sweep that hears those devices."""
        at = T + minute * MINUTE
        with Store(self.settings.db).write() as connection:
            states = {name: "up" if name in heard else "down" for name in "ab"}
            _links, changes = linking.refresh(connection, at, states, set(heard))
            for device, name in ((1, "a"), (2, "b")):
                if name in heard:
                    poll = (
                        "INSERT OR REPLACE INTO poll (device_id, asked_at, last_seen, counters_at) VALUES (?, ?, ?, ?)"
                    )
                    self._run(connection, poll, (device, at, at, at))
            self._run(
                connection,
                """INSERT INTO sweep (status, started_at, finished_at, deadline_at, pid, process_started, host, targets,
                   answered, changes, whole) VALUES ('done', ?, ?, ?, 1, '', '', 2, 2, 0, 1)""",
                (at, at, at),
            )
        return changes

    def links(self, minute: int | None = None) -> list[dict[str, Any]]:
        """All links as JSON has them, now or as of then."""
        path = self.settings.db
        with Reader(path) if minute is None else Past(path, T + minute * MINUTE) as reader:
            return [shapes.link(row) for row in reader.links()]

    def evidence(self, minute: int | None = None) -> dict[tuple[str, str | None], tuple[bool, int, int | None]]:
        """For each source and end: whether it holds, and the minutes it was first and last seen."""
        (link,) = self.links(minute)
        return {
            (one["source"], one["device"]): (one["current"], _minute(one["first_seen"]), _minute(one["last_seen"]))
            for one in link["evidence"]
        }

    def rows(self) -> dict[str, int]:
        with Store(self.settings.db).write() as connection:
            tables = ("link", "link_state", "link_evidence")
            return {each: connection.exec_driver_sql(f"SELECT count(*) FROM {each}").scalar_one() for each in tables}

    def _write(self, sql: str, parameters: tuple[object, ...]) -> None:
        with Store(self.settings.db).write() as connection:
            self._run(connection, sql, parameters)

    def _run(self, connection: Connection, sql: str, parameters: tuple[object, ...]) -> None:
        connection.exec_driver_sql(sql, parameters)


def _minute(time: str | None) -> Any:
    from datetime import datetime

    return None if time is None else round((datetime.fromisoformat(time).timestamp() * 1000 - T) / MINUTE)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network(tmp_path)


def test_each_reason_has_its_times_and_a_still_network_writes_nothing(network: Network) -> None:
    network.claim(1, "lldp", "b")
    network.sweep(0)
    network.claim(2, "lldp", "a")
    network.sweep(5)
    before = network.rows()
    network.sweep(10)
    assert network.rows() == before
    assert network.evidence() == {("lldp", "a"): (True, 0, 10), ("lldp", "b"): (True, 5, 10)}
    (link,) = network.links()
    assert (link["confidence"], _minute(link["first_seen"]), _minute(link["last_seen"])) == ("both", 0, 10)
    assert {one["claim"] for one in link["evidence"]} == {"a:p -> b:p", "b:p -> a:p"}


def test_a_reason_that_is_no_longer_given_ends_when_it_was_last_heard(network: Network) -> None:
    network.claim(1, "lldp", "b")
    network.claim(2, "lldp", "a")
    network.sweep(0)
    network.sweep(5)
    network.retract(2)
    network.sweep(10)
    assert network.evidence() == {("lldp", "a"): (True, 0, 10), ("lldp", "b"): (False, 0, 5)}
    network.retract(1)
    network.sweep(15)
    assert network.evidence() == {("lldp", "a"): (False, 0, 10), ("lldp", "b"): (False, 0, 5)}
    (link,) = network.links()
    assert (link["state"], _minute(link["last_seen"])) == ("gone", 10)
    before = network.rows()
    network.sweep(20)
    network.sweep(25, heard="")
    assert network.rows() == before, "what is gone stays gone, whoever falls silent"
    network.claim(1, "lldp", "b")
    network.sweep(30)
    assert network.evidence()["lldp", "a"] == (True, 30, 30)


def test_what_a_silent_device_said_holds_and_was_last_seen_when_it_was_last_read(network: Network) -> None:
    network.claim(1, "lldp", "b")
    network.claim(2, "cdp", "a")
    network.sweep(0)
    network.sweep(5, heard="a")
    assert network.evidence() == {("lldp", "a"): (True, 0, 5), ("cdp", "b"): (True, 0, 0)}
    network.sweep(10, heard="")
    (link,) = network.links()
    assert _minute(link["last_seen"]) == 5


def test_only_its_claimants_retire_a_link(network: Network) -> None:
    network.claim(1, "lldp", "b")
    network.sweep(0)
    network.retract(1)  # as by a change of identity: a is silent and says nothing anew
    network.sweep(5, heard="b")
    assert [link["state"] for link in network.links()] == ["up"]
    assert network.evidence() == {("lldp", "a"): (True, 0, 0)}
    network.sweep(10, heard="a")
    assert [link["state"] for link in network.links()] == ["gone"]


def test_a_subnet_alone_is_found_and_a_declaration_joins_it(network: Network, tmp_path: Path) -> None:
    network.address(1, "10.0.0.1")
    network.address(2, "10.0.0.2")
    network.sweep(0)
    assert [(link["sources"], link["state"]) for link in network.links()] == [(["subnet"], "up")]
    (tmp_path / "links.csv").write_text("a_device,a_interface,b_device,b_interface,circuit\na,p,b,p,C-1\n")
    import_inventory(network.settings, [tmp_path / "links.csv"], now_ms=T + MINUTE)
    network.sweep(5)
    (link,) = network.links()
    assert (link["sources"], link["circuit"], link["confidence"]) == (["declared", "subnet"], "C-1", "one")
    assert network.evidence()["declared", None] == (True, 1, None)


def test_a_link_whose_port_is_learned_keeps_its_past(network: Network) -> None:
    network.claim(1, "lldp", "b", port=None)
    assert [change.link.name for change in network.sweep(0)] == ["a:p--b"]
    network.claim(2, "lldp", "a")
    assert network.sweep(5) == [], "the same link, known better: no event"
    (link,) = network.links()
    assert (link["b"]["interface"], _minute(link["first_seen"]), link["confidence"]) == ("p", 0, "both")
    assert network.evidence()["lldp", "a"] == (True, 0, 5)


def test_evidence_as_of_then(network: Network) -> None:
    network.claim(1, "lldp", "b")
    network.sweep(0)
    network.claim(2, "lldp", "a")
    network.sweep(5)
    network.retract(2)
    network.sweep(10)
    assert set(network.evidence(2)) == {("lldp", "a")}
    assert {holds for holds, *_ in network.evidence(7).values()} == {True}
    assert network.evidence(12)["lldp", "b"][0] is False


def test_show_finds_links_by_name(network: Network) -> None:
    network.claim(1, "lldp", "b")
    network.sweep(0)
    with Reader(network.settings.db) as reader:
        for name in ("a--b", "b--a", "a:p--b:p", " B:P--a "):
            assert [link["a"]["device"] for link in showing.show(reader, name, 0)["links"]] == ["a"]
        with pytest.raises(UsageError, match="a:p--b:p"):
            showing.show(reader, "a:q--b:q", 0)
        with pytest.raises(UsageError, match="nobody"):
            showing.show(reader, "a--nobody", 0)
        assert showing.show(reader, "a", 0)["links"][0]["evidence"][0]["claim"] == "a:p -> b:p"


def test_members_of_an_aggregate_have_the_link_and_the_aggregate_its_subnet(network: Network) -> None:
    network.port(1, "ae0", kind=161)
    network.port(1, "q", aggregate="ae0")
    network.port(1, "p", aggregate="ae0")
    network.claim(1, "lldp", "b")
    network.address(1, "10.0.0.1", "ae0")
    network.address(2, "10.0.0.2")
    network.sweep(0)
    (link,) = network.links()
    assert (link["a"]["interface"], link["b"]["interface"]) == ("p", "p")
    assert link["sources"] == ["lldp", "subnet"]


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_database_of_each_older_version_is_brought_up_to_date(revision: str, tmp_path: Path) -> None:
    _make_old(tmp_path / "inventory.db", revision)
    network = Network(tmp_path)
    network.claim(1, "lldp", "b")
    network.sweep(0)
    assert [link["state"] for link in network.links()] == ["up"]


def _make_old(path: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__ or "").parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql("INSERT INTO event (time, kind, subject, severity) VALUES (1, 'x', 'y', 'info')")
    engine.dispose()


def test_links_from_before_evidence_was_kept_live_on(tmp_path: Path) -> None:
    """Of such a link it is not known who claimed it: either end may retire it."""
    _make_old(tmp_path / "inventory.db", "0003")
    network = Network(tmp_path)
    network.claim(1, "lldp", "b")
    network.sweep(0)
    network.forget_evidence()
    assert [link["evidence"] for link in network.links()] == [[]]
    network.sweep(5)
    assert network.evidence() == {("lldp", "a"): (True, 5, 5)}
    network.forget_evidence()
    network.retract(1)
    network.sweep(10, heard="b")
    assert [link["state"] for link in network.links()] == ["gone"]
