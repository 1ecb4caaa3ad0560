"""Services behind real agents: silent with their network, down by themselves, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.network.checks import eventually, oper_status, whole
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

CABLE = "tamdao-r1--yenduong-r1"
SERVICES = """name,site,url,expect,device
login,08914,tcp://10.26.2.12:22,SSH-2.0,yenduong-r1
hall,08914,tcp://10.26.2.12:22,,
"""


@pytest.fixture
def served(poller: Poller) -> Iterator[Poller]:
    """A poller that knows two services of a commune, both up; the network is whole before and after."""
    (poller.folder / "services.csv").write_text(SERVICES)
    poller.netinv("import", "services.csv")
    poller.sweep()
    assert {one["state"] for one in services(poller).values()} == {"up"}
    yield poller
    poller.network.heal(CABLE)
    eventually(lambda: whole(poller.network))


def services(poller: Poller) -> dict[str, Any]:
    return {one["name"]: one for one in poller.json("list", "services")}


def wrong(poller: Poller) -> list[tuple[str, str]]:
    return [(one["kind"], one["name"]) for one in poller.json("status", expect=None)["problems"]]


def test_a_service_behind_a_cut_link_is_unreachable_with_its_cause(served: Poller) -> None:
    assert set(served.json("topology", "impact", CABLE)["cut_services"]) == {"login", "hall"}, "said before it is cut"
    served.network.cut(CABLE)
    eventually(lambda: oper_status(served.network, "tamdao-r1", "yenduong-r1") != "1")
    report = served.sweep(expect=1)
    assert [cause["name"] for cause in report["causes"]] == [CABLE]
    assert report["services"] == {"unreachable": 2, "up": 1}
    found = services(served)
    assert {found[name]["cause"] for name in ("login", "hall")} == {CABLE}
    assert wrong(served) == [], "one cause, and no alarm for what lies behind it"
    served.network.heal(CABLE)
    eventually(lambda: whole(served.network))
    assert served.sweep()["services"] == {"up": 3}


def test_a_service_that_is_down_while_its_device_answers(served: Poller) -> None:
    (served.folder / "services.csv").write_text(SERVICES.replace("tcp://10.26.2.12:22,SSH-2.0", "tcp://10.26.2.12:9,"))
    served.netinv("import", "services.csv")
    assert served.sweep(expect=1)["causes"] == []
    assert (services(served)["login"]["state"], services(served)["login"]["status"]) == ("down", "refused")
    assert wrong(served) == [("service", "login")]
    (served.folder / "services.csv").write_text(SERVICES)
    served.netinv("import", "services.csv")
    served.sweep()
    assert wrong(served) == []


def test_a_service_that_is_stopped_for_planned_work_wakes_nobody(served: Poller) -> None:
    """Its device answers pings all the while: the work excuses what stands behind it, until the window ends."""
    added = served.json("maintenance", "add", "yenduong-r1", "--from", "now", "--to", "+2h", "--zone", "UTC")
    assert {"login", "hall"} <= set(added["impact"]["cut_services"]), "said before it is stopped"
    served.network.stop("yenduong-r1", "sshd")
    try:
        report = served.sweep(expect=0)
        assert (report["causes"], report["services"]) == ([], {"maintenance": 2, "up": 1})
        found = {name: services(served)[name] for name in ("login", "hall")}
        assert {(one["state"], one["status"], one["cause"]) for one in found.values()} == {
            ("maintenance", "refused", "yenduong-r1")
        }
        assert served.devices()["yenduong-r1"]["reach"]["icmp"] == "ok"
        assert wrong(served) == []
        served.netinv("maintenance", "end", str(added["window"]["id"]))
        assert served.sweep(expect=1)["services"] == {"down": 2, "up": 1}
        assert {("service", "hall"), ("service", "login")} <= set(wrong(served))
    finally:
        served.network.kill("yenduong-r1")
        served.network.boot("yenduong-r1")
    served.network.wait_for_lldp()
    eventually(lambda: whole(served.network))
    assert served.sweep(expect=0)["services"] == {"up": 3}
