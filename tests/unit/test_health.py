"""What a device's answers mean together; restarts told from wraps."""

from __future__ import annotations

import pytest

from netinv.health import device_state, rebooted
from netinv.model import Reach, Reached, State

OK, TIMEOUT, REFUSED, AUTH, ERROR = Reached.OK, Reached.TIMEOUT, Reached.REFUSED, Reached.AUTH, Reached.ERROR


@pytest.mark.parametrize(
    ("reach", "state"),
    [
        (Reach(OK, OK, OK), State.UP),
        (Reach(None, OK, None), State.UP),
        (Reach(TIMEOUT, OK, OK), State.UP),  # silence to ICMP alone is no fault
        (Reach(OK, None, None), State.UP),
        (Reach(OK, TIMEOUT, OK), State.DEGRADED),
        (Reach(OK, TIMEOUT, None), State.DEGRADED),
        (Reach(None, OK, REFUSED), State.DEGRADED),
        (Reach(None, AUTH, None), State.DEGRADED),
        (Reach(TIMEOUT, TIMEOUT, TIMEOUT), State.DOWN),
        (Reach(None, TIMEOUT, None), State.DOWN),
        (Reach(None, REFUSED, None), State.DOWN),
        (Reach(TIMEOUT, None, None), State.DOWN),
        (Reach(None, TIMEOUT, ERROR), State.DOWN),
        (Reach(None, ERROR, None), State.UNKNOWN),
        (Reach(), State.UNKNOWN),
    ],
)
def test_states(reach: Reach, state: State) -> None:
    assert device_state(reach) is state


@pytest.mark.parametrize(
    ("old", "new", "elapsed_s", "restarted"),
    [
        (1000, 1000 + 30_000, 300, False),
        (1_000_000, 500, 300, True),
        (2**32 - 1000, 29_000, 300, False),  # wrapped after 497 days
        (2**32 - 1000, 500_000, 300, True),  # wrapped and yet too late: 300 s cannot make 5,000 s
        (2**32 - 10_000_000, 5, 300, True),
        (1000, 1000, 0, False),
        (500, 2000, 3600, True),  # it had run for 5 s, was silent for an hour, and runs for 20 s
        (500, 355_000, 3600, False),  # it may have run all the time, within what clocks are off
        (1000, 31_000, 300, False),
    ],
)
def test_a_fallen_uptime_is_a_restart_unless_it_wrapped(old: int, new: int, elapsed_s: float, restarted: bool) -> None:
    assert rebooted(old, new, elapsed_s) is restarted
