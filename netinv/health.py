"""What a device's answers mean together. Pure."""

from __future__ import annotations

from netinv.model import Reach, Reached, State

_ALIVE = frozenset({Reached.OK, Reached.AUTH})


def device_state(reach: Reach) -> State:
    """The state that the ways of asking give, silence along the path left aside.

    Up: every way that says something of the device answers (silence to ICMP alone is no fault). Degraded: some do, or
    it answers but refuses our credential. Down: none answers. Unknown: not asked, or in vain by a fault of ours.
    """
    asked = [answer for answer in (reach.snmp, reach.ssh) if answer is not None]
    if not asked:
        return {None: State.UNKNOWN, Reached.OK: State.UP}.get(reach.icmp, State.DOWN)
    if all(answer is Reached.OK for answer in asked):
        return State.UP
    if reach.icmp is Reached.OK or any(answer in _ALIVE for answer in asked):
        return State.DEGRADED
    if all(answer is Reached.ERROR for answer in asked):
        return State.UNKNOWN
    return State.DOWN


def answers(reach: Reach) -> bool:
    """Whether a device gave any sign of life; one that refuses our credential did."""
    return any(way in _ALIVE for way in reach)


_UPTIME_WRAP_TICKS = 2**32
_CLOCK_SLACK_TICKS = 6000


def rebooted(old_ticks: int, new_ticks: int, elapsed_s: float) -> bool:
    """Whether sysUpTime (1/100 s) tells of a restart since it was last read, and not of its wrap after 497 days.

    It fell, or it is shorter than that time: then the device started within it, however short it had run before.
    """
    if new_ticks >= old_ticks and new_ticks >= elapsed_s * 100 - _CLOCK_SLACK_TICKS:
        return False
    expected = old_ticks + elapsed_s * 100
    wrapped = expected >= _UPTIME_WRAP_TICKS - _CLOCK_SLACK_TICKS
    return not (wrapped and abs(expected - _UPTIME_WRAP_TICKS - new_ticks) <= _CLOCK_SLACK_TICKS)
