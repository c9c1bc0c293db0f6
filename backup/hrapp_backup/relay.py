"""The way to a database on another machine for those who have no network: backup and recovery, when they run as units.

They reach it as they would one on this machine, through a socket in a folder. One process for each connection, which
runs as hrapp-away and sees no file of this machine: it speaks TLS with the server, looks at the name in its certificate,
and passes on what both say. It runs alone, so this file imports nothing of ours.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import ssl
import struct
import sys
from pathlib import Path

THROUGH = "HRAPP_DATABASE_THROUGH"  # the socket's folder; set for units without a network
PATIENCE = 10  # seconds for a connection
_PIECE = 1 << 16
_LONGEST = 10_000  # of what a client begins with, as PostgreSQL has it
_TLS_PLEASE = struct.pack(">II", 8, 80877103)


def main() -> int:
    parser = argparse.ArgumentParser(prog="relay")
    parser.add_argument("authority", type=Path, help="the certificate of the database's authority")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    chosen = parser.parse_args()
    asyncio.run(serve(socket.socket(fileno=0), chosen.host, chosen.port, chosen.authority))
    return 0


async def serve(accepted: socket.socket, host: str, port: int, authority: Path) -> None:
    """One connection, to its end. A client that cannot be served is told why, as PostgreSQL would."""
    asked, answers = await asyncio.open_unix_connection(sock=accepted)
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):  # whoever asked has gone
        begun = await _begun(asked)
        try:
            said, there = await asyncio.wait_for(_connected(host, port, authority), PATIENCE)
        except (OSError, EOFError, TimeoutError) as error:
            answers.write(refusal(f"{host}:{port}: {_why(error)}"))
            await answers.drain()
        else:
            there.write(begun)
            ways = [asyncio.create_task(_pass_on(*way)) for way in ((asked, there), (said, answers))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            there.close()
    answers.close()
    with contextlib.suppress(OSError):
        await answers.wait_closed()


async def _begun(asked: asyncio.StreamReader) -> bytes:
    """The first packet. What is not read when a connection ends would cost its client the sentence that says why."""
    head = await asked.readexactly(4)
    size = int(struct.unpack(">I", head)[0])
    if not 8 <= size <= _LONGEST:
        raise ConnectionError("that is no client of PostgreSQL")
    return head + await asked.readexactly(size - 4)


async def _connected(host: str, port: int, authority: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    trusted = ssl.create_default_context(cafile=str(authority))
    trusted.minimum_version = ssl.TLSVersion.TLSv1_2
    said, there = await asyncio.open_connection(host, port)
    there.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    there.write(_TLS_PLEASE)
    if await said.readexactly(1) != b"S":
        there.close()
        raise OSError("the server does not speak TLS")
    await there.start_tls(trusted, server_hostname=host)
    return said, there


async def _pass_on(heard: asyncio.StreamReader, told: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while piece := await heard.read(_PIECE):
            told.write(piece)
            await told.drain()


def _why(error: Exception) -> str:
    """Without what asyncio adds, which no page of documentation speaks of."""
    if isinstance(error, ConnectionError) and error.errno:
        return os.strerror(error.errno)
    return str(error) or "no answer"


def refusal(why: str) -> bytes:
    """PostgreSQL's message of an error that ends the connection."""
    fields = f"SFATAL\0VFATAL\0C08001\0M{why}\0\0".encode()
    return b"E" + struct.pack(">I", len(fields) + 4) + fields


if __name__ == "__main__":
    sys.exit(main())
