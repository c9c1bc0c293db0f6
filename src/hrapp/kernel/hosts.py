"""What hrapp is called and whom it believes about a visitor. Pure.

A request says by itself which host it wants and, through a proxy, where it came from. Neither is believed: the name
must be the one in the settings, and what a proxy adds counts only when that proxy is named there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from hrapp.kernel.errors import Refused

SOCKET = "unix"  # in the settings, for the proxy that comes through our own socket
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HOST = re.compile(r"(?P<name>[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?\.?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.I)


@dataclass(frozen=True, slots=True)
class Front:
    """How hrapp is reached. Without a `base_url` every well-formed name is taken; `hrapp check` says so."""

    base_url: str = ""
    names: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    through_socket: bool = False  # whoever can open our own socket is the proxy: nobody else may, by its mode

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    def knows(self, host: str) -> bool:
        """Is this Host header one of ours?"""
        found = _HOST.fullmatch(host)
        return found is not None and (not self.names or found["name"].lower().rstrip(".") in self.names)

    def by_proxy(self, peer: str | None) -> bool:
        """Does this request come from a proxy of ours? A peer without an address came through the socket."""
        return self.through_socket if not peer else self.trusts(peer)

    def visitor(self, peer: str, forwarded: str) -> str:
        """Who asked: the rightmost address of X-Forwarded-For that is no proxy of ours, if the peer is one."""
        address = peer
        for hop in [part.strip() for part in reversed(forwarded.split(","))][:20]:
            if not self.by_proxy(address) or not _address(hop):
                break
            address = hop
        return address

    def trusts(self, peer: str) -> bool:
        found = _address(peer) if self.proxies else None
        return found is not None and any(found in network for network in self.proxies)


def front(base_url: str | None, proxies: Sequence[str], bound_to: str) -> Front:
    through_socket = SOCKET in proxies
    try:
        networks = tuple(ipaddress.ip_network(proxy, strict=False) for proxy in proxies if proxy != SOCKET)
    except ValueError as error:
        raise Refused(f"web.proxies must be addresses or networks: {error}") from None
    if not base_url:
        return Front(proxies=networks, through_socket=through_socket)
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.username:
        raise Refused(f"web.base_url must look like https://hr.example.com, not {base_url!r}")
    names = {parts.hostname.lower()}
    if bound_to in ("127.0.0.1", "localhost", "::1"):
        names |= set(LOOPBACK)
    return Front(f"{parts.scheme}://{parts.netloc.lower()}", frozenset(names), networks, through_socket)


def safe_next(target: str | None) -> str:
    """Only a path of our own, whatever was asked for."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    return target if target.isprintable() and "\\" not in target else "/"


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found
