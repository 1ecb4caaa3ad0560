"""The laboratory in this process: agents, SSH servers and services of a simulated network, in threads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol, Self

from netinv.lab.agent import Agent, set_faults
from netinv.lab.sockets import UdpService

if TYPE_CHECKING:
    from types import TracebackType

    from netinv.lab.faults import Faults
    from netinv.lab.province import Province


class _Service(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class Lab:
    """Runs everything of a province; a context manager, or ``start`` and ``stop``.

    Args:
        province: what to run. With port 0 a free one is taken: read it from :attr:`port` (the inventory knows
            only the port that the province was built with).
        services: whether the simulated information systems answer too.

    Raises:
        OSError: a port is taken.
    """

    def __init__(self, province: Province, *, services: bool = True) -> None:
        self.province = province
        self.agent = Agent(province.devices, province.communities, province.users)
        self._udp = UdpService(self.agent, province.port)
        self.port = self._udp.port
        self._services: list[_Service] = [self._udp]
        self.ssh_port = 0
        try:
            self._open(services=services)
        except OSError:
            self._udp.sock.close()
            raise

    def _open(self, *, services: bool) -> None:
        if any(device.ssh for device in self.province.devices):
            # paramiko costs a quarter of a second, which a load of thousands of plain agents need not wait for.
            from netinv.lab.ssh_server import SshService

            ssh = SshService(self.province.devices, self.province.ssh_port, self.province.ssh_login)
            self.ssh_port = ssh.port
            self._services.append(ssh)
        if services and self.province.tables.services:
            from netinv.lab.web import WebService

            self._services.append(WebService(self.port))

    @property
    def answered(self) -> int:
        """SNMP answers sent so far."""
        return self._udp.answered

    def start(self) -> None:
        """Begin to answer; returns at once."""
        for service in self._services:
            service.start()

    def stop(self) -> None:
        """Answer no more, and give the ports back."""
        for service in self._services:
            service.stop()

    def set_faults(self, name: str, faults: Faults) -> None:
        """Give a device other faults from now on; ``Faults()`` heals it."""
        set_faults(self.province.device(name), faults)

    def reboot(self, name: str) -> None:
        """Boot a device anew: uptime and counters from 0, one more engine boot."""
        self.province.device(name).reboot(time.monotonic())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
