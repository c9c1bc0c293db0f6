"""Rows of a table that are no record, by what they say."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine.words import plain, said, simplified

_TOTAL = re.compile(
    r"^.{0,14}?(?:小计|合计|合记|总计|共计|累计|汇总|加总|平均值?|平均数|均值|人均|总数|总和|求和|最大值|最小值|最高分?|最低分?|中位数|合共|共\d+人|人数)"
    r"(?:[:：=].*|[(（].*|\d.*|人数?|金额|值|数|分|率)?$"
    r"|^总$|^(?:小计|合计|总计|共计)[\u4e00-\u9fff]{1,6}$"
    r"|^(?:.{0,20}\b)?(?:grand ?total|sub-?total|total|ttl|average|avg|mean|sum|maximum|minimum|max|min|count|headcount)s?\b.{0,16}$",
    re.IGNORECASE,
)  # fmt: skip
_SUBTOTAL = re.compile(r"小计|sub-?total|部门合计|本页|.{2,}(?:部|组|中心|科|室)(?:合计|汇总|平均)", re.IGNORECASE)
_FOOTER = re.compile(
    r"^(?:制表|编制|填表|填报|经办|审核|审批|批准|复核|核准|核对|签字|签名|签章|签收|盖章|负责人|主管领导|总经理|部门经理|人事|财务|打印|导出|更新|日期|数据来源"
    r"|注|附注|备注|说明|附|特别说明|温馨提示|提示|填写说明|填表说明|以上|上述|等级|评级标准|计算公式|公式|统计口径|口径"
    r"|prepared|approved|reviewed|checked|signed|signature|notes?|remarks?|source|printed|generated|hr manager)"
    r"(?:人|者|单位|部门|日期|时间|意见|签字|签名|负责人|by)*(?:\s*[\d①一二三]?\s*[:：.、]|\s*$|\s+\S)|^[*※☆★]|^\(?注(?![塑册射液浆胶油水氧销资])|^以上|^说明",
    re.IGNORECASE,
)  # fmt: skip


_NUMBER_OR_ADDRESS = re.compile(r"(?!20[0-9]{4}$)[A-Za-z]{0,3}[0-9]{5,20}|[^\s@]+@[^\s@]+\.[A-Za-z]+")


def is_number_or_address(text: str) -> bool:
    """A 工号, a phone, an address of mail: a value, and no word that could name or sum up anything. 202401 is a month."""
    return _NUMBER_OR_ADDRESS.fullmatch(text) is not None


def is_total(text: str) -> bool:
    bare = simplified(re.sub(r"\s+", "", plain(text))) if re.search(r"[^\x00-\x7f]", text) else plain(text)
    return len(bare) <= 40 and bool(_TOTAL.search(bare))


_LATIN_TOTAL = re.compile(
    r"(?:grand |sub-? ?)?(?:total|ttl)s?(?:\s*[:(=\d].*)?|(?:total|sum|average|avg|mean|max|min|maximum|minimum|count|headcount)s?\.?"
    r"(?:\s*[:(=\d].*| (?:of|for|per|by|in)\b.*| .*(?:salary|amount|pay|wages?|value|score|hours|days|head ?count|employees|staff|people|cost)s?)?"
    r"|.{2,20} (?:total|sub-?total|average)|(?:sub-? ?total|grand total)s?\b.*",
    re.IGNORECASE,
)


def is_latin_total(text: str) -> bool:
    """Total, Average salary, Sales subtotal, Subtotal Sales; not Max Weber."""
    return _LATIN_TOTAL.fullmatch(plain(text)) is not None


_BARE_TOTAL = re.compile(r"(?:部门|本页|本月|分组|分部)?(?:小计|合计|总计|共计)|(?:grand|sub)?-?total", re.IGNORECASE)


def is_bare_total(text: str) -> bool:
    """The word and nothing else: where nobody is named in its row, it sums up wherever it stands."""
    return _BARE_TOTAL.fullmatch(simplified(re.sub(r"[\s:：]+", "", plain(text)))) is not None


def total_code(text: str) -> str:
    return "subtotal" if _SUBTOTAL.search(simplified(re.sub(r"\s+", "", plain(text)))) else "total"


def is_to_sign(text: str) -> bool:
    """A word before an empty space: 审核："""
    return text.rstrip().endswith((":", "："))


def is_footer(text: str) -> bool:
    return bool(_FOOTER.search(plain(text)))


#: In the place of a name: what is told of all of them, or that there is nobody.
_OF_ALL = re.compile(
    r"计|σ|ttl|全[部厂员体]|全公司|(?:以上)?总共|一共|公司(?:总体|整体|平均)|总体|整体|[月人日]均.{0,4}|平均.{0,6}|(?:部门|本页|本月)?小结"
    r"|(?:其中)?[男女](?:[员职]?工|性|生)?|其中.{0,6}"
    r"|(?:环比|同比|较?上[月年期]|本[月年期]|去年|较去年)(?:同期)?(?:增[长减幅]|增长率|增减额?|变化|数|值)?|增减额?|[增降涨]幅|[应实缺]到(?:人数)?|缺勤(?:人数)?|差[额异]|占比|比[例率重]"
    r"|标准(?:差|值|分)?|方差|极差|预算数?|核对|校[验对]|(?:人民币|金额)?大写.{0,20}"
    r"|(?:目标|任务|指标)?(?:达成|完成|增长|合格|离职|出勤|优秀|及格|流失|到岗|满勤|达标)率|排名第?.{0,3}|第?[一二三123]名"
    r"|[人名位元]|[共计]?\d{1,4}[人名位](?:次)?"
)
_NOBODY_YET = re.compile(
    r"空[缺编岗]|缺[编员岗]|暂缺|待招聘?|拟招|新招|招聘中|在招|待补|待聘|待定|未定|编外空缺|vacan(?:t|cy)|tb[dh]|open position"
)


def tells_of_all(text: str) -> bool:
    """Whether a cell that should name somebody sums up or compares: 环比, 其中:女, 2人."""
    return _OF_ALL.fullmatch(said(text)) is not None


def is_vacant(text: str) -> bool:
    """空缺, 招聘中: a place that nobody has."""
    return _NOBODY_YET.fullmatch(said(text)) is not None


_UNIT_NAME = re.compile(r".{2,10}(?:部|部门|车间|中心|科室|班组|分公司|门店|办公室)")


def is_unit(text: str) -> bool:
    """A department by its ending, and nobody's name."""
    return _UNIT_NAME.fullmatch(said(text)) is not None


_SIGNED = re.compile(
    r"(?:制表|制单|编制|填表|填报|经办|审核|审批|批准|复核|核准|校对|签发)(?:人员?|者|日期|时间|部门|签[字名])?"
    r"|(?:部门|人事|财务|主管|总?经理|领导|负责人|会计|出纳)签[字名章]|日期|制表日期|date|(?:prepared|approved|reviewed|checked) by",
    re.IGNORECASE,
)


def is_signed(texts: list[str]) -> bool:
    """制表人 王芳 审核人 李总: a line of words that each wait for a signature, and what stands beside them."""
    labels = [_SIGNED.fullmatch(said(text)) is not None for text in texts]
    return labels[0] and sum(labels) >= 2
