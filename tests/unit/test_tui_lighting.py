"""What is lit up: answers come late, and the user may be elsewhere by then."""

from collections.abc import Callable
from typing import Any, cast

from netinv.app.network.lighting import Lit
from netinv.tui import lighting
from netinv.tui.net import Net


class Asked:
    """As much of the application as is asked, with answers that come when the test says so."""

    def __init__(self) -> None:
        self.snapshot = object()
        self.lit: Lit | None = None
        self.lit_of: object = None
        self.answers: list[Callable[[Lit], object]] = []
        self.drawn = 0

    def ask(self, _question: Any, then: Callable[[Lit], object]) -> None:
        self.answers.append(then)

    def update_page(self) -> None:
        self.drawn += 1

    @property
    def net(self) -> Net:
        return cast("Net", self)


def lit(name: str) -> Lit:
    none: frozenset[str] = frozenset()
    return Lit(name, none, none, none, none, none)


def test_what_is_lit_is_asked_anew_once_the_network_is_another_and_no_page_is_opened_for_it() -> None:
    asked, shown = Asked(), list[str]()
    lighting.ask(asked.net, "core1", lambda: shown.append("core1"))
    asked.answers.pop()(lit("core1"))
    assert (asked.lit, asked.lit_of, shown) == (lit("core1"), asked.snapshot, ["core1"])
    lighting.renew(asked.net)
    assert not asked.answers
    asked.snapshot = object()
    lighting.renew(asked.net)
    asked.answers.pop()(lit("core1"))
    assert (asked.lit_of, asked.drawn, shown) == (asked.snapshot, 1, ["core1"])


def test_an_answer_lights_nothing_that_was_put_out_meanwhile() -> None:
    asked = Asked()
    asked.lit = lit("core1")
    lighting.renew(asked.net)
    asked.lit = None
    asked.answers.pop()(lit("core1"))
    assert asked.lit is None
    assert asked.drawn == 0
