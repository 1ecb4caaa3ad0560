"""A connection that answers from a table, and a whole visit over it: what the facts are without any network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.credentials import SshCredential
from netinv.errors import Unsupported
from netinv.model import Target
from probes.ssh import facts
from probes.ssh.session import SshSessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from probes.ssh.host_keys import HostKeys

TARGET = Target(1, "r1", "192.0.2.1", ssh="ops")
OPS = SshCredential("ops", "ops")


class Answering:
    """What is not in its table, the device does not know."""

    def __init__(self, platform: str, answers: Mapping[str, str | Exception], prompt: str) -> None:
        self.platform = platform
        self.prompt = prompt
        self.asked: list[str] = []
        self._answers = answers

    def open(self) -> None:
        """There is nothing to open."""

    def run(self, command: str, timeout_s: float) -> str:
        self.asked.append(command)
        answer = self._answers.get(command, Unsupported(f"no {command}"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def abort(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """There is nothing to close."""


async def visit(
    platform: str, answers: Mapping[str, str | Exception], prompt: str = "<hue-sw1>", *, anything: str | None = None
) -> facts.SshFacts:
    """All facts of a device with these answers; ``anything`` is its answer to each question that is not in them."""
    connection = Answering(platform, answers if anything is None else _Everything(anything), prompt)

    def connect(_target: Target, _credential: SshCredential, _timeout_s: float, _keys: HostKeys) -> Answering:
        return connection

    async with SshSessions(connect=connect, threads=1) as sessions, await sessions.open(TARGET, OPS, 60.0) as session:
        found = await facts.read(session)
    assert len(set(connection.asked)) == len(connection.asked), "a question was asked twice"
    return found


class _Everything(dict[str, str | Exception]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def get(self, command: str, default: object = None) -> str:
        return self._text
