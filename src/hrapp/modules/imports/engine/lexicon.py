"""What headers may say: the names of fields, the company's metrics, periods, and the role of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hrapp.kernel.imports import ImportKind, Vocabulary
from hrapp.modules.imports.engine import periods, raters
from hrapp.modules.imports.engine.roles import is_number_or_address
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import Terms, inside, outside, plain, said

#: Headers that hold half a name, reduced.
HALVES = ("first name", "last name")
METRICS, PERIODS = "metrics", "periods"
FORM = "form"
#: In brackets they say whose the figure is, and name nobody: 公积金（员工）, PF (Employee).
_WHOSE = frozenset(("员工", "人员", "个人", "职工", "employee", "ee"))
#: Roles a figure can play under the name of a metric, and the fields of a metrics kind that name them.
ROLES = ("target", "actual", "typed_completion", "weight")
#: Headers that nobody takes and that show all the same that a row is a header.
_COMMON = frozenset(
    [
        "序号",
        "号",
        "no",
        "缴费基数",
        "缴存基数",
        "单位缴纳",
        "个人缴纳",
        "单位部分",
        "个人部分",
        "学历",
        "民族",
        "专业",
        "年龄",
        "工龄",
        "司龄",
        "籍贯",
        "婚姻状况",
        "政治面貌",
        "毕业院校",
        "住址",
        "家庭住址",
        "户口所在地",
        "学时",
        "课时",
        "讲师",
        "授课人",
        "培训讲师",
        "培训地点",
        "地点",
        "批准",
        "批准人",
        "审批人",
        "审核",
        "审批",
        "签字",
        "签名",
        "排名",
        "名次",
        "单位",
        "计量单位",
        "公司",
        "小组",
        "组别",
        "班组",
        "社保",
        "公积金",
        "个税",
        "应发工资",
        "实发工资",
        "应发",
        "实发",
        "出勤天数",
        "加班",
        "奖金",
        "提成",
        "扣款",
        "银行卡号",
        "开户行",
        "紧急联系人",
        "同比",
        "环比",
        "差异",
        "差额",
        "累计",
        "金额",
        "合计",
        "总分",
        "系数",
        "评语",
        "考核人",
        "附件",
        "工作地点",
        "年度",
        "月份",
        "age",
        "education",
        "major",
        "address",
        "salary",
        "position",
        "department",
        "bonus",
        "hours",
        "trainer",
        "location",
        "gap",
        "variance",
        "reviewer",
        "remarks",
    ]
)
_FLUFF = re.compile(
    r"本月|当月|月度|每月|本季|当季|季度|年度|本年|全年|月|值|指标|kpi|情况|数据|的|个人|本期|当期|单位"
)
_NEUTRAL = frozenset(["kpi", "指标", "考核指标", "kpi指标", "绩效指标", "关键指标", "业绩", "业绩指标", "考核内容", "关键绩效指标", "完成情况", "考核项目", "定量指标", "指标完成情况", "绩效等级", "评级", "等级", "绩效", "考核结果", "绩效考核", "计划与完成", "计划与实际", "目标与完成", "目标与实际", "任务与完成", "计划完成情况", "目标完成情况", "任务完成情况"])  # fmt: skip
_UNIT_WORDS = frozenset(
    [
        "元",
        "万元",
        "千元",
        "百万元",
        "亿元",
        "万",
        "个",
        "人",
        "分",
        "次",
        "家",
        "单",
        "件",
        "天",
        "小时",
        "份",
        "门",
        "条",
        "台",
        "套",
        "名",
        "项",
        "rmb",
        "cny",
        "%",
        "元/月",
    ]
)
SERIAL = frozenset({"序号", "号", "no", "序", "编号", "sn", "serialno", "#", "sno", "srno", "slno", "sr", "itemno"})


@dataclass(frozen=True, slots=True)
class Facets:
    """What the header of a column of figures says. `unknown` is a metric the company file does not have."""

    metric: str | None = None
    period: periods.Said | None = None
    role: str | None = None
    unknown: str | None = None


#: 季度得分 over 一季度: what somebody was given for their figures is no figure of theirs.
_SCORED = re.compile(r"(?:得分|评分|分数|成绩|打分|考核分|测评分|等级|等次|评级)$|\b(?:score|rating|grade)s?$")


class Lexicon:
    def __init__(
        self, kinds: Sequence[ImportKind], vocabulary: Vocabulary, learned: frozenset[str] = frozenset()
    ) -> None:
        self.kinds = sorted((kind for kind in kinds if kind.shape != FORM), key=lambda kind: kind.order)
        self.forms = [kind for kind in kinds if kind.shape == FORM]  # found by their layout, not by columns
        self.vocabulary = vocabulary
        self.terms = {name: Terms(words) for name, words in vocabulary.terms.items()}
        self.metrics = self.terms.get("metrics", Terms({}))
        self.names: dict[str, set[str]] = {}  # said(header) → names of the kinds that have such a field
        self.words: set[str] = set()  # every name of a field
        self.person: dict[str, str] = dict.fromkeys(HALVES, "name")  # said(header) or reduced(header) → emp_no or name
        self.subjects: set[str] = set()  # said(header) of what rows are about that are about no person
        self._weak: set[str] = set()
        self._reduced: set[str] = set()
        self._roles: dict[str, str] = {}
        self._learned = {level for header in learned for level in header.split("/")}  # known to stand in headers
        for kind in self.kinds:
            for fld in kind.fields:
                for name in fld.names:
                    self.words.add(said(name))
                    self._reduced.add(reduced(name))
                    if not kind.any_of and not kind.beside:
                        self.names.setdefault(said(name), set()).add(kind.name)
                    if fld.key == kind.subject:
                        self.subjects.add(said(name))
                        self._weak |= {said(word) for each in kind.fields for word in each.weak}
                    if fld.key in ("emp_no", "name"):
                        self.person.setdefault(said(name), fld.key)
                        self.person.setdefault(reduced(name), fld.key)
                    if kind.shape == METRICS and fld.key in ROLES:
                        self._roles.setdefault(said(name) or plain(name), fld.key)

    def knows(self, text: str) -> bool:
        """Whether the text is known to stand in headers."""
        if is_number_or_address(text):
            return self.heads(text)
        return self._known(plain(text)) or reduced(text) in self._reduced

    def heads(self, text: str) -> bool:
        """Whether just this is the name of a field, or was one in an earlier file."""
        return text in self.words or text in self._learned

    @cached_property
    def _cache(self) -> dict[str, bool]:
        return {}

    def _known(self, text: str) -> bool:
        if text not in self._cache:
            self._cache[text] = any(
                word in self.words or word in _COMMON or word in self._learned for word, _ in variants(text)
            ) or self._measures(text)
        return self._cache[text]

    def _measures(self, text: str) -> bool:
        if len(text) > 24:
            return False
        found = self.facets((text,))
        return bool(found and (found.metric or found.period or found.role)) or said(text) in _UNIT_WORDS

    def person_key(self, text: str) -> str | None:
        """emp_no or name, if the header says who a row is about."""
        aside = {said(part) for part in inside(text)} & _WHOSE if said(outside(text)) else set()
        found = (self.person[word] for word, _ in variants(text) if word in self.person and word not in aside)
        return next(found, None) or self.person.get(reduced(text))

    def is_subject(self, text: str) -> bool:
        """Whether the header says what a row is about, where that is no person: 部门名称."""
        return any(word in self.subjects for word, _ in variants(text))

    def is_weak(self, text: str) -> bool:
        """Whether the text stands in headers beside what a row is about; it stands in cells, too."""
        return any(word in self._weak for word, _ in variants(text))

    def role(self, text: str) -> str | None:
        """What kind of figure the text names. A unit in brackets names none: 毛利率（%）."""
        aside = {said(part) for part in inside(text)} if said(outside(text)) else set()
        words = (word for word, _ in variants(text) if word not in aside)
        return next((self._roles[word] for word in words if word in self._roles), None)

    def _role_in_brackets(self, text: str) -> str | None:
        parts = (part for part in inside(text) if said(part) not in _UNIT_WORDS)
        return next((role for part in parts if (role := self.role(part))), None)

    def facets(self, path: Sequence[str]) -> Facets | None:
        """Metric, period and role out of the levels of a header; None where its lowest level is none of them."""
        metric = period = role = unknown = None
        for level, text in enumerate(path):
            lowest = level == len(path) - 1
            found = self._facet(text)
            if found is None:
                if (
                    (period and raters.heads(text))
                    or said(text) in _NEUTRAL
                    or said(text) in _UNIT_WORDS
                    or not said(outside(text))
                ):
                    continue
                if lowest:
                    return None
                if _SCORED.search(said(text)):
                    return None
                unknown = outside(text) or plain(text)
                continue
            metric = found.metric or metric
            period = periods.within(period, found.period)
            role = found.role or role
        return Facets(metric, period, role, None if metric else unknown)

    def _facet(self, text: str) -> Facets | None:
        if role := self.role(text):
            return Facets(role=role)
        if periods.of_no_kind(text):
            return None
        if period := periods.whole(text) or periods.whole(outside(text)):
            return Facets(period=period)
        if metric := self.metrics.exact(text):
            return Facets(metric=metric)
        split = self.metrics.split(outside(text)) or self.metrics.split(text)
        if split:
            metric, rest = split
            return self._with_rest(metric, rest, text)
        found = periods.find(outside(text))
        if found and (role := self.role(found.rest)):
            return Facets(period=found, role=role)
        bracketed = self._role_in_brackets(text)
        return Facets(role=bracketed) if bracketed and periods.whole(outside(text)) else None

    def _with_rest(self, metric: str, rest: str, text: str) -> Facets | None:
        """销售额目标, 实际销售额, 1月销售额, 本月销售额: but 销售额同比 is something else."""
        bracketed = self._role_in_brackets(text)
        period = periods.find(rest) if rest else None
        rest = said(period.rest) if period else rest
        if not rest or not _FLUFF.sub("", rest) or said(rest) in _UNIT_WORDS:
            return Facets(metric, period, bracketed)
        role = self._roles.get(rest) or self._roles.get(_FLUFF.sub("", rest))
        return Facets(metric, period, role) if role else None
