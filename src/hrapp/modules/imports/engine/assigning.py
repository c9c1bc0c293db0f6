"""Which column holds which field: names, values and memory together, one field to a column."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from hrapp.kernel.imports import Field, ImportKind, Type
from hrapp.modules.imports.engine import counted, units
from hrapp.modules.imports.engine.answers import LEFT_OUT, OTHER
from hrapp.modules.imports.engine.fit import PERSON, Fit, Told
from hrapp.modules.imports.engine.lexicon import HALVES, Lexicon
from hrapp.modules.imports.engine.likeness import GENERIC, REDUCED, likeness
from hrapp.modules.imports.engine.memory import Memory, header_key
from hrapp.modules.imports.engine.others import PERHAPS, not_of_a_relative, perhaps_theirs
from hrapp.modules.imports.engine.replaced import kept_as_written
from hrapp.modules.imports.engine.shapes import Sample, with_values
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.studies import not_the_last
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.words import outside, said

_NOT_OF_THE_PERSON = re.compile(r"紧急|家属|配偶|爱人|父亲|母亲|父母|子女|孩子|小孩|联系人|亲属|担保|推荐人|介绍人")


_FOREIGN = re.compile(r"[(（](?:pinyin|english|en|拼音|英文)[)）]", re.IGNORECASE)  # beside 姓名（中文）
_FINED = re.compile(r"[奖惩]|处分|违纪")  # only beside such a word is a bare 名称 that of a reward or penalty
#: 原因 is what a row is about only where no other column (名称, 奖惩项目) names it.
_WHY = re.compile(r"(?:原因|事由|理由|依据|说明|描述|reason)$")
#: A number of a person, or of what the row is about.
_ANY_NUMBER = frozenset(("编号", "代码", "id", "编码", "号码", "no"))


def assign(
    kind: ImportKind,
    columns: Sequence[Column],
    samples: Mapping[int, Sample],
    lexicon: Lexicon,
    given: Mapping[int, str],
    memory: Memory,
    skip: frozenset[str] = frozenset(),
    whole: Sequence[Column] = (),
) -> tuple[dict[int, Field], dict[int, float], dict[int, tuple[str, ...]]]:
    """One column for a field and one field for a column, the surest pairs first. What was answered stands.
    `whole`: the columns of the table, where only the rest of them is to be assigned."""
    by_key = {fld.key: fld for fld in kind.fields}
    taken = {c.index: by_key[given[c.index]] for c in columns if given.get(c.index) in by_key}
    sure = dict.fromkeys(taken, 1.0)
    why: dict[int, tuple[str, ...]] = dict.fromkeys(taken, ("answer",))
    keys = {fld.key for fld in taken.values()}
    levels = department_levels(columns)
    other_studies, perhaps_last = not_the_last(columns)
    passed_over = other_studies | ({*levels} or _above_the_own(columns))
    theirs = set() if kind.elsewhere else perhaps_theirs(whole or columns)
    ours = not_of_a_relative(whole or columns) if kind.elsewhere else set()
    halves_of_days = _of_half_a_day(columns)
    proposed = any(_PROPOSED.match(said(column.path[-1])) for column in columns)
    pairs = []
    for column in columns:
        if column.index in given or kept_as_written(column):
            continue
        somebody_else = bool(_NOT_OF_THE_PERSON.search(column.header))
        remembered = memory.field(kind.name, header_key(column.path))
        if remembered in (LEFT_OUT, OTHER):
            continue
        for rank, fld in enumerate(kind.fields):
            if fld.key in skip or (column.index in passed_over and fld.key in _ONE_OF_SEVERAL):
                continue
            if fld.key != remembered and _counts_otherwise(column, fld):
                continue
            if fld.type == Type.NUMBER and column.index in halves_of_days:
                continue
            if fld.key == "seniority_pay" and _years_of_service(column, samples[column.index]):
                continue
            if column.index in ours and fld.key not in PERSON:
                continue
            likely = likeness(_as_it_was(column.reads) if proposed else column.reads, fld)
            likely = _of_an_item(likely, column, whole or columns) if fld.key == "item" else likely
            likely = _of_a_commission(likely, column, whole or columns) if fld.key == "commission" else likely
            if somebody_else and likely < 0.9:
                continue
            if column.index in theirs or (column.index in perhaps_last and fld.key in _ONE_OF_SEVERAL):
                likely = min(likely, PERHAPS)
            if fld.key == "name" and _FOREIGN.search(column.header):
                likely = min(likely, 0.88)
            if fld.key == "emp_no" and said(column.path[-1]) in _ANY_NUMBER:
                likely = min(likely, 0.94)
            score = 1.2 if fld.key == remembered else with_values(likely, fld, samples[column.index], column, lexicon)
            if score > 0.45:
                reason = "memory" if score > 1 else "name" if likely >= 0.84 else "alike" if likely else "values"
                pairs.append((score, -column.index, -rank, column, fld, reason))
    for score, _, _, column, fld, reason in sorted(pairs, key=_surest, reverse=True):
        if column.index not in taken and (fld.many or fld.key not in keys):
            taken[column.index], sure[column.index] = fld, round(min(score, 1.0), 3)
            why[column.index] = (reason,)
            keys.add(fld.key)
    return taken, sure, why


def _of_an_item(likely: float, column: Column, columns: Sequence[Column]) -> float:
    word = said(column.path[-1])
    if word in GENERIC and not any(_FINED.search(said(other.header)) for other in columns):
        return 0.0
    return min(likely, 0.94) if _WHY.search(word) else likely


_COMMISSION = re.compile(r"(?<=.)提成$|(?<=.)commission$")
#: Of a month before, taken back, or how much of what is sold.
_NO_COMMISSION = re.compile(r"扣|预支|借|已|[上前次]月|[上前]期|[未不退无非]|比例|系数")


def _of_a_commission(likely: float, column: Column, columns: Sequence[Column]) -> float:
    """运费提成 is the commission where no other column of the table is one."""
    found = [c for c in columns if _COMMISSION.search(said(outside(c.path[-1])))]
    return max(likely, REDUCED) if found == [column] and not _NO_COMMISSION.search(column.header) else likely


def _years_of_service(column: Column, cells: Sample) -> bool:
    """工龄 over 3, 5, 12 is how long, and over 100, 200, 300 what is paid for it."""
    word = column.path[-1]
    return counted.counts_service(word) and not counted.no_years(word, cells)


def _counts_otherwise(column: Column, fld: Field) -> bool:
    """事假（小时） where days are kept: it stays as it is written, under its own header."""
    counted = units.span_in_header(column.path, fld.unit) if fld.unit else None
    return counted is not None and units.times(counted, fld.unit) is None


_HALF_A_DAY = re.compile(r"(?P<half>[上下](?:班|午))(?P<what>.{2,})")


def _of_half_a_day(columns: Sequence[Column]) -> set[int]:
    """上班缺卡次数 beside 下班缺卡次数: either is a part of what is counted, and alone it would be too little."""
    found = [(c.index, match) for c in columns if (match := _HALF_A_DAY.fullmatch(said(c.path[-1])))]
    halves = {(match["half"], match["what"]) for _, match in found}
    return {
        index
        for index, match in found
        if (("下" if match["half"][0] == "上" else "上") + match["half"][1], match["what"]) in halves
    }


#: Fields of which a person has several, of which the table is asked for one: the department of the lowest level, and
#: what was studied last.
_ONE_OF_SEVERAL = frozenset(
    ("department", "education", "degree", "school", "major", "graduation_date", "study_start", "study_form")
)


def _above_the_own(columns: Sequence[Column]) -> set[int]:
    """一级部门 beside 部门 is what lies above it."""
    own = any(said(c.path[-1]) in ("部门", "所属部门", "所在部门", "部门名称") for c in columns)
    return {c.index for c in columns if own and _DEPARTMENT_LEVEL.fullmatch(said(c.path[-1]))}


_PROPOSED = re.compile(
    r"(?:拟|建议|申请|推荐|晋升后|调整后|异动后)(?:晋升|晋|任|聘|升|调整?|定)?(?:至|为)?(?:岗位|职级|职务|职位|级别|等级|部门|单位|薪|工资)"
)
_AS_IT_IS = re.compile(r"(?:现任|现在的?|现|当前|目前)(?=.{2,})")


def _as_it_was(path: Sequence[str]) -> tuple[str, ...]:
    """Beside 拟晋升职级, 现职级 is the one before."""
    return (*path[:-1], _AS_IT_IS.sub("原", said(path[-1]), count=1) if _AS_IT_IS.match(said(path[-1])) else path[-1])


def _surest(pair: tuple[float, int, int, Column, Field, str]) -> tuple[float, bool, int, float, int]:
    """Of equals the very name of the field, then the first column; within it the better name, then the first field."""
    score, column, rank = pair[:3]
    return round(score, 2), score == 1.0 and pair[4].type != Type.MONEY, column, score, rank


_DEPARTMENT_LEVEL = re.compile(r"[一二三四五1-5]级(?:部门|组织|单位|机构|中心)(?:名称)?|(?:部门|组织)[1-5一二三四五]")


def department_levels(columns: Sequence[Column]) -> tuple[int, ...]:
    """一级部门, 二级部门, 三级部门 side by side; one alone is a department."""
    found = tuple(c.index for c in columns if _DEPARTMENT_LEVEL.fullmatch(said(c.path[-1])))
    return found if len(found) > 1 else ()


def halves(columns: Sequence[Column]) -> tuple[int, int] | None:
    """The columns of the given and the family name."""
    found = {reduced(c.path[-1]): c.index for c in reversed(columns)}
    given, family = (found.get(half) for half in HALVES)
    return (given, family) if given is not None and family is not None else None


#: Columns that are counted from others, or hold nothing to keep.
_NOT_KEPT = frozenset((
    "序号", "号", "序", "no", "sn", "年龄", "周岁", "虚岁", "工龄", "司龄", "本企业工龄", "生肖", "星座", "属相", "签名", "签字", "签收",
    "本人签字", "员工签字", "签到", "确认签字", "age", "tenure", "signature",
))  # fmt: skip


def _alone(column: Column, sure: Mapping[int, float], headers: Mapping[int, str]) -> bool:
    """A word that says nothing by itself, and no other column of the table that would say of what."""
    others = {said(headers[other]) for other in sure if other != column.index}
    return said("".join(column.path)) in GENERIC and others <= GENERIC


_A_DAY = frozenset(("日期", "时间", "date", "day"))


def of_days(fit: Fit, table: Table) -> bool:
    """日期 beside a name: each row is something that happened to somebody, and its 备注 says nothing else of them."""
    return any(column.index not in fit.fields and said(column.path[-1]) in _A_DAY for column in table.columns)


def beside(main: Fit, table: Table, samples: Mapping[int, Sample], lexicon: Lexicon, told: Told) -> list[Fit]:
    """What kinds beside the table's take of the columns that it left over; the rest is kept as it is written."""
    people = {column: fld for column, fld in main.fields.items() if fld.key in PERSON}
    given = told.columns
    kinds = [kind for kind in lexicon.kinds if kind.beside and not main.kind.elsewhere]
    kinds = [kind for kind in kinds if main.kind.makes_people or not kind.of_roster]
    if main.kind.leftovers and of_days(main, table):
        kinds = []  # 班次 of one day is nobody's for good
    rest = [c for c in table.columns if c.index not in {*main.fields, *main.measures, main.year}]
    rest = [c for c in rest if given.get(c.index) != LEFT_OUT and c.index not in main.kept]
    found: list[Fit] = []
    own_fields = {fld.key: fld for fld in main.kind.fields}
    held = frozenset(fld.key for fld in main.fields.values())
    offers = []
    for kind in kinds:
        if kind is not main.kind:
            keys = {fld.key for fld in kind.fields}
            own = {column: key for column, key in given.items() if key in keys}
            skip = PERSON | held
            fields, sure, why = assign(kind, rest, samples, lexicon, own, told.memory, skip, table.columns)
            headers = {c.index: "".join(c.path) for c in rest}
            lost = {c.index for c in rest if c.index in fields and c.index not in own and _alone(c, sure, headers)}
            lost |= {column for column, fld in fields.items() if fld.key == "remark" and len(fields) == 1} - own.keys()
            offers += [
                (sure[c], -c, n, c, kind, fld, why[c]) for n, (c, fld) in enumerate(fields.items()) if c not in lost
            ]
    taken: set[int] = set()
    for score, _, _, column, kind, fld, reason in sorted(offers, key=lambda offer: offer[:3], reverse=True):
        if column in taken:
            continue
        if fld.key in own_fields:  # the table's own kind has it, and only did not know the word
            if main.column(fld.key) is None:
                main.fields[column], main.sure[column], main.why[column] = own_fields[fld.key], score, reason
                taken.add(column)
            continue
        taken.add(column)
        fit = next((fit for fit in found if fit.kind is kind), None)
        if fit is None:
            fit = Fit(kind, 0.0, {}, {})
            found.append(fit)
        fit.fields[column], fit.sure[column], fit.why[column] = fld, score, reason
    for fit in found:
        own_people = {fld.key: fld for fld in fit.kind.fields if fld.key in PERSON}
        fit.fields |= {column: own_people[fld.key] for column, fld in people.items() if fld.key in own_people}
    for column in _sums_of_parts(table, main, taken):
        main.sure[column] = min(main.sure[column], PERHAPS)
    left = [c for c in rest if c.index not in taken and not _left_out(c, samples[c.index])]
    main.kept = tuple(sorted({*main.kept, *(c.index for c in left if samples[c.index].share(_anything) >= 0)}))
    return found


