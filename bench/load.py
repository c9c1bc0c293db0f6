"""A small closed-loop client: a few keep-alive connections on loopback, for a bounded time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


async def run(port: int, path: str, cookie: str, *, connections: int = 8, seconds: float = 4.0) -> Result:
    """Requests per second of one page. Any answer but 200 is an error: a fast failure is no result."""
    deadline = time.perf_counter() + seconds
    begun = time.perf_counter()
    found = await asyncio.gather(*(_client(port, path, cookie, deadline) for _ in range(connections)))
    took = time.perf_counter() - begun
    times = sorted(t for each, _ in found for t in each)
    size = found[0][1]
    return Result(len(times), took, size, times[len(times) // 2], times[int(len(times) * 0.99)])


async def _client(port: int, path: str, cookie: str, deadline: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept-Encoding: br\r\n"
        "Sec-Fetch-Site: same-origin\r\nConnection: keep-alive\r\n\r\n"
    ).encode()
    times, size = [], 0
    while time.perf_counter() < deadline:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head.splitlines()[0].decode()}")
        length = int(
            next(line for line in head.lower().splitlines() if line.startswith(b"content-length")).split(b":")[1]
        )
        body = await reader.readexactly(length)
        times.append(time.perf_counter() - begun)
        size = len(head) + len(body)
    writer.close()
    return times, size
