"""Rows of a table that are no record, by what they say."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine.words import plain

_TOTAL = re.compile(
    r"^.{0,14}?(?:小计|合计|总计|共计|累计|汇总|平均值?|平均数|均值|人均|总数|总和|求和|最大值|最小值|最高分?|最低分?|中位数|合共|共\d+人|人数)"
    r"(?:[:：=].*|[(（].*|\d.*|人数?|金额|值|数|分|率)?$"
    r"|^总$|^(?:小计|合计|总计|共计)[\u4e00-\u9fff]{1,6}$"
    r"|^(?:.{0,20}\b)?(?:grand ?total|sub-?total|total|average|avg|mean|sum|maximum|minimum|max|min|count|headcount)s?\b.{0,16}$",
    re.IGNORECASE,
)  # fmt: skip
_SUBTOTAL = re.compile(r"小计|sub-?total|部门合计|本页|.{2,}(?:部|组|中心|科|室)(?:合计|汇总|平均)", re.IGNORECASE)
_FOOTER = re.compile(
    r"^(?:制表|编制|填表|填报|经办|审核|审批|批准|复核|核准|核对|签字|签名|签章|签收|盖章|负责人|主管领导|总经理|部门经理|人事|财务|打印|导出|更新|日期|数据来源"
    r"|注|附注|备注|说明|附|特别说明|温馨提示|提示|填写说明|填表说明|以上|上述|等级|评级标准|计算公式|公式|统计口径|口径"
    r"|prepared|approved|reviewed|checked|signed|signature|notes?|remarks?|source|printed|generated|hr manager)"
    r"(?:人|者|单位|部门|日期|时间|意见|签字|签名|负责人|by)*(?:\s*[\d①一二三]?\s*[:：.、]|\s*$|\s+\S)|^[*※☆★]|^\(?注|^以上|^说明",
    re.IGNORECASE,
)  # fmt: skip


_NUMBER_OR_ADDRESS = re.compile(r"(?!20[0-9]{4}$)[A-Za-z]{0,3}[0-9]{5,20}|[^\s@]+@[^\s@]+\.[A-Za-z]+")


def is_number_or_address(text: str) -> bool:
    """A 工号, a phone, an address of mail: a value, and no word that could name or sum up anything. 202401 is a month."""
    return _NUMBER_OR_ADDRESS.fullmatch(text) is not None


def is_total(text: str) -> bool:
    bare = re.sub(r"\s+", "", plain(text)) if re.search(r"[^\x00-\x7f]", text) else plain(text)
    return len(bare) <= 40 and bool(_TOTAL.search(bare))


_BARE_TOTAL = re.compile(r"(?:部门|本页|本月|分组|分部)?(?:小计|合计|总计|共计)|(?:grand|sub)?-?total", re.IGNORECASE)


def is_bare_total(text: str) -> bool:
    """The word and nothing else: where nobody is named in its row, it sums up wherever it stands."""
    return _BARE_TOTAL.fullmatch(re.sub(r"[\s:：]+", "", plain(text))) is not None


def total_code(text: str) -> str:
    return "subtotal" if _SUBTOTAL.search(re.sub(r"\s+", "", plain(text))) else "total"


def is_to_sign(text: str) -> bool:
    """A word before an empty space: 审核："""
    return text.rstrip().endswith((":", "："))


def is_footer(text: str) -> bool:
    return bool(_FOOTER.search(plain(text)))
