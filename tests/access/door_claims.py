"""What the door lets in and what it turns away: each claim is a small visit that answers whether it holds.

The company is the one of the tests at work; Ada, who is HR, has a second factor.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx

from hrapp.kernel import clock, csrf
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login, open_session
from hrapp.modules.accounts.queries import token_hash, viewer_of

from ..browser import Browser, browser
from ..cast import PEOPLE
from ..signing import with_factor, with_password

CLAIMS: list[tuple[str, str, Callable[[], Awaitable[bool]]]] = []
IN, LONG, THERE, FROM = "who comes in", "how long", "who sits there", "where a form comes from"
OURS = {"Sec-Fetch-Site": "same-origin"}
PROOF, FIELDS = "/account/proof", {"next": "/people"}


def claim(about: str, said: str) -> Callable[[Callable[[], Awaitable[bool]]], None]:
    return lambda holds: CLAIMS.append((about, said, holds))


async def prepare() -> None:
    await with_factor(await with_password("ada"))
    await with_password("eve")


async def first_wrong(about: str = "") -> str:
    """The first claim that does not hold; "" when all do. Those about `about` are tried first."""
    for _about, said, holds in sorted(CLAIMS, key=lambda each: each[0] != about):
        try:
            if not await holds():
                return said
        except Exception as broken:  # a broken door may break what stands behind it
            return f"{said} ({type(broken).__name__})"
    return ""


@asynccontextmanager
async def seated(name: str, strength: str = "door", **columns: timedelta) -> AsyncIterator[Browser]:
    """Somebody whose session is what it is called; `proven_at=timedelta(minutes=6)` is six minutes ago."""
    async with browser() as client:
        async with unit_of_work():
            account = await account_by_login(PEOPLE[name][0])
            assert account
            token = await open_session(account, "test", strength=strength)
            client.secret = await DB.value(
                "select csrf_secret from accounts_session where token_hash = $1", token_hash(token)
            )
        for column, ago in columns.items():
            await written(f"update accounts_session set {column} = $1 where token_hash = $2", ago, token_hash(token))
        client.cookies.set(SESSION_COOKIE, token)
        yield client


async def written(sql: str, ago: timedelta, token: bytes) -> None:
    async with unit_of_work(role=IMPORT):
        await DB.fetch(sql, clock.now() - ago, token)


def ago(**span: float) -> timedelta:
    return timedelta(**span)


def form(secret: bytes) -> dict[str, str]:
    return {"X-CSRF-Token": csrf.mask(secret)}


def opened(answer: httpx.Response) -> bool:
    return answer.status_code == 200


def turned(answer: httpx.Response) -> bool:
    """To the page where one signs in, or gives what is missing."""
    return answer.status_code == 303 and answer.headers["location"].startswith(("/sign-in", "/account/factor"))


# -- who comes in ---------------------------------------------------------------------------------------------------


@claim(IN, "whoever has no permission does not see the page")
async def _() -> bool:
    async with seated("eve") as eve:
        return (await eve.get("/audit")).status_code == 403 and opened(await eve.get("/me/seen"))


@claim(IN, "nobody signed in is asked to")
async def _() -> bool:
    async with browser() as nobody:
        return turned(await nobody.get("/people")) and opened(await nobody.get("/sign-in"))


@claim(IN, "with half a sign-in only the page for the rest opens")
async def _() -> bool:
    async with seated("eve", "password") as eve:
        pages = [await eve.get(url) for url in ("/", "/account", "/account/factor", "/me/seen")]
        return all(turned(page) for page in pages) and opened(await eve.get("/sign-in/factor"))


@claim(IN, "and nothing may be done")
async def _() -> bool:
    async with seated("ada", "password") as ada:
        async with unit_of_work(read_only=True):
            found = await viewer_of(ada.cookies[SESSION_COOKIE])
        return found is not None and not found[0].scopes and not found[0].roles


@claim(IN, "whoever still needs a factor reaches only where one is set up")
async def _() -> bool:
    async with seated("gina", "single") as gina:
        pages = [await gina.get(url) for url in ("/", "/people", "/sign-in/factor", "/me/seen")]
        return all(turned(page) for page in pages) and opened(await gina.get("/account/factor"))


@claim(IN, "whoever has given it comes in")
async def _() -> bool:
    async with seated("ada", "factor") as ada, seated("eve", "single") as eve:
        return opened(await ada.get("/people")) and opened(await eve.get("/account"))


@claim(IN, "who looks at results of others needs a factor, too")
async def _() -> bool:
    async with seated("mona", "single") as mona:
        return turned(await mona.get("/people"))


@claim(IN, "a page of pay is asked in the role of pay")
async def _() -> bool:
    async with seated("ada") as ada:
        return opened(await ada.get("/raises"))


# -- how long ---------------------------------------------------------------------------------------------------------


@claim(LONG, "a session ends")
async def _() -> bool:
    async with seated("eve", "single", expires_at=ago(seconds=1)) as eve:
        return turned(await eve.get("/account"))


@claim(LONG, "HR who did nothing for half an hour signs in again")
async def _() -> bool:
    async with (
        seated("ada", "factor", seen_at=ago(minutes=31)) as ada,
        seated("eve", "single", seen_at=ago(hours=11)) as eve,
    ):
        return turned(await ada.get("/people")) and opened(await eve.get("/account"))


@claim(LONG, "and after twelve hours, whatever was done")
async def _() -> bool:
    async with seated("ada", "factor", created_at=ago(hours=13)) as ada:
        return turned(await ada.get("/people"))


@claim(LONG, "half a sign-in lasts a quarter of an hour")
async def _() -> bool:
    async with seated("eve", "password", created_at=ago(minutes=16)) as eve:
        return (await eve.get("/sign-in/factor")).headers.get("location", "").startswith("/sign-in?")


@claim(LONG, "a token that was replaced holds for a moment")
async def _() -> bool:
    async with seated("eve", "single") as eve:
        token = eve.cookies[SESSION_COOKIE]
        rename = (
            "update accounts_session set previous_hash = token_hash, previous_mark = mark, token_hash = 'x', mark = 'x',"
            " rotated_at = $1 where token_hash = $2"
        )
        await written(rename, ago(seconds=1), token_hash(token))
        soon = await eve.get("/account")
        late = "update accounts_session set rotated_at = $1 where previous_hash = $2"
        await written(late, ago(seconds=11), token_hash(token))
        after = await eve.get("/account")
        await written(
            "delete from accounts_session where seen_at > $1 and previous_hash = $2", ago(days=9), token_hash(token)
        )
        return opened(soon) and turned(after)


@claim(LONG, "a session that somebody made stronger in the database is none")
async def _() -> bool:
    async with seated("ada", "single") as ada:
        token = token_hash(ada.cookies[SESSION_COOKIE])
        await written(
            "update accounts_session set strength = 'factor', seen_at = $1 where token_hash = $2", ago(), token
        )
        return turned(await ada.get("/people"))


@claim(LONG, "a stopped account is out at once")
async def _() -> bool:
    return await _out("update accounts_account set state = $1 where person = $2", "disabled", "active")


@claim(LONG, "whoever has left, too")
async def _() -> bool:
    return await _out("update people_person set leave_date = $1 where id = $2", clock.today() - ago(days=1), None)


async def _out(sql: str, out: object, back: object) -> bool:
    async with seated("eve", "single") as eve:
        before = await eve.get("/account")
        async with unit_of_work(role=IMPORT):
            person = await DB.value("select id from people_person where emp_no = $1", PEOPLE["eve"][0])
            await DB.fetch(sql, out, person)
        try:
            return opened(before) and turned(await eve.get("/account"))
        finally:
            async with unit_of_work(role=IMPORT):
                await DB.fetch(sql, back, person)


# -- who sits there ---------------------------------------------------------------------------------------------------


_ROLE = "/settings/access/roles"


@claim(THERE, "after five minutes what changes access asks who sits there")
async def _() -> bool:
    async with seated("ada", "factor", proven_at=ago(minutes=6)) as ada:
        asked = await ada.submit(_ROLE, emp_no="E999", role="hr", reason="x")
        return asked.status_code == 403 and "data-proof" in asked.text


@claim(THERE, "before that it does not")
async def _() -> bool:
    async with seated("ada", "factor", proven_at=ago(minutes=4)) as ada:
        return (await ada.submit(_ROLE, emp_no="E999", role="hr", reason="x")).status_code == 422


@claim(THERE, "a page can ask for it as well")
async def _() -> bool:
    async with seated("eve", "single", proven_at=ago(minutes=6)) as eve:
        asked = await eve.submit("/account/factor/begin")
        return asked.status_code == 403 and "当前密码不对" not in asked.text


@claim(THERE, "a wrong password proves nothing")
async def _() -> bool:
    async with seated("eve", "single", proven_at=ago(minutes=6)) as eve:
        return (await eve.submit(PROOF, proof_password="guess", **FIELDS)).status_code == 403


@claim(THERE, "a session that was never proven is asked")
async def _() -> bool:
    async with seated("eve", "device") as eve:
        return (await eve.submit("/account/factor/begin")).status_code == 403


# -- where a form comes from --------------------------------------------------------------------------------------------


async def _sent(headers: dict[str, str], *, name: str = "eve", mine: bool = True, **fields: str) -> int:
    async with seated(name) as who, seated("finn") as other:
        token = form(who.secret if mine else other.secret)
        return (await who.post(PROOF, data={**FIELDS, **fields}, headers={**token, **headers})).status_code


@claim(FROM, "our own form is taken")
async def _() -> bool:
    return await _sent({}) == 303 == await _sent(OURS)


@claim(FROM, "a form from elsewhere is not, though its token is right")
async def _() -> bool:
    elsewhere = (
        {"Origin": "https://elsewhere.test"}, {"Origin": "null"}, {"Origin": "http://hrapp.test:81"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://hrapp.test", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.test", "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    return all([await _sent(said) == 403 for said in elsewhere])


@claim(FROM, "the token of another session is none")
async def _() -> bool:
    return await _sent(OURS, mine=False) == 403


@claim(FROM, "a form without a token is none, whatever the browser says of it")
async def _() -> bool:
    async with seated("eve") as eve:
        return (await eve.post(PROOF, data=FIELDS, headers=OURS)).status_code == 403


@claim(FROM, "nor is one whose token is the bare secret, or half of one")
async def _() -> bool:
    async with seated("eve") as eve:
        bare = base64.urlsafe_b64encode(eve.secret).decode()
        half = csrf.mask(eve.secret)[:44]
        answers = [
            await eve.post(PROOF, data=FIELDS, headers={"X-CSRF-Token": token}) for token in (bare, half, "", "?")
        ]
        return all(answer.status_code == 403 for answer in answers)


@claim(FROM, "every answer has another token, and each is good")
async def _() -> bool:
    async with seated("eve") as eve:
        pages = [(await eve.get("/account")).text for _ in range(2)]
        first, second = (page.partition('name="csrf" value="')[2].partition('"')[0] for page in pages)
        sent = [await eve.post(PROOF, data={**FIELDS, csrf.FIELD: token}) for token in (first, second)]
        apart = first[:40] != second[:40] and first[-40:] != second[-40:]
        return apart and all(each.status_code == 303 for each in sent)


@claim(FROM, "a form with files needs its token first")
async def _() -> bool:
    async with seated("ada") as ada:
        answers = [
            (await ada.post("/imports", data={csrf.FIELD: token}, files={"x": ("a.txt", b"x")})).status_code
            for token in (csrf.mask(ada.secret), csrf.mask(b"x" * csrf.SIZE))
        ]
        return answers == [422, 403]


@claim(FROM, "before signing in a form needs the token of its browser, or a sign that it is ours")
async def _() -> bool:
    async with unit_of_work(role=IMPORT):
        await DB.fetch("delete from accounts_attempt")  # of the visits before
    fields = {"login": "E999", "password": "x", "next": "/"}
    async with browser() as nobody, browser() as other:
        token = (await nobody.get("/sign-in")).text.partition('name="csrf" value="')[2].partition('"')[0]
        await other.get("/sign-in")
        with_it = {**fields, csrf.FIELD: token}
        return [
            (await nobody.post("/sign-in", data=fields)).status_code,
            (await nobody.post("/sign-in", data=with_it)).status_code,
            (await nobody.post("/sign-in", data=fields, headers=OURS)).status_code,
            (await nobody.post("/sign-in", data=with_it, headers={"Sec-Fetch-Site": "cross-site"})).status_code,
            (await other.post("/sign-in", data=with_it)).status_code,
        ] == [403, 422, 422, 403, 403]


@claim(FROM, "a page of another site does not load our files")
async def _() -> bool:
    async with seated("eve") as eve:
        async with unit_of_work(role=IMPORT):
            document = await DB.value(
                "select d.id from documents_document d join people_person p on p.id = d.person"
                " where p.emp_no = 'E004' and d.content is not null limit 1"
            )
        url = f"/documents/{document}/file"
        foreign = await eve.get(url, headers={"Sec-Fetch-Site": "cross-site"})
        return opened(await eve.get(url)) and foreign.status_code == 403


__all__ = ["CLAIMS", "first_wrong", "prepare"]
