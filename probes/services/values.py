"""What is asked of a service, and how that ended."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """A service to check. ``expect`` is a status code or a text; ``up``: it was well when it was last checked."""

    id: int
    url: str
    expect: str | None = None
    up: bool = True


class Answer(NamedTuple):
    """How a check ended.

    ``silent``: nothing answered, so that the network may be the cause. ``status`` is an HTTP status code or one of
    :data:`FAILURES`. ``not_after`` is the end of the certificate's validity, epoch milliseconds.
    """

    ok: bool
    silent: bool = False
    status: str | None = None
    latency_s: float | None = None
    not_after: int | None = None


FAILURES = (
    *("timeout", "refused", "unreachable", "reset", "no_address", "no_resolver", "no_http", "no_tls", "text_missing"),
    *("certificate_expired", "certificate_not_yet_valid", "certificate_self_signed", "certificate_chain_incomplete"),
    *("certificate_other_name", "certificate_not_valid", "dns_no_such_name", "dns_no_record", "dns_refused", "error"),
)
"""What a check can fail by, beside an HTTP status code."""


class Failed(Exception):
    """A check ends with this status; ``silent`` as in :class:`Answer`."""

    def __init__(self, status: str, *, silent: bool = False, not_after: int | None = None) -> None:
        super().__init__(status)
        self.status, self.silent, self.not_after = status, silent, not_after
