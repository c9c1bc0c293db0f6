"""The only cable of a machine: a pair of virtual cards between its own network namespace and a bridge on the host.

The host is 10.77.0.1; nothing routes further, so the bridge is the air gap too. The namespace outlives the machine's
reboots and power cuts, so that the addresses stay and nothing inside has to set them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

BRIDGE = "hrapprig0"
SUBNET = "10.77.0"


def address(index: int) -> str:
    return f"{SUBNET}.{index}"


def plug_in(name: str, index: int) -> Path:
    """The namespace of the machine, with its card up."""
    space, host, guest = _names(name, index)
    _bridge()
    if not Path(f"/run/netns/{space}").exists():
        _ip("netns", "add", space)
        _ip("link", "add", host, "type", "veth", "peer", "name", guest)
        _ip("link", "set", guest, "netns", space, "name", "host0")
        _ip("-n", space, "addr", "add", f"{address(index)}/24", "dev", "host0")
        _ip("-n", space, "link", "set", "host0", "up")
        _ip("-n", space, "link", "set", "lo", "up")
        _ip("link", "set", host, "master", BRIDGE, "up")
    return Path(f"/run/netns/{space}")


def unplug(name: str, index: int) -> None:
    space, host, _ = _names(name, index)
    subprocess.run(["ip", "link", "del", host], capture_output=True)
    subprocess.run(["ip", "netns", "del", space], capture_output=True)


def cable(name: str, index: int, up: bool) -> None:
    _ip("link", "set", _names(name, index)[1], "up" if up else "down")


def _names(name: str, index: int) -> tuple[str, str, str]:
    return f"hrapp-rig-{name}", f"hrrig{index}", f"hrrig{index}g"


def _bridge() -> None:
    if Path(f"/sys/class/net/{BRIDGE}").exists():
        return
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("addr", "add", f"{SUBNET}.1/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
