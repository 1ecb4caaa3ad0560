"""Ports for servers of tests, each given out once: nobody else, in whichever process of a run, gets the same."""

from __future__ import annotations

import socket

from netinv.lab import sockets


def free_port() -> int:
    """A port that is free for UDP and TCP, and stays so until the test takes it, and again after that.

    A socket without a place in the file system stands for it in this process, as long as the process lives.
    """
    while True:
        port = sockets.free_port()
        mark = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            mark.bind(f"\0netinv-tests-port-{port}")
        except OSError:
            mark.close()
        else:
            mark.detach()  # it goes with the process
            return port


def has_ipv6() -> bool:
    """Whether this machine's loopback has IPv6."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as asker:
            asker.bind(("::1", 0))
    except OSError:
        return False
    return True
