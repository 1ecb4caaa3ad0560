"""What can be wrong with a simulated device, on demand."""

from __future__ import annotations

from dataclasses import dataclass

# Each is what some device out there has sent: a terminal escape, Latin-1, half a UTF-8 character, markup, a formula.
HOSTILE = (
    b"\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b31m",
    b"Caf\xe9 du R\xe9seau",
    "Phường Đống Đa".encode()[:-1],
    b"[bold red]markup[/] <script>alert(1)</script> &amp; ]]>",
    b"=cmd|' /C calc'!A0",
    b"line one\r\nline two\tend\x00\x00",
    "right\u202eto left\u2066".encode(),
)


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one device; the default has none.

    Attributes:
        silent: takes every question and answers none.
        loss: the part of the questions that get no answer, 0 to 1.
        delay_s: how late every answer leaves, in seconds.
        loop: GETNEXT and GETBULK go back to the first row of the column, so that OIDs do not increase.
        garbage: answers with octets that are no message.
        wrong_request_id: answers another question.
        gen_err: refuses every question with genErr (RFC 3416).
        hostile: the device's texts are those of :data:`HOSTILE`.
        new_host_key: the SSH host key is another one than without this fault.
    """

    silent: bool = False
    loss: float = 0.0
    delay_s: float = 0.0
    loop: bool = False
    garbage: bool = False
    wrong_request_id: bool = False
    gen_err: bool = False
    hostile: bool = False
    new_host_key: bool = False


NONE = Faults()
