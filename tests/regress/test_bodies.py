"""What is sent in the body of a request: forms and nothing else, with one end, no longer than a form."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from hrapp.kernel import csrf
from hrapp.kernel.registry import Registry

from ..browser import NOBODY, Browser, browser
from ..cast import Cast
from ..house.test_no_page_breaks import filled, paths
from .sending import FORM, cookies, dressed, length, posted, send


@pytest.fixture
async def ada(company_once: Cast) -> AsyncIterator[Browser]:
    async with browser("ada") as who:
        yield who


async def test_only_forms_are_taken_so_no_json_is_parsed_however_deep(ada: Browser, house: Registry) -> None:
    deep = b"[" * 100_000
    for path, _ in paths(house, "POST"):
        answer = await posted(ada, filled(path, NOBODY).encode(), deep, (b"content-type", b"application/json"))
        assert answer.status == 415, path
    for kind in (b"text/xml", b"application/msgpack", b"text/plain", b"", b"application/x-www-form-urlencoded-not"):
        assert (await posted(ada, b"/learning", b"x", (b"content-type", kind))).status == 415, kind
    token = (b"x-csrf-token", csrf.mask(ada.secret).encode())
    packed = [cookies(ada), token, FORM, (b"content-encoding", b"gzip"), (b"content-length", b"1")]
    assert (await send("POST", b"/learning", packed, b"x")).status == 415


async def test_a_form_is_no_longer_than_a_form_whatever_its_header_says(ada: Browser, house: Registry) -> None:
    ours = [cookies(ada), (b"x-csrf-token", csrf.mask(ada.secret).encode()), (b"sec-fetch-site", b"same-origin"), FORM]
    large = b"theme=" + b"x" * 70_000
    for url in (b"/theme", b"/learning/record", b"/account/password"):
        assert (await send("POST", url, [*ours, length(large)], large)).status == 413, url
        chunks = [b"theme=" + b"x" * 40_000] * 40
        assert (await send("POST", url, [*ours, (b"transfer-encoding", b"chunked")], chunks)).status == 413, url
        assert len(chunks) > 35, "and is not read to its end"
    limits = {path: page.request_max_body_size for page in house.each(lambda m: m.pages) for path in page.paths}
    larger = {path for path, limit in limits.items() if isinstance(limit, int)}
    assert larger == {"/documents", "/imports", "/settings/company"} and None not in limits.values()


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-length", b"5"), (b"content-length", b"6")],
        [(b"content-length", b"5"), (b"transfer-encoding", b"chunked")],
        [(b"content-length", b"-1")],
        [(b"content-length", b"1e9")],
        [(b"content-length", b"+5")],
    ],
    ids=["two lengths", "a length and chunks", "below nothing", "a float", "a sign"],
)
async def test_a_body_with_two_ends_is_refused(ada: Browser, headers: list[tuple[bytes, bytes]]) -> None:
    assert (await send("POST", b"/theme", [FORM, *headers], b"hello")).status == 400


async def test_a_page_that_is_read_takes_no_body(ada: Browser) -> None:
    assert (await send("GET", b"/people", [cookies(ada), FORM, (b"content-length", b"3")], b"a=b")).status == 400


PART = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
MULTIPART = {
    "10,000 parts": PART * 10_000 + b"--b--\r\n",
    "a preamble of 5 MB": b"x" * 5_000_000 + b"\r\n" + PART + b"--b--\r\n",
    "100,000 headers": b"--b\r\n" + b"X: y\r\n" * 100_000 + b"\r\nx\r\n--b--\r\n",
    "a header of 1 MB": b'--b\r\nContent-Disposition: form-data; name="'
    + b"a" * 1_000_000
    + b'"\r\n\r\nx\r\n--b--\r\n',
    "a disposition that is slow to read": b"--b\r\nContent-Disposition: form-data; "
    + b'="\\' * 3000
    + b"\r\n\r\nx\r\n--b--\r\n",
    "many semicolons": b"--b\r\nContent-Disposition: form-data" + b";" * 4000 + b"\r\n\r\nx\r\n--b--\r\n",
    "no end": PART + b"--b\r\nContent-Disposition: form-data",
    "no name": b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    "letters that are none": b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\xfe\r\n--b--\r\n',
    "an encoding that is none": b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=x-none\r\n\r\nx\r\n--b--\r\n',
    "nothing": b"",
}


@pytest.mark.parametrize("body", MULTIPART.values(), ids=MULTIPART.keys())
async def test_row_105_a_hostile_upload_is_refused_at_once(ada: Browser, body: bytes) -> None:
    begun = time.perf_counter()
    answer = await posted(ada, b"/documents", body)
    assert 400 <= answer.status < 500 and dressed(answer)
    assert time.perf_counter() - begun < 1


async def test_row_105_an_odd_boundary_is_answered(ada: Browser) -> None:
    for kind in (
        b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b'multipart/form-data; boundary="' + b"x" * 5000,
        b"multipart/form-data; boundary=\xff",
    ):
        assert 400 <= (await posted(ada, b"/documents", PART, (b"content-type", kind))).status < 500, kind
