"""Whoever has the database alone, as the web role or as its owner, still gets in as nobody.

What lets somebody in bears a mark made with a key outside the database: a session, a password, a code, a browser that
is remembered, a factor. Rows are written and changed here as somebody would with the password of the web role.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

import pytest
from argon2 import PasswordHasher

from hrapp.kernel import keys
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts import devices
from hrapp.modules.accounts.queries import token_hash
from hrapp.modules.rbac.shell_codes import use_code

from ...browser import browser
from ...cast import Cast
from ...signing import PASSWORD, Clock, code_of, give_code, sign_in, with_factor, with_password

THEIRS = "/account"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def sql(statement: str, *values: object) -> None:
    """As the web role, with nothing of hrapp in between."""
    async with unit_of_work():
        await DB.fetch(statement, *values)


_OPEN = """
insert into accounts_session (token_hash, mark, handle, account, csrf_secret, strength, created_at, seen_at, proven_at,
    expires_at)
values ($1, $2, $3, $4, '\\x00', $5, $6, $6, $6, $6::timestamptz + interval '8 hours')
"""


@pytest.mark.parametrize("mark", [b"", sha256(b"a guess").digest()], ids=["none", "guessed"])
async def test_a_session_that_was_written_by_hand_opens_nothing(cast: Cast, clock: Clock, mark: bytes) -> None:
    gina, token = await with_password("gina"), secrets.token_urlsafe(32)
    for strength in ("factor", "door"):
        await sql("delete from accounts_session")
        await sql(_OPEN, token_hash(token), mark, new_id(), gina, strength, clock.at)
        async with browser() as client:
            client.cookies.set(SESSION_COOKIE, token)
            assert (await client.get(THEIRS)).status_code == 303, strength


# Statements, each with the accounts it names.
CHANGED = {
    "given to another account": [("update accounts_session set account = $1 where account = $2", "finn", "eve")],
    "its account given to another person": [
        ("update accounts_account set person = null where id = $1", "finn"),
        (
            "update accounts_account set person = (select id from people_person where emp_no = 'E005') where id = $1",
            "eve",
        ),
    ],
    "another's session under one's own token": [
        (
            "with mine as (delete from accounts_session where account = $2 returning token_hash, mark)"
            " update accounts_session s set previous_hash = mine.token_hash, previous_mark = mine.mark,"
            " rotated_at = now() + interval '9 years' from mine where s.account = $1",
            "finn",
            "eve",
        )
    ],
}


@pytest.mark.parametrize("change", CHANGED)
async def test_a_session_that_was_changed_by_hand_opens_nothing(cast: Cast, clock: Clock, change: str) -> None:
    accounts = {"finn": await with_password("finn"), "eve": await with_password("eve")}
    async with browser() as client, browser() as other:
        await sign_in(other, "E005")
        await sign_in(client, "E004")
        assert (await client.get(THEIRS)).status_code == 200
        for statement, *names in CHANGED[change]:
            await sql(statement, *(accounts[name] for name in names))
        assert (await client.get(THEIRS)).status_code == 303


async def test_the_step_that_is_missing_is_not_written_by_hand(cast: Cast, clock: Clock) -> None:
    await with_factor(eve := await with_password("eve"))
    async with browser() as client:
        await sign_in(client, "E004")
        await sql("update accounts_session set strength = 'factor', proven_at = created_at where account = $1", eve)
        assert (await client.get(THEIRS)).status_code == 303


@pytest.mark.parametrize("which", ["made elsewhere", "copied from another account"])
async def test_a_password_that_was_written_by_hand_does_not_open(cast: Cast, clock: Clock, which: str) -> None:
    eve, finn = await with_password("eve"), await with_password("finn", "another person's own words")
    if which == "made elsewhere":
        hashed = PasswordHasher(time_cost=1, memory_cost=64).hash("the intruder's long words")
        await sql("update accounts_account set password_hash = $2 where id = $1", finn, hashed)
    else:
        await sql(
            "update accounts_account a set password_hash = b.password_hash, password_mark = b.password_mark"
            " from accounts_account b where a.id = $1 and b.id = $2",
            finn,
            eve,
        )
    async with browser() as client:
        assert (await sign_in(client, "E005", "the intruder's long words")).status_code == 422
        assert (await sign_in(client, "E005", PASSWORD)).status_code == 422
        assert (await sign_in(client, "E004", PASSWORD)).status_code == 303  # what hrapp wrote opens


async def test_a_code_that_was_written_by_hand_sets_no_password(cast: Cast, clock: Clock) -> None:
    eve, code = await with_password("eve"), "ABCD-EFGH-JKMN"
    await sql(
        "insert into accounts_code (id, account, code_hash, kind, password_version, expires_at)"
        " select $1, id, $2, 'slip', password_version, $4::timestamptz + interval '1 day' from accounts_account where id = $3",
        new_id(),
        sha256(f"{eve}|{code.replace('-', '')}".encode()).digest(),
        eve,
        clock.at,
    )
    async with browser() as client:
        sent = await client.submit("/welcome", login="E004", code=code, password="the intruder's long words")
        assert sent.status_code == 422


async def test_a_recovery_code_that_was_written_by_hand_is_none(cast: Cast, clock: Clock) -> None:
    await with_factor(eve := await with_password("eve"))
    await sql(
        "insert into accounts_recovery (id, account, code_hash) values ($1, $2, $3)",
        new_id(),
        eve,
        sha256(f"{eve}|ABCDEFGHJKMN".encode()).digest(),
    )
    async with browser() as client:
        await sign_in(client, "E004")
        assert (await client.submit("/sign-in/factor", code="ABCD-EFGH-JKMN")).status_code == 422


async def test_a_factor_is_not_moved_to_another_account(cast: Cast, clock: Clock) -> None:
    eve, finn = await with_password("eve"), await with_password("finn", "another person's own words")
    mine, _theirs = await with_factor(eve), await with_factor(finn)
    clock.on(seconds=30)
    await sql("delete from accounts_factor where account = $1", finn)
    await sql("update accounts_factor set account = $1 where account = $2", finn, eve)
    async with browser() as client:
        await sign_in(client, "E005", "another person's own words")
        await client.submit("/sign-in/factor", code=code_of(mine))
        assert (await client.get(THEIRS)).status_code == 303


async def test_a_browser_is_not_remembered_by_hand(cast: Cast, clock: Clock) -> None:
    seed = await with_factor(eve := await with_password("eve"))
    device, secret = new_id(), secrets.token_urlsafe(32)
    await sql(
        "insert into accounts_device (id, account, secret_hash, spent, created_at, used_at, factor_until)"
        " values ($1, $2, $3, '', $4, $4, $4::timestamptz + interval '30 days')",
        device,
        eve,
        sha256(secret.encode()).digest(),
        clock.at,
    )
    clock.on(seconds=30)
    async with browser() as client:
        client.cookies.set(devices.COOKIE, devices.written({device: secret}))
        assert (await sign_in(client, "E004")).headers["location"] == "/sign-in/factor"
        await give_code(client, seed, remember="1")  # the way that hrapp itself goes
        await client.submit("/sign-out")
        assert (await sign_in(client, "E004")).headers["location"] == "/"


async def test_a_code_for_the_shell_that_was_written_by_hand_is_none(cast: Cast, clock: Clock) -> None:
    gina = await with_password("gina")
    await sql(
        "insert into rbac_shell_code (id, account, code_hash, made_at, expires_at)"
        " values ($1, $2, $3, $4, $4::timestamptz + interval '15 minutes')",
        new_id(),
        gina,
        sha256(b"AAAAABBBBBCCCCCDDDDDEEEEE").digest(),
        clock.at,
    )
    with pytest.raises(Refused):
        async with unit_of_work(role="import"):
            await use_code("AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", "root")


def test_a_mark_is_of_these_values_in_this_order() -> None:
    told = [("a", "bc"), ("ab", "c"), ("abc",), ("abc", None), ("abc", ""), ("bc", "a"), (b"abc", b"")]
    marks = {keys.witness("here", *parts) for parts in told}
    assert len(marks) == len(told) - 1, "text and its bytes are one"
    assert keys.witness("here", "a") != keys.witness("there", "a")
    assert keys.same(keys.witness("here", "a"), keys.witness("here", "a"))
    assert not keys.same(keys.witness("here", "a"), None)
