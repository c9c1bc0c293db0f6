"""One's own data: read, copied, corrected; the notice; what is over its time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hrapp.kernel import jobs, settings_store
from hrapp.kernel.database import DB
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login, stop_account
from hrapp.modules.accounts.sessions import weaken
from hrapp.modules.privacy.exporting import forget_old

from ...browser import NOBODY, browser, statuses, words
from ...cast import PEOPLE, Cast
from ...company import ID_NUMBERS, PAY, PHONE, one

OWN = ("/privacy", "/privacy/notice", "/privacy/correct")
OFFICE = ("/privacy/requests", "/privacy/notice/readers")


async def work_off(house: Registry) -> None:
    await jobs.drain({kind.name: kind for kind in house.each(lambda m: m.jobs)})


async def copy_of(name: str, house: Registry) -> str:
    async with browser(name) as who:
        assert (await who.submit("/privacy/export")).status_code == 303
    await work_off(house)
    return str(await one("select e.id from privacy_export e join people_person p on p.id = e.person"
                         " where p.emp_no = $1", PEOPLE[name][0]))  # fmt: skip


async def test_everybody_reads_what_is_stored_about_them_why_and_how_long(company_once: Cast) -> None:
    async with browser("eve") as eve:
        page = await eve.get("/privacy")
    said = words(page)
    assert page.status_code == 200
    assert "身份证号" in said and "用于签订合同、报税和办理社保时核实身份" in said
    assert "最后工作日后 36 个月" in said


async def test_the_own_pages_are_for_everybody_the_lists_for_hr_alone(company_once: Cast) -> None:
    for name in PEOPLE:
        assert await statuses(name, *OWN) == [200, 200, 200], name
        assert await statuses(name, *OFFICE) == ([200, 200] if name == "ada" else [403, 403]), name
        assert await statuses(name, "/privacy/retention") == ([200] if name in ("ada", "gina") else [403]), name
    async with browser() as nobody:
        assert (await nobody.get("/privacy")).status_code in (303, 401)


# -- the copy ---------------------------------------------------------------------------------------------


async def test_a_copy_is_ready_in_a_moment_complete_in_the_file_and_masked_on_the_page(
    company: Cast, house: Registry
) -> None:
    id = await copy_of("eve", house)
    async with browser("eve") as eve:
        page = await eve.get(f"/privacy/export/{id}")
        file = await eve.get(f"/privacy/export/{id}/file")
        front = await eve.get("/inbox")
    assert page.status_code == file.status_code == 200
    assert "attachment" in file.headers["content-disposition"]
    parts = {part["name"]: part["rows"] for part in json.loads(file.content)["parts"]}
    assert parts["profile"][0]["phone"] == PHONE and parts["profile"][0]["id_no"] == ID_NUMBERS["eve"]
    assert PAY["eve"] in {row["base"] for row in parts["pay"]}
    assert ID_NUMBERS["eve"] not in page.text and ID_NUMBERS["eve"][-4:] in page.text
    assert "副本已经准备好" in front.text
    for other in set(PAY) - {"eve"}:
        assert PAY[other] not in file.text


async def test_a_copy_opens_for_whoever_asked_and_for_nobody_else(company: Cast, house: Registry) -> None:
    id = await copy_of("eve", house)
    urls = (f"/privacy/export/{id}", f"/privacy/export/{id}/file")
    for name in set(PEOPLE) - {"eve"}:
        assert await statuses(name, *urls) == [404, 404], name
    assert await statuses("eve", *urls, f"/privacy/export/{NOBODY}") == [200, 200, 404]


async def test_a_copy_that_another_account_asked_for_does_not_open(company: Cast, house: Registry) -> None:
    """A person who got another account since then."""
    id = await copy_of("eve", house)
    async with unit_of_work(role="import"):
        await one("update privacy_export set account = $2 where id = $1 returning id", id, NOBODY)
    assert await statuses("eve", f"/privacy/export/{id}", f"/privacy/export/{id}/file") == [404, 404]


async def test_a_copy_is_unreadable_in_the_database_and_gone_after_a_day(
    company: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = await copy_of("eve", house)
    sealed = await one("select sealed from privacy_export where id = $1", id)
    assert PAY["eve"].encode() not in sealed and ID_NUMBERS["eve"].encode() not in sealed
    async with unit_of_work(role="import"):
        await one("update privacy_export set expires_at = now() - interval '1 minute' where id = $1 returning id", id)
    assert await statuses("eve", f"/privacy/export/{id}", f"/privacy/export/{id}/file") == [404, 404]
    async with unit_of_work():
        await forget_old()
    assert await one("select count(*) from privacy_export") == 0


async def test_no_copy_is_made_for_an_account_that_was_stopped_meanwhile(company: Cast, house: Registry) -> None:
    async with browser("eve") as eve:
        await eve.submit("/privacy/export")
    async with unit_of_work():
        account = await account_by_login(PEOPLE["eve"][0])
        assert account
        await stop_account(account.id, await company.person("eve"))
    await work_off(house)
    assert await one("select array_agg(state || (sealed is null)) from privacy_export") == ["refusedtrue"]


async def test_with_pay_switched_off_a_copy_has_all_the_rest(
    company: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hrapp.kernel import registry

    without = Registry.build(house.installed, ["compensation"])
    monkeypatch.setattr(registry, "_current", without)
    id = await copy_of("eve", without)
    monkeypatch.setattr(registry, "_current", house)
    async with browser("eve") as eve:
        file = await eve.get(f"/privacy/export/{id}/file")
    names = {part["name"] for part in json.loads(file.content)["parts"]}
    assert {"profile", "grades", "trainings", "looks"} <= names and not names & {"pay", "raises"}


async def test_every_table_of_a_copy_has_its_columns_and_real_values(company: Cast, house: Registry) -> None:
    id = await copy_of("eve", house)
    async with browser("ada") as ada:  # somebody looks at her results
        await ada.get(f"/people/{await company.person('eve')}/performance")
    async with browser("eve") as eve:
        parts = json.loads((await eve.get(f"/privacy/export/{id}/file")).content)["parts"]
        page = words(await eve.get(f"/privacy/export/{id}"))
    rows = {part["name"]: part["rows"] for part in parts}
    for name in ("profile", "results", "grades", "trainings", "documents", "pay", "raises", "account", "messages"):
        assert rows[name], name
        assert any(value not in (None, "") for value in rows[name][0].values()), name
    assert {row["target"] for row in rows["results"]} == {"100000", "0.8"}
    assert "100000" in page and "1E+5" not in page


async def test_a_copy_opens_only_after_showing_again_who_sits_there(company: Cast, house: Registry) -> None:
    id = await copy_of("eve", house)
    async with browser("eve") as eve:
        async with unit_of_work():
            opened = "update accounts_session set proven_at = now() - interval '6 minutes' returning handle"
            for row in await DB.fetch(opened):
                await weaken(row["handle"])
        for url in (f"/privacy/export/{id}", f"/privacy/export/{id}/file"):
            page = await eve.get(url)
            assert page.status_code != 200 and PAY["eve"] not in page.text and PHONE not in page.text, url
        assert (await eve.get("/privacy")).status_code == 200


async def test_a_download_is_written_down(company: Cast, house: Registry) -> None:
    id = await copy_of("eve", house)
    async with browser("eve") as eve:
        await eve.get(f"/privacy/export/{id}/file")
    assert await one("select count(*) from audit_entry where event = 'ExportTaken' and object = $1", id) == 1


# -- corrections -------------------------------------------------------------------------------------------


async def ask(name: str, **fields: Any) -> str:
    async with browser(name) as who:
        answer = await who.submit("/privacy/correct", **{"field": "phone", "wanted": "", "reason": "", **fields})
        assert answer.status_code == 303, words(answer)
    return str(await one("select id from privacy_correction order by asked_at desc, id desc limit 1"))


async def decided(name: str, id: str, verdict: str = "accept", answer: str = "", **other: Any) -> Any:
    versions = {
        "version": await one("select version from privacy_correction where id = $1", id),
        "person_version": await one(
            "select p.version from privacy_correction c join people_person p on p.id = c.person where c.id = $1", id
        ),
    }
    async with browser(name) as who:
        return await who.submit(
            f"/privacy/requests/{id}",
            verdict=verdict,
            answer=answer,
            **{key: str(value) for key, value in {**versions, **other}.items()},
        )


async def test_hr_reading_a_correction_stands_in_the_persons_list_of_looks(company: Cast) -> None:
    await ask("eve", wanted="13712345678")
    async with browser("ada") as ada, browser("eve") as eve:
        await ada.get("/privacy/requests")
        assert "更正申请" in words(await eve.get("/me/seen"))


async def test_a_correction_that_hr_accepts_is_written_and_told(company: Cast) -> None:
    id = await ask("eve", wanted="13712345678", reason="换了号码")
    async with browser("ada") as ada:
        page = await ada.get("/privacy/requests")
    assert "13712345678" in page.text and "换了号码" in page.text and PHONE in page.text
    assert (await decided("ada", id)).status_code == 303
    assert await one("select phone from people_person where emp_no = 'E004'") == "13712345678"
    async with browser("eve") as eve:
        assert "已更正" in words(await eve.get("/privacy"))
        assert "您申请的更正已处理" in (await eve.get("/inbox")).text


async def test_nobody_decides_about_their_own_correction(company: Cast) -> None:
    id = await ask("ada", wanted="13712345678")
    assert (await decided("ada", id)).status_code == 403
    async with browser("ada") as ada:
        assert "这是您本人的申请" in (await ada.get("/privacy/requests")).text
    assert await one("select phone from people_person where emp_no = 'E002'") is None


async def test_only_hr_decides_about_corrections(company: Cast) -> None:
    id = await ask("eve", wanted="13712345678")
    for name in ("eve", "mona", "gina", "root", "olga"):
        assert (await decided(name, id)).status_code == 403, name
    assert await one("select state from privacy_correction where id = $1", id) == "open"


async def test_a_no_says_why_and_changes_nothing(company: Cast) -> None:
    id = await ask("eve", wanted="13712345678")
    page = await decided("ada", id, "refuse")
    assert page.status_code == 422 and "请写明理由，本人会看到。" in words(page)
    assert (await decided("ada", id, "refuse", "请先提供新号码的证明")).status_code == 303
    async with browser("eve") as eve:
        assert "请先提供新号码的证明" in (await eve.get("/privacy")).text
    assert await one("select phone from people_person where emp_no = 'E004'") == PHONE


async def test_a_record_that_changed_meanwhile_is_not_overwritten(company: Cast) -> None:
    id = await ask("eve", wanted="13712345678")
    page = await decided("ada", id, person_version=99)
    assert page.status_code == 409 and "刚才已有人修改过这份资料" in words(page)
    assert await one("select state from privacy_correction where id = $1", id) == "open"


async def test_a_decided_correction_is_not_decided_again(company: Cast) -> None:
    id = await ask("eve", wanted="13712345678")
    assert (await decided("ada", id)).status_code == 303
    assert (await decided("ada", id, "refuse", "不行")).status_code == 409


async def test_one_withdraws_ones_own_and_nobody_elses(company: Cast) -> None:
    id = await ask("eve", wanted="13712345678")
    async with browser("finn") as finn, browser("eve") as eve:
        assert (await finn.submit(f"/privacy/corrections/{id}/withdraw")).status_code == 409
        assert (await eve.submit(f"/privacy/corrections/{id}/withdraw")).status_code == 303
        assert (await eve.submit(f"/privacy/corrections/{id}/withdraw")).status_code == 409
    assert await one("select state from privacy_correction where id = $1", id) == "withdrawn"


async def test_what_is_typed_into_a_correction_stands_nowhere_in_clear(company: Cast) -> None:
    await ask("eve", field="id_no", wanted="", reason="尾号应为 440106199003071979")
    found = await one(
        "select string_agg(t, ' ') from (select c::text as t from privacy_correction c"
        " union all select e::text from audit_entry e union all select m::text from notify_message m) x"
    )
    assert "440106199003071979" not in found


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"field": ""}, "请填写此项。"),
        ({"field": "salary"}, "请选择哪一项有误。"),
        ({"field": "phone"}, "请填写正确的内容。"),
        ({"field": "phone", "wanted": "没有"}, "请填写手机号"),
        ({"field": "email", "wanted": "nobody"}, "请填写邮箱"),
        ({"field": "birth_date", "wanted": "2990-01-01"}, "请填写日期"),
        ({"field": "gender", "wanted": "其他"}, "请填写“男”或“女”。"),
        ({"field": "id_no", "reason": ""}, "请说明哪里有误。"),
    ],
    ids=str,
)
async def test_a_wrong_wish_says_what_to_change_and_keeps_the_rest(
    company_once: Cast, sent: dict[str, str], sentence: str
) -> None:
    kept = {} if "reason" in sent else {"reason": "因为登记时写错了"}
    async with browser("eve") as eve:
        page = await eve.submit("/privacy/correct", **{**sent, **kept})
    assert page.status_code == 422 and sentence in words(page)
    assert all(value in page.text for value in kept.values())
    assert await one("select count(*) from privacy_correction") == 0


# -- the notice --------------------------------------------------------------------------------------------


async def nobody_read() -> None:
    async with unit_of_work(role="import"):
        await one("with gone as (delete from privacy_acknowledgement returning id) select count(*) from gone")


async def test_the_notice_waits_until_it_was_read_and_blocks_nothing(company: Cast) -> None:
    asked = "请阅读公司的个人信息告知书"
    await nobody_read()
    async with browser("eve") as eve:
        assert asked in (await eve.get("/")).text
        assert (await eve.get("/learning")).status_code == 200
        page = await eve.get("/privacy/notice")
        assert "本人已阅（不代表同意）" in page.text and "测试公司" in page.text
        assert (await eve.submit("/privacy/notice", version="1")).status_code == 303
        assert asked not in (await eve.get("/")).text
        assert "本人已阅" not in (await eve.get("/privacy/notice")).text
    async with browser("ada") as ada:
        assert "8 人中已有 1 人阅读" in words(await ada.get("/privacy/notice/readers"))


async def test_a_new_version_asks_again_and_an_old_page_does_not_count_for_it(company: Cast) -> None:
    await nobody_read()
    async with browser("eve") as eve:
        await eve.submit("/privacy/notice", version="1")
        async with unit_of_work(role="import"):
            await settings_store.write("privacy", {"notice_version": 2, "notice": "第二版告知书正文"})
        assert "请阅读公司的个人信息告知书" in (await eve.get("/")).text
        assert "第二版告知书正文" in (await eve.get("/privacy/notice")).text
        assert (await eve.submit("/privacy/notice", version="1")).status_code == 409
        assert (await eve.submit("/privacy/notice", version="2")).status_code == 303
    assert await one("select array_agg(version order by version) from privacy_acknowledgement") == [1, 2]


async def test_which_versions_somebody_read_and_when_is_shown_to_them_and_to_hr(company: Cast) -> None:
    finn = await company.person("finn")
    async with browser("finn") as who, browser("ada") as ada, browser("mona") as mona:
        await who.submit("/privacy/notice", version="1")
        assert "尚未阅读" not in words(await ada.get(f"/people/{finn}"))
        async with unit_of_work(role="import"):
            await settings_store.write("privacy", {"notice_version": 2})
        told = words(await ada.get(f"/people/{finn}"))
        assert "第 2 版尚未阅读" in told and "第 1 版 · " in told
        assert "第 1 版 · " in words(await who.get("/privacy/notice"))
        await who.submit("/privacy/notice", version="2")
        assert "尚未阅读" not in words(await ada.get(f"/people/{finn}"))
        assert 'id="notices"' not in (await mona.get(f"/people/{finn}")).text
