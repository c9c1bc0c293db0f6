"""Pay, raise rounds and the policy: for whom a page is there, and what of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import money
from hrapp.kernel.work import unit_of_work
from hrapp.modules.compensation.queries import visible_raise

from ...browser import NOBODY, assert_block, browser, statuses, words
from ...cast import PEOPLE, TODAY, Cast
from ...company import PAY, one, raise_id

OPEN = "select id from compensation_raise_round where state = 'open'"
SPRING = "select id from compensation_raise_round where state = 'released'"
NOW = Decimal(PAY["eve"]) + 7392  # the spring round gave 10 %, in whole yuan


async def row_url(emp_no: str = "E004", state: str = "open") -> str:
    in_round = await one(OPEN if state == "open" else SPRING)
    return f"/raises/{in_round}/{await raise_id(emp_no, state)}"


# -- one's own pay ------------------------------------------------------------------------------------


async def test_everybody_reads_their_own_pay_and_nobody_elses(company_once: Cast) -> None:
    for name in PEOPLE:
        async with browser(name) as who:
            page = await who.get("/pay")
        assert page.status_code == 200 and money(Decimal(PAY[name])) in page.text, name
        assert not [other for other in PEOPLE if other != name and PAY[other][:5] in page.text.replace(",", "")]


async def test_somebodys_pay_is_for_them_hr_and_the_general_manager(company_once: Cast) -> None:
    url = f"/people/{await company_once.person('eve')}/pay"
    for name in ("eve", "ada", "gina"):
        async with browser(name) as who:
            page = await who.get(url)
        assert page.status_code == 200 and money(NOW) in page.text and "+10%" in page.text, name
    for name in ("mona", "finn", "otto", "olga", "root"):
        assert await statuses(name, url, f"/people/{NOBODY}/pay") == [404, 404], name


async def test_a_released_raise_explains_itself_to_the_person(company_once: Cast) -> None:
    letter = f"/pay/{await raise_id('E004', 'released')}"
    async with browser("eve") as eve:
        page, told = await eve.get("/pay"), await eve.get(letter)
    assert letter in page.text and "绩效优秀，建议加薪10%" in page.text
    assert told.status_code == 200 and "绩效优秀，建议加薪10%" in told.text and money(NOW) in told.text
    for name in ("mona", "finn", "olga", "root"):
        assert await statuses(name, letter, f"/pay/{NOBODY}") == [404, 404], name


async def test_what_is_not_released_is_not_there_for_the_person(company_once: Cast) -> None:
    assert await statuses("eve", f"/pay/{await raise_id('E004', 'open')}") == [404]
    async with browser("eve") as eve:
        assert "2026年秋季调薪" not in (await eve.get("/pay")).text


# -- rounds -------------------------------------------------------------------------------------------


async def test_rounds_are_for_hr_and_the_general_manager(company_once: Cast) -> None:
    in_round = await one(OPEN)
    urls = [
        "/raises",
        f"/raises/{in_round}",
        f"/raises/{in_round}/fairness",
        await row_url(),
        await row_url() + "/preview",
    ]
    for name in ("ada", "gina"):
        assert await statuses(name, *urls) == [200] * 5, name
        assert await statuses(name, f"/raises/{NOBODY}", f"/raises/{in_round}/{NOBODY}") == [404, 404], name
    for name in ("eve", "mona", "otto", "olga", "root"):
        assert await statuses(name, *urls, f"/raises/{NOBODY}") == [403] * 6, name
    assert await statuses("ada", f"/raises/{in_round}/release") == [403], "HR does not release"


async def test_a_raise_is_found_only_within_its_own_round(company_once: Cast) -> None:
    assert await statuses("gina", f"/raises/{await one(SPRING)}/{await raise_id('E004', 'open')}") == [404]


async def test_the_list_and_the_round_are_the_same_for_htmx(company_once: Cast) -> None:
    in_round = await one(OPEN)
    async with browser("ada") as ada:
        assert_block(await ada.htmx("/raises"), await ada.get("/raises"), "rounds")
        url = f"/raises/{in_round}?show=open&department=销售部"
        page = await ada.get(url)
        assert_block(await ada.htmx(url), page, "people")
        assert "伊薇" in page.text and "欧佳" not in page.text


async def test_ones_own_row_tells_nothing_before_the_release(company_once: Cast) -> None:
    in_round, own = await one(OPEN), await raise_id("E002", "open")
    async with browser("ada") as ada:
        page = await ada.get(f"/raises/{in_round}")
    row = page.text[page.text.index("安可（E002）") :]
    row = row[: row.index("</tr>")]
    assert "公布时告知" in row and "¥" not in row and own not in page.text
    assert await statuses("ada", f"/raises/{in_round}/{own}") == [404]
    assert await statuses("gina", f"/raises/{in_round}/{own}") == [200]


async def test_a_new_round_waits_for_the_release_of_the_open_one_and_the_title_is_kept(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/raises", title="又一轮", effective_on="2026-12-01")
        no_day = await ada.submit("/raises", title="又一轮", effective_on="十二月")
    assert page.status_code == 422 and "还有一个调薪批次未结束" in words(page)
    assert no_day.status_code == 422 and "请填写日期" in words(no_day)
    assert await one("select count(*) from compensation_raise_round") == 2


async def test_hr_opens_a_round_when_none_is_open(company: Cast) -> None:
    async with browser("gina") as gina, browser("ada") as ada:
        in_round = await one(OPEN)
        await gina.submit(f"/raises/{in_round}/acceptance")
        assert (await gina.submit(f"/raises/{in_round}/release")).status_code == 303
        opened = await ada.submit("/raises", title="补充调薪", effective_on="2026-12-01")
        page = await ada.get(opened.headers["location"])
    assert opened.status_code == 303 and "补充调薪" in page.text and "2026年12月1日" in page.text


# -- decisions ----------------------------------------------------------------------------------------


async def send(who: str, url: str, **fields: Any) -> Any:
    async with browser(who) as client:
        return await client.submit(url, **{"typed_as": "pct", "figure": "10", "reason": "", "version": "1", **fields})


async def test_the_general_manager_decides_and_the_page_goes_on_to_the_next(company: Cast) -> None:
    url = await row_url()
    answer = await send("gina", f"{url}/decision", figure="12", reason="团队贡献突出")
    assert answer.status_code == 303 and answer.headers["location"] not in (url, f"/raises/{await one(OPEN)}")
    async with browser("gina") as gina:
        page = await gina.get(url)
    assert "总经理直接决定" in words(page) and "团队贡献突出" in page.text and "12%" in page.text


async def test_hr_proposes_and_the_general_manager_sees_by_whom_and_why(company: Cast) -> None:
    url = await row_url("E005")
    assert (await send("ada", f"{url}/proposal", figure="8", reason="接了大客户")).status_code == 303
    async with browser("gina") as gina:
        page, kept = await gina.get(url), await gina.get(f"/raises/{await one(OPEN)}?show=proposed")
    assert "安可" in page.text and "接了大客户" in page.text and "范恩" in kept.text
    assert (await send("gina", f"{url}/decision", figure="8", reason="接了大客户", version="2")).status_code == 303
    assert await one("select direct from compensation_raise where proposed_by is not null") == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"figure": "12"}, "请写明原因：员工会看到。"),
        ({"figure": "很多", "reason": "好"}, "请填写数字，例如 9500 或 4.5。"),
        ({"figure": "", "reason": "好"}, "请填写此项。"),
        ({"figure": "-3", "reason": "好"}, "降薪"),
        ({"figure": "10", "reason": "好", "typed_as": "wish"}, "请选择按比例、按金额或按新工资。"),
    ],
    ids=["no reason", "no number", "nothing", "less pay", "no such unit"],
)
async def test_bad_input_says_what_to_change_and_keeps_the_rest(
    company_once: Cast, change: dict[str, str], sentence: str
) -> None:
    page = await send("gina", f"{await row_url()}/decision", **change)
    assert page.status_code == 422 and sentence in words(page)
    assert f">{change.get('reason', '')}</textarea>" in page.text
    assert f'name="figure" value="{change["figure"]}"' in page.text.replace('type="text" ', "")
    assert not await one(
        "select count(*) from compensation_raise where decided_by is not null and raise_round = $1", await one(OPEN)
    )


async def test_a_decision_on_what_changed_meanwhile_is_refused_and_its_words_are_kept(company: Cast) -> None:
    url = await row_url()
    assert (await send("gina", f"{url}/decision")).status_code == 303
    late = await send("gina", f"{url}/decision", figure="14", reason="再看一次")
    assert late.status_code == 409 and "再看一次" in late.text and 'value="14"' in late.text
    async with unit_of_work(read_only=True, role=IMPORT):
        assert (await visible_raise(EVERYBODY, url.rpartition("/")[2], TODAY)).decided_pct == 10


@pytest.mark.parametrize(
    ("who", "way", "whose", "status"),
    [
        ("ada", "decision", "E004", 403),
        ("mona", "decision", "E004", 403),
        ("mona", "proposal", "E004", 403),
        ("eve", "decision", "E004", 403),
        ("root", "proposal", "E004", 403),
        ("ada", "proposal", "E002", 404),
    ],
)
async def test_who_may_not_decides_and_proposes_nothing(
    company_once: Cast, who: str, way: str, whose: str, status: int
) -> None:
    assert (await send(who, f"{await row_url(whose)}/{way}", reason="x")).status_code == status
    assert not await one("select count(*) from compensation_raise where proposed_by is not null")


async def test_a_right_on_loan_decides_neither_on_the_lender_nor_on_whoever_has_it(company: Cast) -> None:
    """HR sees the whole round by their own right; deciding reaches only as far as what was lent."""
    async with browser("gina") as gina:
        lent = await gina.submit(
            "/account/delegations", emp_no="E002", since=f"{TODAY}", until=f"{TODAY + timedelta(days=5)}", reason="出差",
            look="y", decide="y", classes="salary",
        )  # fmt: skip
    assert lent.status_code == 303
    answers = {}
    for whose in ("E001", "E002", "E004"):
        answers[whose] = (await send("ada", f"{await row_url(whose)}/decision", reason="x", version="1")).status_code
    assert answers == {"E001": 404, "E002": 404, "E004": 303}
    async with browser("ada") as ada:
        boss, finn = await ada.get(await row_url("E001")), await ada.get(await row_url("E005"))
    assert "/decision" not in boss.text and "/proposal" in boss.text and "/decision" in finn.text


async def test_what_is_about_everybody_is_not_done_with_a_right_about_some(company: Cast) -> None:
    """A single right for one department, beside a role that sees the whole round."""
    unit = await one("select id from people_department where name = '销售部'")
    async with unit_of_work(role=IMPORT):
        for who, right in (
            ("E002", "compensation.decide"),
            ("E003", "compensation.policy"),
            ("E003", "compensation.open"),
        ):
            await DB.fetch(
                "insert into rbac_grant (id, account, permission, reach, department, since, until, given_by, given_at)"
                " select $1, a.id, $2, 'department', $3, $4, $5, 'x', now() from accounts_account a where a.login = $6",
                new_id(), right, unit, TODAY, TODAY + timedelta(days=9), who.lower(),
            )  # fmt: skip
    in_round = await one(OPEN)
    assert (await send("ada", f"{await row_url('E006')}/decision", reason="x")).status_code == 404, "of operations"
    assert (await send("ada", f"{await row_url('E005')}/decision", reason="x", version="1")).status_code == 303
    assert await statuses("ada", f"/raises/{in_round}/release") == [403]
    assert await statuses("mona", "/settings/raise-policy", "/settings/raise-policy/new") == [403, 403]
    async with browser("mona") as mona, browser("ada") as ada:
        sent = [
            await mona.submit("/settings/raise-policy", do="effect", **POLICY),
            await mona.submit("/raises", title="x"),
        ]
        sent += [await ada.submit(f"/raises/{in_round}/{what}") for what in ("release", "acceptance")]
    assert [answer.status_code for answer in sent] == [403, 403, 403, 404]


async def test_the_preview_is_the_sentence_that_will_be_read_and_keeps_nothing(company_once: Cast) -> None:
    url = await row_url()
    asked = "typed_as=amount&figure=5,000&reason=团队贡献"
    async with browser("gina") as gina:
        part, page = await gina.htmx(f"{url}/preview?{asked}"), await gina.get(f"{url}/preview?{asked}")
        for odd in ("figure=NaN", "figure=1e999", "figure=", "typed_as=x&figure=1"):
            assert (await gina.htmx(f"{url}/preview?{odd}")).status_code == 200, odd
    assert_block(part, page, "raise_preview")
    assert money(NOW + 5000) in part.text and "团队贡献" in part.text
    assert await one("select version from compensation_raise where id = $1", url.rpartition("/")[2]) == 1


async def test_release_waits_for_every_decision_and_then_tells_everybody_once(company: Cast) -> None:
    in_round = await one(OPEN)
    async with browser("gina") as gina, browser("eve") as eve:
        early = await gina.submit(f"/raises/{in_round}/release")
        await gina.submit(f"/raises/{in_round}/acceptance")
        sure = await gina.get(f"/raises/{in_round}/release")
        done, again = [await gina.submit(f"/raises/{in_round}/release") for _ in range(2)]
        pay, inbox = await eve.get("/pay"), await eve.get("/inbox")
    assert early.status_code == 422 and "还有人没有决定" in words(early)
    assert sure.status_code == 200 and done.status_code == 303 and again.status_code == 422
    assert "2026年秋季调薪" in pay.text and inbox.text.count("调薪结果") >= 1
    assert await one("select count(*) from notify_message where dedupe like $1", f"raise:{in_round}:%") == await one(
        "select count(*) from compensation_raise where raise_round = $1 and decided_by is not null", in_round
    )


async def test_only_the_general_manager_accepts_and_releases(company_once: Cast) -> None:
    in_round = await one(OPEN)
    for name in ("ada", "mona", "eve", "root", "olga"):
        async with browser(name) as who:
            sent = [await who.submit(f"/raises/{in_round}/{what}") for what in ("acceptance", "release")]
        assert [answer.status_code for answer in sent] == [403, 403], name


async def test_fairness_sets_groups_side_by_side_without_ones_own_row(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get(f"/raises/{await one(OPEN)}/fairness")
    assert page.status_code == 200 and "销售部" in page.text and "人事部" not in page.text


# -- the policy ---------------------------------------------------------------------------------------

POLICY = {
    "effective_from": "2026-11-01", "lookback_periods": "4", "promotion_from": "2026-04-01", "promotion_to": "2026-09-30",
    "round_to": "1", "cap_pct": "15", "budget_pct": "5.5", "exclude_positions": "总经理",
    "row_place": ["10"], "row_id": ["A"], "row_grade": ["优秀"], "row_promoted": ["any"], "row_from": [""],
    "row_below": [""], "row_pct": ["9"], "row_text": ["绩效优秀，加薪9%"],
}  # fmt: skip


async def test_the_policy_is_for_hr_and_the_general_manager(company_once: Cast) -> None:
    urls = ("/settings/raise-policy", "/settings/raise-policy/new", "/settings/raise-policy?version=9")
    for name in ("ada", "gina"):
        assert await statuses(name, *urls) == [200, 200, 404], name
    for name in ("eve", "mona", "olga", "root"):
        assert await statuses(name, *urls) == [403, 403, 403], name
        async with browser(name) as who:
            assert (await who.submit("/settings/raise-policy", do="publish", **POLICY)).status_code == 403, name
    assert await one("select count(*) from compensation_raise_policy") == 1


async def test_the_effect_names_whose_suggestion_changes_before_anything_is_written(company_once: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/settings/raise-policy", do="effect", **POLICY)
    assert page.status_code == 200 and "伊薇" in page.text and "范恩" in page.text
    assert await one("select count(*) from compensation_raise_policy") == 1


async def test_a_published_policy_is_a_new_version_and_the_old_one_stays(company: Cast) -> None:
    async with browser("ada") as ada:
        done = await ada.submit("/settings/raise-policy", do="publish", **POLICY)
        new, old = [await ada.get(f"/settings/raise-policy?version={n}") for n in (2, 1)]
    assert done.status_code == 303 and "绩效优秀，加薪9%" in new.text and "绩效良好，建议加薪5.5%" in old.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"row_pct": ["101"]}, "0 到 100"),
        ({"row_grade": [""]}, "等级"),
        ({"row_text": [""]}, "员工"),
        ({"row_from": ["一年"]}, "月"),
        ({"row_grade": [""], "row_pct": [""], "row_text": [""]}, "规则至少要有一行。"),
        ({"budget_amount": "90000"}, "预算"),
        ({"promotion_to": "2026-03-31"}, "开始"),
        ({"effective_from": "下个月"}, "请填写日期"),
        ({"cap_pct": "很高"}, "请填写数字"),
        ({"lookback_periods": "0"}, "至少"),
        ({"round_to": "0"}, "大于 0"),
    ],
    ids=str,
)
async def test_a_policy_that_does_not_fit_says_where_and_keeps_the_rest(
    company_once: Cast, change: dict[str, Any], sentence: str
) -> None:
    async with browser("ada") as ada:
        page = await ada.submit("/settings/raise-policy", do="publish", **{**POLICY, **change})
    assert page.status_code == 422
    errors = page.text[page.text.index('role="alert"') :]
    assert sentence in errors[: errors.index("</ul>")]
    kept = {**POLICY, **change}
    for field in ("promotion_from", "exclude_positions"):
        assert f'value="{kept[field]}"' in page.text, field
    assert all(f'value="{cell}"' in page.text for cell in (*kept["row_pct"], *kept["row_text"]) if cell)
    assert await one("select count(*) from compensation_raise_policy") == 1
