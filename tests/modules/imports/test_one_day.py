"""The day from which on a list of raises counts is said once for the whole table."""

from __future__ import annotations

import re

from ...browser import browser, words
from ...cast import Cast
from .sheets import workbook
from .test_steps import started, version

RAISES = workbook(
    [
        ["关于薪级调整的附件"],
        ["工号", "姓名", "调整前", "调整后"],
        ["E007", "余飞", 5000, 5500],
        ["E004", "柳青", 6000, 6600],
    ],
    "附件1",
)


async def test_one_day_is_typed_for_all_rows_shown_as_decided_and_can_be_opened_again(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = f"{await started(ada, ('调薪.xlsx', RAISES))}/values"
        page = await ada.get(url)
        assert "整张表各行的日期是哪一天" in words(page) and "关于薪级调整的附件" in words(page)
        assert 'name="v0"' in page.text and 'name="v1"' not in page.text
        wrong = await ada.submit(url, version=version(page), v0="下个月")
        assert wrong.status_code == 422 and "下个月" in wrong.text and "无法识别" in words(wrong)
        await ada.submit(url, version=version(page), v0="2026年7月1日")
        after = await ada.get(url)
        assert 'name="v0"' not in after.text and "生效日期: 2026年7月1日" in words(after)
        assert "缺少 生效日期" not in words(await ada.get(url.replace("/values", "/problems")))
        opened = re.search(r'name="again"[^>]*value="([^"]+)"', after.text)
        assert opened
        await ada.submit(url, version=version(after), again=opened[1])
        assert 'name="v0"' in (await ada.get(url)).text
