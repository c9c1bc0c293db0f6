"""Published vulnerabilities of others in requests, names, proxies and bodies, one test per row of docs/regressions.md."""

from __future__ import annotations

import errno
import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from hrapp.app import asgi
from hrapp.kernel import csrf
from hrapp.kernel.database import DB
from hrapp.kernel.doorstep import Doorstep, printable, unreachable
from hrapp.kernel.errors import Refused
from hrapp.kernel.hosts import Front, front, safe_next
from hrapp.kernel.registry import PUBLIC, Registry
from hrapp.settings import Settings, load

from ..browser import NOBODY, Browser, browser
from ..cast import Cast
from ..company import PDF, one
from ..house.test_no_page_breaks import filled, paths
from .sending import FORM, UPLOAD, cookies, dressed, length, listening_app, over_socket, send


@pytest.fixture
async def ada(company_once: Cast) -> AsyncIterator[Browser]:
    async with browser("ada") as who:
        yield who


# -- 64: forms from elsewhere ----------------------------------------------------------------------------------


FOREIGN = (
    {"Origin": "https://elsewhere.test"},
    {"Origin": "null"},
    {"Origin": "http://hrapp.test.elsewhere.test"},
    {"Origin": "http://hrapp.test:8080"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://hrapp.test"},
)


async def test_row_64_no_form_from_elsewhere_is_taken_even_with_the_right_token(ada: Browser, house: Registry) -> None:
    for path, _ in paths(house, "POST"):
        for said in FOREIGN:
            headers = {**said, "X-CSRF-Token": csrf.mask(ada.secret)}
            assert (await ada.post(filled(path, NOBODY), headers=headers)).status_code == 403, (path, said)


async def test_row_64_the_token_of_another_session_is_none(ada: Browser, house: Registry) -> None:
    async with browser("mona") as mona:
        for path, permission in paths(house, "POST"):
            if permission != PUBLIC:
                answer = await ada.post(filled(path, NOBODY), headers={"X-CSRF-Token": csrf.mask(mona.secret)})
                assert answer.status_code == 403, path


async def test_row_64_a_form_before_signing_in_needs_a_sign_that_it_is_ours(
    company_once: Cast, house: Registry
) -> None:
    """Where a browser says nothing of where it comes from, the page that it was on has given it a token."""
    async with browser() as nobody:
        page = await nobody.get("/sign-in")
        token = page.text.partition('name="csrf" value="')[2].partition('"')[0]
        fields = {"login": "E004", "password": "x", "next": "/"}
        assert (await nobody.post("/sign-in", data={**fields, csrf.FIELD: token})).status_code == 422, (
            "a wrong password"
        )
        assert (await nobody.post("/sign-in", data=fields)).status_code == 403
        nobody.cookies.clear()
        assert (await nobody.post("/sign-in", data={**fields, csrf.FIELD: token})).status_code == 403, "another browser"
        for path, permission in paths(house, "POST"):
            if permission == PUBLIC:
                assert (await nobody.post(path)).status_code == 403, path


async def test_row_64_an_upload_is_not_read_before_its_token_is_found(ada: Browser) -> None:
    file = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\n'
    chunks = [file, *[b"x" * 65536] * 200]
    answer = await send("POST", b"/imports", [cookies(ada), UPLOAD, (b"transfer-encoding", b"chunked")], chunks)
    assert answer.status == 403 and len(chunks) > 195
    right = csrf.mask(ada.secret).encode()
    body = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + right + b"\r\n--b--\r\n"
    answer = await send("POST", b"/imports", [cookies(ada), UPLOAD, length(body)], body)
    assert answer.status == 422, "the token in the first part is found, and no file was chosen"


# -- 20: reading changes nothing ---------------------------------------------------------------------------------


async def test_row_20_a_page_that_is_read_cannot_write(
    ada: Browser, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every GET of every page runs on a connection that the database lets write nothing."""
    tried = []
    ask = DB.__class__.fetch

    async def writing_first(self: object, query: str, *arguments: object) -> object:
        work_reads = getattr(DB.transaction_now, "_read_only", False)
        tried.append(work_reads)
        return await ask(DB, query, *arguments)

    monkeypatch.setattr(DB.__class__, "fetch", writing_first)
    for path, _ in paths(house, "GET"):
        tried.clear()
        answer = await ada.get(filled(path, NOBODY))
        # That somebody was refused is written down by a second transaction, and a page may have asked nothing before.
        assert answer.status_code == 403 or all(tried[:1]), f"{path} begins in a transaction that can write"
    monkeypatch.undo()
    look = DB.look()
    async with look:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await DB.fetch("update people_person set name = name")


async def test_head_is_get_without_a_body_and_other_methods_are_refused(ada: Browser, house: Registry) -> None:
    for path, _ in paths(house, "GET"):
        url = filled(path, NOBODY).encode()
        got, head = [await send(method, url, [cookies(ada)]) for method in ("GET", "HEAD")]
        assert (head.status, head.body) == (got.status, b""), path
        assert head.headers.keys() == got.headers.keys(), path
    for method in ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get"):
        for url in (b"/", b"/people", b"/static/app.css", b"/nowhere"):
            answer = await send(method, url, [cookies(ada)])
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST"), method


async def test_the_server_still_knows_that_it_was_asked_with_head() -> None:
    """It counts a body against its stated length unless it was HEAD, and else breaks the connection off."""
    heard: list[str] = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        heard.append(scope["method"])

    scope: Any = {"type": "http", "method": "HEAD", "path": "/", "raw_path": b"/", "query_string": b"", "client": None}
    scope["headers"] = [(b"host", b"localhost")]
    await Doorstep(inner)(scope, None, None)  # type: ignore[arg-type]
    assert (heard, scope["method"]) == (["GET"], "HEAD")


# -- headers on every answer ----------------------------------------------------------------------------------------


async def test_every_answer_has_the_headers_whoever_made_it(ada: Browser, house: Registry) -> None:
    answers = {
        "a page": await send("GET", b"/people", [cookies(ada)]),
        "a redirect": await send("GET", b"/people"),
        "no such page": await send("GET", b"/nowhere", [cookies(ada)]),
        "no such file": await send("GET", b"/static/nothing.js"),
        "a method": await send("POST", b"/people", [cookies(ada)]),
        "an odd method": await send("TRACE", b"/people"),
        "a name": await send("GET", b"/", host=b"a b"),
        "a long path": await send("GET", b"/" + b"x" * 5000),
        "a body": await send("POST", b"/theme", [FORM, (b"content-length", b"99999999")], b"x"),
        "health": await send("GET", b"/healthz"),
    }
    for path, _ in paths(house, "POST"):
        answers[f"POST {path}"] = await send("POST", filled(path, NOBODY).encode(), [cookies(ada)])
    assert [what for what, answer in answers.items() if not dressed(answer)] == []


async def test_a_failure_of_ours_has_the_headers_and_says_nothing_of_itself(
    ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: object, query: str, *arguments: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(DB.__class__, "fetch", broken)
    answer = await send("GET", b"/people", [cookies(ada)])
    assert answer.status == 500 and dressed(answer) and "secret" not in answer.text and "Traceback" not in answer.text


async def test_a_database_that_is_gone_is_said_to_be_so(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (
        asyncpg.ConnectionDoesNotExistError("x"),
        ConnectionRefusedError(),
        asyncpg.AdminShutdownError("x"),
        OSError(errno.EHOSTUNREACH, "no way to its machine"),
    ):

        async def gone(self: object, query: str, *arguments: object, error: Exception = error) -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(DB.__class__, "fetch", gone)
            answer = await send("GET", b"/people", [cookies(ada)])
            assert answer.status == 503 and dressed(answer) and "数据库暂时连不上" in answer.text
    assert (await ada.get("/people")).status_code == 200, "and afterwards everything goes on"
    assert not unreachable(ValueError())


async def test_over_a_safe_line_browsers_are_told_to_stay_there(company_once: Cast) -> None:
    plain = await send("GET", b"/sign-in")
    safe = asgi(Settings(secure_cookies=True, base_url="https://hr.test"), run_jobs=False)
    for url in (b"/sign-in", b"/nowhere", b"/static/nothing.js", b"/%zz"):
        answer = await send("GET", url, host=b"hr.test", app=safe)
        assert answer.headers["strict-transport-security"] == "max-age=31536000", url
    assert "strict-transport-security" not in plain.headers


async def test_what_is_cached_is_thrown_away_when_somebody_signs_out(company_once: Cast) -> None:
    async with browser("finn") as finn:
        answer = await finn.submit("/sign-out")
        assert (
            answer.headers["clear-site-data"] == '"cache", "storage"' and answer.headers["cache-control"] == "no-store"
        )


async def test_a_token_differs_in_two_answers_and_a_foreign_request_is_not_compressed(ada: Browser) -> None:
    first, second = [(await ada.get("/learning")).text.partition('name="csrf" value="')[2][:80] for _ in range(2)]
    assert first != second and len(first) == 80
    for site, encoded in (("cross-site", None), ("same-origin", "br"), ("none", "br")):
        answer = await send(
            "GET", b"/people", [cookies(ada), (b"accept-encoding", b"br"), (b"sec-fetch-site", site.encode())]
        )
        assert answer.headers.get("content-encoding") == encoded, site


# -- 65: where one is sent on to -------------------------------------------------------------------------------------


OPEN = (
    "//e.test", "/\\e.test", "\\\\e.test", "/\t/e.test", "https:e.test", "///e.test", "javascript:alert(1)", "https://e.test",
    "http:///e.test", "//e.test/%2e%2e", "/\n/e.test", "\t//e.test", " //e.test", "/\x00/e.test", "data:text/html,x", "e.test",
    "/\\/e.test", "/a\\b", "?next=//e", "", "/\u2028/e", "//user@e.test", "https://hrapp.test.e.test", "/\r\nSet-Cookie: a=b",
)  # fmt: skip


async def test_row_65_nobody_is_sent_on_to_another_site(company_once: Cast) -> None:
    assert {target: safe_next(target) for target in OPEN} == dict.fromkeys(OPEN, "/")
    assert safe_next("/people?text=a") == "/people?text=a" and safe_next(None) == "/"
    async with browser() as who:
        for target in OPEN:
            for htmx in (False, True):
                answer = await who.submit("/theme?next=" + quote(target, safe=""), htmx=htmx, theme="dark")
                if answer.status_code == 400:
                    continue  # a control character: turned away before anybody looks at it
                assert answer.headers.get("location", answer.headers.get("hx-redirect")) == "/", target
            page = await who.get("/sign-in?next=" + quote(target, safe=""))
            assert page.status_code == 400 or 'name="next" value="/"' in page.text, target


async def test_row_65_a_referer_leads_to_no_other_site(company_once: Cast) -> None:
    async with browser() as who:
        for referer in (
            "http://e.test/x",
            "http://hrapp.test//e.test",
            "http://hrapp.test/\\e.test",
            "http://[x",
            "//e",
        ):
            answer = await who.post("/people/export", headers={"Referer": referer})
            assert answer.headers["location"] in ("/sign-in", "/sign-in?next=/x"), referer
            assert "e.test" not in answer.headers["location"]


async def test_row_65_an_address_in_chinese_is_gone_to_with_and_without_javascript(company_once: Cast) -> None:
    async with browser() as who:
        url = "/theme?next=" + quote("/people?text=伊薇", safe="")
        page, part = await who.submit(url, theme="dark"), await who.submit(url, htmx=True, theme="dark")
    assert (page.status_code, part.status_code) == (303, 204)
    assert page.headers["location"] == part.headers["hx-redirect"] == "/people?text=%E4%BC%8A%E8%96%87"


# -- 66, 70: what hrapp is called, and by whom -----------------------------------------------------------------------


REACHED = front("https://hr.example.com:8443", ["10.0.0.0/8", "::1"], "127.0.0.1")


@pytest.mark.parametrize(
    "host",
    ["evil.test", "hr.example.com.evil.test", "hrXexample.com", "evil.test:8443", "hr.example.com@evil.test", "", " ", "a b",
     "hr.example.com/", "hr.example.com:80:80", "hr.example.com\r\nx: y", "[::", "hr.example.com#", "%68r.example.com"],
)  # fmt: skip
def test_row_66_and_70_a_name_that_is_not_ours_is_not_taken(host: str) -> None:
    assert not REACHED.knows(host)


def test_row_66_our_own_names_are_taken() -> None:
    assert all(
        map(
            REACHED.knows,
            ("hr.example.com", "HR.example.com:8443", "hr.example.com.", "127.0.0.1:80", "localhost", "[::1]:9"),
        )
    )
    assert not front("https://hr.example.com", [], "0.0.0.0").knows("localhost"), (
        "only where it listens for itself alone"
    )


async def test_row_66_and_70_the_host_is_one_and_ours(company_once: Cast) -> None:
    ours = asgi(Settings(base_url="https://hr.test", secure_cookies=True, host="0.0.0.0"), run_jobs=False)
    assert (await send("GET", b"/sign-in", host=b"hr.test", app=ours)).status == 200
    for host in (b"evil.test", b"hr.test@evil.test", b"hr.test:x", b"", b"h\xffr"):
        assert (await send("GET", b"/sign-in", host=host, app=ours)).status == 400, host
    assert (await send("GET", b"/sign-in", [(b"host", b"evil.test")], host=b"hr.test", app=ours)).status == 400, (
        "two of them"
    )
    assert (await send("GET", b"/sign-in", host=None, app=ours)).status == 400
    forwarded = [
        (b"x-forwarded-host", b"evil.test"),
        (b"forwarded", b"host=evil.test"),
        (b"x-original-url", b"/people"),
    ]
    answer = await send("GET", b"/people", forwarded, host=b"hr.test", app=ours)
    assert answer.headers["location"] == "/sign-in?next=/people" and b"evil" not in answer.body


def test_row_52_only_proxies_that_are_named_say_who_somebody_is() -> None:
    assert REACHED.visitor("203.0.113.9", "198.51.100.1") == "203.0.113.9", "no proxy of ours"
    assert REACHED.visitor("10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9") == "198.51.100.1", (
        "rightmost that is no proxy"
    )
    assert REACHED.visitor("10.1.2.3", "") == "10.1.2.3"
    assert REACHED.visitor("10.1.2.3", "198.51.100.1, nonsense") == "10.1.2.3"
    assert REACHED.visitor("::ffff:10.1.2.3", "198.51.100.1") == "198.51.100.1"
    assert Front().visitor("127.0.0.1", "198.51.100.1") == "127.0.0.1", "nobody is believed by default"


def test_settings_name_the_address_and_the_proxies() -> None:
    read = load({"HRAPP_BASE_URL": "https://hr.test", "HRAPP_PROXIES": "10.0.0.1 10.0.0.2"})
    assert (read.base_url, read.proxies, read.secure_cookies) == ("https://hr.test", ("10.0.0.1", "10.0.0.2"), True)
    for wrong in ("hr.test", "ftp://hr.test", "https://hr.test/path", "https://user@hr.test", "https://"):
        with pytest.raises(Refused):
            front(wrong, [], "127.0.0.1")
    with pytest.raises(Refused):
        front(None, ["nonsense"], "127.0.0.1")


# -- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (b"/people?text=%00", 400), (b"/people?text=%ED%A0%80", 400), (b"/people?text=%FF", 400), (b"/people?text=%zz", 400),
        (b"/people?text=%", 400), (b"/people/%00", 400), (b"/people/%C0%AF", 400), (b"/people/%0d%0aSet-Cookie:a=b", 400),
        (b"/people/%1b[31m", 400), (b"/people?text=a&text=b", 400), (b"/people?start=1&start=2", 400), (b"/people?a=1&%61=2", 400),
        (b"/people?" + b"x" * 5000, 414), (b"/" + b"x" * 3000, 414), (b"/people?" + b"&".join(b"a%d" % n for n in range(300)), 400),
        (b"/people?text=\xe4\xb8\xad", 400), (b"/people?text=NaN&start=Infinity", 200),
        (b"/people?start=" + b"9" * 400, 200), (b"/people/../people", 404), (b"/people/%2e%2e/%2e%2e/etc/passwd", 404),
        (b"/static/../app.py", 404), (b"/static/%2e%2e/app.py", 404),
    ],
)  # fmt: skip
async def test_an_address_that_nobody_writes_is_refused(ada: Browser, url: bytes, status: int) -> None:
    assert (await send("GET", url, [cookies(ada)])).status == status


async def test_more_headers_than_anybody_sends_are_refused(ada: Browser) -> None:
    assert (await send("GET", b"/people", [(b"x-%d" % n, b"y") for n in range(101)])).status == 431
    assert (await send("GET", b"/people", [(b"x", b"y" * 40_000)])).status == 431


# -- over a socket ------------------------------------------------------------------------------------------------------


async def test_row_70_and_96_what_is_sent_over_a_socket(ada: Browser, caplog: pytest.LogCaptureFixture) -> None:
    head = b"Host: 127.0.0.1\r\n"
    async with listening_app() as port:
        with caplog.at_level(logging.DEBUG):
            answers = {
                "a good one": await over_socket(port, b"GET /healthz HTTP/1.1\r\n" + head + b"\r\n"),
                "no HTTP": await over_socket(port, b"hello\r\n\r\n"),
                "two ends": await over_socket(
                    port,
                    b"POST /theme HTTP/1.1\r\n"
                    + head
                    + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n"
                    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n" + head + b"\r\n",
                ),
                "a bad host": await over_socket(port, b"GET /healthz HTTP/1.1\r\nHost: a/b?c\r\n\r\n"),
                "no host": await over_socket(port, b"GET /healthz HTTP/1.1\r\n\r\n"),
                "colours": await over_socket(port, b"GET /%1b[31mred HTTP/1.1\r\n" + head + b"\r\n"),
                "two lines": await over_socket(port, b"GET /%0d%0aX-Mine:%20yes HTTP/1.1\r\n" + head + b"\r\n"),
                "a folded header": await over_socket(port, b"GET /healthz HTTP/1.1\r\n" + head + b"X: a\r\n b\r\n\r\n"),
                "an upgrade": await over_socket(
                    port, b"GET /people HTTP/1.1\r\n" + head + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                ),
            }
    good = answers.pop("a good one")
    assert good.startswith(b"HTTP/1.1 200") and good.endswith(b"ok")
    upgrade = answers.pop("an upgrade")
    assert upgrade.startswith(b"HTTP/1.1 303")
    folded = answers.pop("a folded header")
    assert folded.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    for what, answer in answers.items():
        assert answer.startswith(b"HTTP/1.1 400"), (what, answer[:80])
        assert answer.count(b"HTTP/1.1") == 1 and b"X-Mine" not in answer, what
    for answer in (good, upgrade, folded, *answers.values()):
        assert b"content-security-policy: default-src 'none'" in answer.lower() and b"\r\nserver:" not in answer.lower()
    assert "\x1b" not in caplog.text and "\r" not in caplog.text


async def test_row_96_a_line_of_the_log_is_one_line(ada: Browser, caplog: pytest.LogCaptureFixture) -> None:
    assert printable("/a\x1b[31m\r\nb") == "/a\\x1b[31m\\r\\nb" and printable("/人") == "/人"
    assert printable("/a\x85b\u2028") == "/a\\x85b\\u2028"


# -- 106, 108, 110 ---------------------------------------------------------------------------------------------------------


async def test_row_106_no_answer_is_kept_for_others(ada: Browser, house: Registry) -> None:
    for path, _ in paths(house, "GET"):
        assert (await ada.get(filled(path, NOBODY))).headers["cache-control"] in ("no-store", "private, no-store"), path
    for page in house.each(lambda m: m.pages):
        assert not getattr(page, "cache", False), page.paths


async def test_row_110_a_thousand_ranges_get_the_file_once(company_once: Cast) -> None:
    document = await one("select id from documents_document where title like '伊薇%'")
    async with browser("eve") as eve:
        ranges = "bytes=" + ",".join(f"{n}-{n + 1}" for n in range(1000))
        answer = await eve.get(f"/documents/{document}/file", headers={"Range": ranges})
        assert (answer.status_code, answer.content, answer.headers["accept-ranges"]) == (200, PDF, "none")
