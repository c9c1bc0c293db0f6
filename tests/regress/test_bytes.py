"""Rows 70, 96 and 105 over a socket: two lengths that hide a request in another one, and bodies that are made to hurt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from ..cast import Cast
from .sending import listening_app, over_socket

HOST = b"Host: hrapp.test\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: hrapp.test\r\n\r\n"


@pytest.fixture(scope="module")
async def port(company_once: Cast) -> AsyncIterator[int]:
    async with listening_app() as found:
        yield found


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: 0x5\r\n",
    ],
)
async def test_row_105_two_lengths_smuggle_nothing(port: int, lengths: bytes) -> None:
    """Whatever a proxy in front makes of it: what hides in a body is never answered as a request of its own."""
    said = await over_socket(port, b"POST /theme HTTP/1.1\r\n" + HOST + FORM + lengths + b"\r\n0\r\n\r\n" + HIDDEN)
    assert b"\r\n\r\nok" not in said and b"HTTP/1.1 200" not in said
    assert not said or said.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))


@pytest.mark.parametrize(
    "host",
    [b"", b"Host: \r\n", b"Host: a b\r\n", b"Host: a@hrapp.test\r\n", HOST + HOST, b"Host: hrapp.test:99999999\r\n",
     b"Host: \xff\r\n", b"Host: [::1\r\n", b"Host: hrapp.test#\r\n"],
)  # fmt: skip
async def test_row_70_a_malformed_host_is_a_bad_request(port: int, host: bytes) -> None:
    said = await over_socket(port, b"GET /sign-in HTTP/1.1\r\n" + host + b"\r\n")
    assert said.startswith(b"HTTP/1.1 400") and b"x-content-type-options: nosniff" in said.lower()


def form(body: bytes, kind: bytes = b"Content-Type: multipart/form-data; boundary=b\r\n") -> bytes:
    head = b"POST /theme HTTP/1.1\r\n" + HOST + b"Sec-Fetch-Site: same-origin\r\n" + kind
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


PART = b'--b\r\nContent-Disposition: form-data; name="a"'
HURTS = {
    "ten thousand parts": form((PART + b"\r\n\r\n1\r\n") * 10_000 + b"--b--"),
    "a preamble of 5 MB": form(b"x" * 5_000_000 + b"\r\n--b--"),
    "a hundred thousand headers in a part": form(b"--b\r\n" + b"X: y\r\n" * 100_000 + b"\r\n1\r\n--b--"),
    "a disposition without an end": form(PART + b'; a="' + b"\\" * 50_000 + b"\r\n\r\n1\r\n--b--"),
    "a boundary without an end": form(
        b"--b--", b'Content-Type: multipart/form-data; boundary="' + b'";=' * 8_000 + b"\r\n"
    ),
    "deep JSON": form(b"[" * 60_000, b"Content-Type: application/json\r\n"),
    "a character set of its own": form(b"theme=%ff", FORM[:-2] + b"; charset=utf-7\r\n"),
    "packed": form(b"\x1f\x8b", FORM + b"Content-Encoding: gzip\r\n"),
    "thirty thousand fields": form(b"a&" * 30_000, FORM),
    "a hundred thousand headers": b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 100_000 + b"\r\n",
    "a header without an end": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 2_000_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("what", HURTS)
async def test_row_105_what_is_made_to_hurt_is_refused_and_nobody_else_waits(port: int, what: str) -> None:
    hurting = asyncio.create_task(over_socket(port, HURTS[what]))
    began = time.perf_counter()
    good = await over_socket(port, b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    waited = time.perf_counter() - began
    said = await hurting
    assert said.startswith((b"HTTP/1.1 4", b"HTTP/1.1 303")) or not said, said[:80]
    assert good.endswith(b"ok") and waited < 2, "a busy machine included"
