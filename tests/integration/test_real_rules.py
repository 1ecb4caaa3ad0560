"""Rules on real agents: the counters of a port that carries more than its link was sold for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.integration.network.checks import eventually
from tests.integration.network.province import PLAN
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

CABLE = "lapthach-r1--quangson-r1"


def sold(poller: Poller, bps: int) -> None:
    """Declare what the link can carry."""
    one = PLAN.cables[PLAN.cable(CABLE)]
    row = f"{one.a},{one.a_port},{one.b},{one.b_port},{bps}"
    (poller.folder / "links.csv").write_text(f"a_device,a_interface,b_device,b_interface,capacity_bps\n{row}\n")
    poller.netinv("import", "links.csv")


def link(poller: Poller) -> Any:
    (found,) = poller.json("show", CABLE)["links"]
    return found


def test_a_link_that_carries_more_than_its_share_is_degraded(poller: Poller) -> None:
    sold(poller, 200)

    def is_degraded() -> bool:
        poller.sweep(expect=None)
        return bool(link(poller)["state"] == "degraded")

    eventually(is_degraded)  # what the sweeps themselves ask is more than that
    (problem,) = poller.json("status", expect=1)["problems"]
    assert (problem["name"], problem["state"]) == (CABLE, "degraded")
    assert problem["sentence"].startswith(f"the link {CABLE} ")
    assert ": load of lapthach-r1:" in problem["sentence"]
    (event,) = [one for one in poller.json("events") if one["kind"] == "load" and one["new"]][:1]
    assert event["severity"] == "warning"

    sold(poller, 10**9)

    def is_up() -> bool:
        return bool(poller.sweep(expect=None) and link(poller)["state"] == "up")

    eventually(is_up)
    status = poller.json("status", expect=0)
    assert (status["causes"], status["problems"]) == ([], [])
