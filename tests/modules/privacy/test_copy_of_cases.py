"""A copy has what was decided about somebody, with what was said, as the page of the case shows it."""

from __future__ import annotations

import json

from hrapp.kernel.ids import new_id
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from .test_pages import copy_of


async def said(person: str, by: str, comment: str) -> None:
    async with unit_of_work(role="import"):
        await one(
            "insert into approvals_decision (id, request, step, verdict, decided_by, comment, decided_at)"
            " select $1, id, 0, 'approve', $3, $4, now() from approvals_request where person = $2 returning id",
            new_id(),
            person,
            by,
            comment,
        )


async def test_what_was_said_about_somebody_is_in_their_copy_and_in_no_other(company: Cast, house: Registry) -> None:
    await said(await company.person("eve"), await company.person("mona"), "业绩扎实，可以带队")
    eve_copy, finn_copy = await copy_of("eve", house), await copy_of("finn", house)
    async with browser("eve") as eve:
        parts = json.loads((await eve.get(f"/privacy/export/{eve_copy}/file")).content)["parts"]
        page = words(await eve.get(f"/privacy/export/{eve_copy}"))
    rows = {part["name"]: part["rows"] for part in parts}["promotion_decisions"]
    assert [(row["name"], row["verdict"], row["comment"]) for row in rows] == [
        ("莫兰", "approve", "业绩扎实，可以带队")
    ]
    assert "审批意见" in page and "业绩扎实，可以带队" in page and "approve" not in page
    assert "in_approval" not in page
    async with browser("finn") as finn:
        assert "业绩扎实" not in (await finn.get(f"/privacy/export/{finn_copy}/file")).text
