"""The columns of a score form, by what their headers say: items, weights, standards, points, and whose scores.

The last word of a header says what the column is: 评分标准 is a standard and 评分人 somebody, neither is a score. Of several
columns of scores, one is what a superior gave and one what came of it (最终得分, 得分 beside 上级评分).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.roles import is_number_or_address
from hrapp.modules.imports.engine.words import as_text, outside, said, squeezed

# The first that fits. Who is meant stands nowhere in it.
_ROLES = (
    ("self_score", r"自评|自我评|本人评|个人评|员工评|self"),
    ("score", r"评分|得分|打分|考核分|实得|评价分|上级评|领导评|主管评|经理评|考评分|加权分|折算分|score|rating"),
    ("adjustment", r"加减分|扣分|加分|奖扣|增减分|deduct|bonus point"),
    ("points", r"分值|分数|满分|标准分|基准分|基础分|总分|配分|points|max"),
    ("standard", r"标准|细则|评分办法|计分|计算|考核办法|说明|要求|公式|衡量|依据|评价方法|standard|criteria|rule|measure"),
    ("weight", r"权重|比重|占比|weight"),
    ("target", r"目标|target|goal"),
    ("actual", r"实际|完成情况|完成值|达成|具体事项|工作完成|actual|result|achiev"),
    ("section", r"^(?:考核)?(?:类别|维度|分类|类型|大类|模块)$|^项目$|考核项目|考核维度|指标类|考核类|category|section|dimension"),
    ("item", r"内容|指标|项目|考核项|工作任务|工作内容|任务|价值观|职责|kpi|行为|要素|item|indicator|objective|task"),
    ("note", r"备注|原因|附注|remark|note|comment"),
    ("serial", r"^(?:序号|编号|no|no\.|#)$"),
)  # fmt: skip
_NUMBERS = frozenset(("self_score", "score", "adjustment", "points"))
#: Why somebody got the score, and how it is given.
_WHY = re.compile(r"(?:自评|加分|扣分|加减分|奖扣).*(?:原因|理由|说明|依据)$|(?:得分|评分|打分)(?:原因|理由)$")
_HOW = re.compile(
    r"(?:评|计|打|得|扣|加|减|奖|分值|考核|考评).*(?:标准|细则|办法|规则|方法|说明|依据|要求|公式|方式|准则)$"
    r"|(?:scor|rating|grading|assess|evaluat).*(?:criteria|criterion|standards?|rules?|methods?|basis|guidelines?)$",
    re.IGNORECASE,
)
_NO_SCORE = re.compile(
    r"(?:评分|打分|评价)(?:项目?|指标|内容|要素|维度|人|者|日期|时间)$|(?:rated|scored)by$", re.IGNORECASE
)
#: Of several scores: what counts in the end, what is counted from another, and who gave it.
_FINAL = re.compile(r"最终|最后|终评|终审|终分|核定|审定|复核|final", re.IGNORECASE)
_COUNTED = re.compile(r"加权|折算|折合|权重得分|weighted", re.IGNORECASE)
_GIVEN_BY = re.compile(
    r"上级|领导|主管|经理|直属|直接|间接|隔级|考[核评]人|评价人|部门|组长|店长|总监|负责人|人力|人事|hr(?!s)"
    r"|manager|supervisor|superior|leader|reviewer|appraiser",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:姓名|员工姓名|工号|员工编号|员工|name|employee.*)$", re.IGNORECASE)
#: Of OKR, which is a table of its own.
_KEY_RESULT = re.compile(r"^(?:kr|kr描述|kr内容|(?:kr)?关键结果|关键成果|key ?results?).{0,12}$", re.IGNORECASE)
#: Whoever answers for an item, or its number: the form is about another.
_WHOSE_ITEM = frozenset(("负责人", "责任人", "所有者", "owner", "编号", "代码", "id", "no"))


def header_roles(cells: Sequence[tuple[int, Any]], lexicon: Lexicon) -> dict[int, str]:
    """{column: role} where these cells are the header of a score form, else nothing. Several columns can be a standard, or notes."""
    if not all(isinstance(value, str) for _, value in cells) or sum(_any_role(value) for _, value in cells) < 3:
        return {}
    found: dict[int, str] = {}
    scores: dict[int, str] = {}
    for column, value in cells:
        text = squeezed(as_text(value))
        if not isinstance(value, str) or len(text) > 30:
            return {}
        if _PERSON.match(bare := said(outside(text)) or said(text)) or _KEY_RESULT.match(bare):
            return {}
        if bare not in _WHOSE_ITEM and lexicon.person_key(text):
            return {}
        role = _role(text, set(found.values()))
        if role == "weight" or (role is None and _role(text, set()) == "weight"):
            found = {at: known for at, known in found.items() if known != "weight"}  # the further right, the finer
            role = "weight"
        if role == "score":
            scores[column] = bare
        elif role:
            found[column] = role
    found |= _whose(scores)
    roles = set(found.values())
    scored = roles & {"score", "self_score", "points", "adjustment"}
    about = roles & {"item", "section"}
    told = roles & {"standard", "weight", "target", "note", "actual"}
    return found if about and scored and told and len(roles) >= 3 else {}


def _whose(scores: Mapping[int, str]) -> dict[int, str]:
    """score: what a superior gave; result: what came of it in the end; counted: the score times something; other."""
    counted = [column for column, text in scores.items() if _COUNTED.search(text)]
    rest = [column for column in scores if column not in counted]
    finals = [column for column in rest if _FINAL.search(scores[column])]
    given = [column for column in rest if column not in finals and _GIVEN_BY.search(scores[column])]
    plain = [column for column in rest if column not in finals and column not in given]
    first = next(iter((*given, *plain, *finals, *counted)), None)
    result = next((column for column in (*reversed(finals), *reversed(plain)) if column != first), None)
    roles = {column: "counted" if column in counted else "other" for column in scores}
    named = {first: "score", result: "result"}
    return roles | {column: role for column, role in named.items() if column is not None}


@functools.lru_cache(maxsize=65536)
def _any_role(value: str) -> bool:
    return len(value) <= 60 and not is_number_or_address(value) and _role(squeezed(as_text(value)), set()) is not None


def _role(text: str, taken: set[str]) -> str | None:
    bare = said(outside(text)) or said(text)
    if _WHY.search(bare):
        return "note"
    if _HOW.search(bare):
        return "standard"
    worded = _NO_SCORE.search(bare) is not None
    for role, pattern in _ROLES:
        if (
            (role not in taken or role == "note")
            and not (worded and role in _NUMBERS)
            and re.search(pattern, bare, re.IGNORECASE)
        ):
            return role
    return None
