"""What the feed says to the application. Everything in a message is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.app.views.pages import Snapshot


class Refreshed(Message):
    """The network of now, read anew."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot


class Answered(Message):
    """The answer to a question, for whoever asked it."""

    def __init__(self, then: Callable[[Any], object], answer: object) -> None:
        super().__init__()
        self.then, self.answer = then, answer


class Refused(Message):
    """A question that has no answer, with the reason."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Troubled(Message):
    """The database cannot be read now; what was read before still stands on the screen."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Passed(Message):
    """Time went by, and something is to be said anew though there are no news."""


class Broken(Message):
    """The feed has ended by a fault of the program."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