def only_unit(main: Fit, given: Container[int]) -> None:
    """The only unit that a roster says of its people is their department, and no further word about them. `given`: the
    columns of which somebody said what they are."""
    own = {fld.key: fld for fld in main.kind.fields}
    for part in main.beside if main.kind.makes_people else ():
        for column, fld in list(part.fields.items()):
            if fld.instead in own and main.column(fld.instead) is None and column not in given:
                main.fields[column] = own[fld.instead]
                main.sure[column], main.why[column] = part.sure.pop(column), part.why.pop(column)
                del part.fields[column]
    main.beside = [part for part in main.beside if part.sure]


_SUM = frozenset(("合计", "小计", "总计", "共计", "合计工资", "工资合计", "total", "sum"))


def _sums_of_parts(table: Table, main: Fit, taken: Container[int]) -> set[int]:
    """合计 over 调整前 beside 岗位工资 and 绩效工资 over theirs: whether the sum is the pay that changed, or one of its
    parts is, only the company knows."""
    levels = [(c.index, [said(text) for text in c.path]) for c in table.columns if len(c.path) > 1]
    parts = {c for c, fld in main.fields.items() if fld.type == Type.MONEY} | {c for c, _ in levels if c in taken}
    sides = {text for column, path in levels if column in parts and not {*path} & _SUM for text in path}
    return {column for column, path in levels if column in main.fields and {*path} & _SUM and {*path} & (sides - _SUM)}


def _left_out(column: Column, cells: Sample) -> bool:
    """Amounts under 工龄 are counted from nothing; 请假 under 签到 is no signature."""
    word = said(column.path[-1])
    if word == "签到" and cells.share(_anything) > 0:
        return False
    return word in _NOT_KEPT and not (counted.counts(column.path[-1]) and counted.no_years(column.path[-1], cells))


def _anything(_value: object) -> bool:
    return True
