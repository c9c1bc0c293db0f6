"""What the service manager hands over and wants to hear: its socket, "ready", and a sign of life.

The protocol is two environment variables and a datagram, written down in sd_listen_fds(3) and sd_notify(3). Outside
a service manager all of it is silent.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

_FIRST = 3  # sd_listen_fds(3): file descriptors are handed over from the fourth on


def handed_socket(environment: Mapping[str, str] = os.environ) -> socket.socket | None:
    """The socket that was opened for this process before it started, if there is one."""
    if environment.get("LISTEN_PID") != str(os.getpid()) or environment.get("LISTEN_FDS", "0") == "0":
        return None
    return socket.socket(fileno=_FIRST)


def tell(state: str, environment: Mapping[str, str] = os.environ) -> None:
    """Say `READY=1`, `WATCHDOG=1`, `STATUS=…` to whoever asked to hear it."""
    address = environment.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # a name of its own space, no file
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as outlet:
        outlet.sendto(state.encode(), address)


def sign_of_life_every(environment: Mapping[str, str] = os.environ) -> float | None:
    """Seconds between two signs of life: a third of what the service manager waits for, or None when it does not."""
    asked, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", str(os.getpid()))
    return int(asked) / 3e6 if asked.isdigit() and int(asked) > 0 and pid == str(os.getpid()) else None
