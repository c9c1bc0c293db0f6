"""Documents: handing in, reviewing, and the file itself."""

from __future__ import annotations

from typing import Any

import pytest

from ...browser import NOBODY, assert_block, browser, statuses, words
from ...cast import Cast
from ...company import PDF, one

GOOD = {"doc_type": "验收成果证明", "title": "九月验收", "file": ("验收.pdf", PDF, "application/pdf")}


async def document(emp_no: str) -> str:
    found = await one(
        "select d.id from documents_document d join people_person p on p.id = d.person where p.emp_no = $1", emp_no
    )
    return str(found)


async def test_handing_in_puts_it_in_front_of_the_manager_and_hr(company: Cast) -> None:
    async with browser("finn") as finn:
        answer = await finn.submit("/documents", **GOOD)
        assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
        assert "九月验收" in (await finn.get("/documents")).text
    seen = set()
    for name in ("mona", "ada", "gina", "otto", "eve", "root"):
        async with browser(name) as who:
            if "九月验收" in (await who.get("/documents")).text:
                seen.add(name)
    assert seen == {"mona", "ada", "gina"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"file": ("表.exe", b"MZ", "application/octet-stream")}, "请选择其中一种：pdf"),
        ({"file": ("假.pdf", b"<script>", "application/pdf")}, "这个文件已损坏、内容与扩展名不符"),
        ({"file": ""}, "请填写此项。"),
        ({"doc_type": ""}, "请填写此项。"),
        ({"doc_type": "长" * 101}, "请控制在 100 个字以内"),
        ({"title": "x\x00"}, "无法保存"),
    ],
    ids=[
        "no document",
        "another file in disguise",
        "no file",
        "no kind",
        "kind too long",
        "a letter that cannot be kept",
    ],
)
async def test_bad_input_says_what_to_change_and_keeps_the_rest(
    company_once: Cast, change: dict[str, Any], sentence: str
) -> None:
    async with browser("finn") as finn:
        page = await finn.submit("/documents", **{**GOOD, **change})
        part = await finn.submit("/documents", htmx=True, **{**GOOD, **change})
    assert page.status_code == part.status_code == 422 and sentence in words(page)
    for field in {"doc_type", "title"} - set(change):
        assert f'value="{GOOD[field]}"' in page.text
    assert_block(part, page, "documents")
    assert not await one("select count(*) from documents_document where title = '九月验收'")


async def test_a_document_is_seen_by_its_person_their_manager_hr_and_the_general_manager(company_once: Cast) -> None:
    plan = await document("E004")
    for name in ("eve", "mona", "ada", "gina"):
        async with browser(name) as who:
            page = await who.get(f"/documents/{plan}")
            file = await who.get(f"/documents/{plan}/file")
        assert page.status_code == 200 and "伊薇的带队方案" in page.text, name
        assert file.content == PDF
    for name in ("finn", "otto", "olga", "root"):
        missing = await statuses(name, f"/documents/{plan}", f"/documents/{plan}/file", f"/documents/{NOBODY}")
        assert missing == [404, 404, 404], name


async def test_a_file_is_only_ever_a_download(company_once: Cast) -> None:
    async with browser("ada") as ada:
        file = await ada.get(f"/documents/{await document('E004')}/file")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert file.headers["x-content-type-options"] == "nosniff" and "sandbox" in file.headers["content-security-policy"]


async def test_the_part_that_htmx_gets_is_the_one_of_the_page(company_once: Cast) -> None:
    async with browser("mona") as mona:
        assert_block(await mona.htmx("/documents"), await mona.get("/documents"), "documents")


async def test_an_approval_is_read_by_the_person_and_counts_once(company: Cast) -> None:
    plan = await document("E004")
    async with browser("mona") as mona, browser("ada") as ada, browser("eve") as eve:
        first = await mona.submit(f"/documents/{plan}/review", version="1", verdict="approve", comment="很好")
        late = await ada.submit(f"/documents/{plan}/review", version="1", verdict="return", comment="缺预算")
        page = await eve.get(f"/documents/{plan}")
    assert (first.status_code, late.status_code) == (303, 409)
    assert "在此期间已有人审核这份材料" in words(late)
    assert "已通过" in words(page) and "莫兰" in page.text and "很好" in page.text
    assert await one("select count(*) from audit_entry where event like '%DocumentReviewed'") == 1


async def test_who_returns_a_document_says_what_is_missing(company: Cast) -> None:
    plan = await document("E004")
    async with browser("mona") as mona, browser("eve") as eve:
        silent = await mona.submit(f"/documents/{plan}/review", version="1", verdict="return", comment=" ")
        said = await mona.submit(f"/documents/{plan}/review", version="1", verdict="return", comment="缺预算")
        page, home = await eve.get(f"/documents/{plan}"), await eve.get("/")
    assert silent.status_code == 422 and "请说明缺什么：本人会看到。" in words(silent)
    assert said.status_code == 303 and "缺预算" in page.text and f"/documents/{plan}" in home.text


async def test_a_review_that_says_neither_is_refused_with_what_was_written(company_once: Cast) -> None:
    plan = await document("E004")
    async with browser("mona") as mona:
        page = await mona.submit(f"/documents/{plan}/review", version="1", verdict="perhaps", comment="再看看")
    assert page.status_code == 422 and "再看看" in page.text
    assert await one("select state from documents_document where id = $1", plan) == "pending"


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [("mona", "E003", 404), ("mona", "E007", 404), ("eve", "E004", 403), ("root", "E004", 403), ("olga", "E004", 403)],
)
async def test_nobody_reviews_their_own_or_somebody_elses_team(
    company_once: Cast, who: str, whose: str, status: int
) -> None:
    plan = await document(whose)
    async with browser(who) as client:
        answer = await client.submit(f"/documents/{plan}/review", version="1", verdict="approve")
    assert answer.status_code == status
    assert await one("select count(*) from documents_document where state <> 'pending'") == 0
