"""Asked again who sits there: the form that waits goes on as it was, and nothing of it is lost."""

from __future__ import annotations

import pytest

from hrapp.kernel.registry import SIGNED_IN, Registry
from hrapp.kernel.shell import SESSION_COOKIE

from ...browser import browser, words
from ...cast import Cast
from ...signing import PASSWORD, Clock, code_of, give_code, knows, rows, sign_in, with_factor, with_password

NEW = "a new sentence of mine"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
async def eve(cast: Cast, clock: Clock) -> str:
    return await with_password("eve")


async def test_within_five_minutes_of_signing_in_nothing_is_asked(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(minutes=5)
        assert (await client.submit("/account/factor/begin")).status_code == 303
        clock.on(seconds=1)
        assert (await client.submit("/account/factor/begin")).status_code == 403


async def test_the_form_is_carried_and_goes_on_with_the_password(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        before = client.cookies.get(SESSION_COOKIE)
        clock.on(minutes=6)
        asked = await client.submit("/account/proof?x=1", next="/goals", note='a "quoted" <b>word</b>')
        assert asked.status_code == 403 and "请再次输入密码" in asked.text
        assert 'action="/account/proof?x=1"' in asked.text
        assert '<input type="hidden" name="next" value="/goals">' in asked.text
        assert 'value="a &#34;quoted&#34; &lt;b&gt;word&lt;/b&gt;"' in asked.text
        wrong = await client.submit("/account/proof", next="/goals", proof_password="not it")
        assert wrong.status_code == 403 and "当前密码不对。" in words(wrong) and "not it" not in wrong.text
        assert 'name="next" value="/goals"' in wrong.text, "still carried"
        right = await client.submit("/account/proof", next="/goals", proof_password=PASSWORD)
        assert (right.status_code, right.headers["location"]) == (303, "/goals")
        assert client.cookies.get(SESSION_COOKIE) != before, "the session has another name"
        assert (await client.submit("/account/factor/begin")).status_code == 303, "and is asked nothing for a while"
    assert len(await rows("select 1 from audit_entry where event = 'ProofFailed'")) == 1


async def test_a_proof_holds_although_the_form_itself_is_refused(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        await client.submit("/account/factor/begin")
        clock.on(minutes=6)
        refused = await client.submit("/account/factor", code="000000", proof_password=PASSWORD)
        assert refused.status_code == 422 and "动态码不对" in refused.text
        clock.on(seconds=30)
        again = await client.submit("/account/factor", code="000000")
        assert again.status_code == 422, "not asked for the password a second time"


async def test_where_there_is_a_factor_a_password_proves_nothing(eve: str, clock: Clock) -> None:
    seed = await with_factor(eve)
    clock.on(seconds=30)
    async with browser() as client:
        await sign_in(client, "E004")
        used = code_of(seed)
        await give_code(client, seed)
        clock.on(minutes=6)
        assert (await client.submit("/account/factor/recovery", proof_password=PASSWORD)).status_code == 403
        assert (await client.submit("/account/factor/recovery", proof_code=used)).status_code == 403
        assert (await client.submit("/account/factor/recovery", proof_code=code_of(seed))).status_code == 200


async def test_five_wrong_proofs_and_even_the_right_one_waits(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(minutes=6)
        for n in range(5):
            assert (await client.submit("/account/proof", proof_password=f"guess {n}")).status_code == 403
        assert (await client.submit("/account/proof", proof_password=PASSWORD)).status_code == 403
        clock.on(minutes=15)
        assert (await client.submit("/account/proof", proof_password=PASSWORD)).status_code == 303


async def test_htmx_gets_the_question_as_the_whole_content(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(minutes=6)
        asked = await client.submit("/account/factor/begin", htmx=True)
        assert asked.status_code == 422, "which htmx puts in"
        assert (asked.headers["hx-retarget"], asked.headers["hx-reswap"]) == ("#main", "outerHTML")
        assert 'id="main"' in asked.text and "data-proof" in asked.text


async def test_a_page_that_is_read_leads_back_to_itself_after_the_proof(
    eve: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Registry, "fresh", lambda _house, permission: permission == SIGNED_IN)
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(minutes=6)
        asked = await client.get("/account?wanted=1")
        assert asked.status_code == 403 and 'action="/account/proof"' in asked.text
        assert 'name="next" value="/account?wanted=1"' in asked.text
        onward = await client.submit("/account/proof", next="/account?wanted=1", proof_password=PASSWORD)
        assert onward.headers["location"] == "/account?wanted=1"
        assert (await client.get("/account?wanted=1")).status_code == 200


async def test_a_file_cannot_wait_and_the_question_says_so(eve: str, clock: Clock) -> None:
    async with browser() as client:
        await sign_in(client, "E004")
        clock.on(minutes=6)
        asked = await client.submit("/account/proof", file=("a.txt", b"content"), note="x")
        assert asked.status_code == 403 and "文件无法暂存" in asked.text and 'name="note"' not in asked.text


async def test_the_demos_doors_are_proof_enough(cast_once: Cast) -> None:
    async with browser("ada") as ada:
        assert (await ada.submit("/account/proof", next="/people")).headers["location"] == "/people"


async def test_a_new_password_is_no_proof_where_a_factor_is_asked_for(eve: str, clock: Clock) -> None:
    """A browser keeps passwords: whoever sits at an open screen could change it, and would have proven who they are."""
    seed = await with_factor(eve)
    async with browser() as client:
        clock.on(minutes=1)
        await sign_in(client, "E004")
        await give_code(client, seed)
        clock.on(minutes=6)
        changed = await client.submit("/account/password", old=PASSWORD, password=NEW)
        assert changed.status_code == 303
        await knows(client)
        assert (await client.submit("/account/factor/remove")).status_code == 403
        assert (await client.submit("/account/factor/remove", proof_code=code_of(seed))).status_code == 303
