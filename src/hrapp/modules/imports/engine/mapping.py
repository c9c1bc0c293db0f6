"""Which kind a table is of, and which column holds which field: names, neighbours and values together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hrapp.kernel.imports import PERSON_KEYS, Field, ImportKind, Type
from hrapp.modules.imports.engine import dates, numbers
from hrapp.modules.imports.engine.answers import LEFT_OUT, NO_ANSWER, OTHER, TableAnswer
from hrapp.modules.imports.engine.context import Context, inferred
from hrapp.modules.imports.engine.grid import letter
from hrapp.modules.imports.engine.layout import Column, Table
from hrapp.modules.imports.engine.lexicon import METRICS, PERIODS, ROLES, Facets, Lexicon, likeness, variants
from hrapp.modules.imports.engine.memory import Memory, header_key
from hrapp.modules.imports.engine.values import Raw, term_of
from hrapp.modules.imports.engine.words import Terms, as_text, is_nothing, plain, said

PERSON = frozenset(fld.key for fld in PERSON_KEYS)
_NOT_OF_THE_PERSON = re.compile(r"紧急|家属|配偶|父亲|母亲|子女|联系人|亲属|担保|推荐人|介绍人")
_ENOUGH = 0.9  # evidence below this is no kind
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤欧温尤柳葛章萧萧季俞施华齐倪祝纪路柯关文伍童卓柏鲍苗祁聂庄褚诸左岑娄卫穆费申鲁焦乔裴管尚詹耿宁包甘".strip()
)


@dataclass(slots=True)
class Fit:
    """A kind laid over a table. `fields`: {column: field}; `measures`: {column: what its header says}."""

    kind: ImportKind
    score: float
    fields: dict[int, Field]
    sure: dict[int, float]
    measures: dict[int, Facets] = field(default_factory=dict)
    inferred: dict[str, str] = field(default_factory=dict)
    why: dict[int, tuple[str, ...]] = field(default_factory=dict)
    asked: bool = False  # somebody said that it is this kind
    beside: list[Fit] = field(default_factory=list)  # kinds that take columns which this one left over
    kept: tuple[int, ...] = ()  # columns that are kept as a further record of the person
    year: int | None = None  # a column that says the year of the period beside it

    def column(self, key: str) -> int | None:
        return next((column for column, fld in self.fields.items() if fld.key == key), None)


@dataclass(frozen=True, slots=True)
class Sample:
    """Some cells of a column and what they look like."""

    raws: tuple[Raw, ...]
    shares: dict[Callable[[object], object], float] = field(default_factory=dict, compare=False)

    def share(self, test: Callable[[object], object]) -> float:
        """How many of the filled cells pass; every field asks, so the answer is kept. Below 0: none is filled."""
        if test not in self.shares:
            filled = [raw.value for raw in self.raws if not is_nothing(raw.value)]
            self.shares[test] = sum(bool(test(value)) for value in filled) / len(filled) if filled else -1.0
        return self.shares[test]


def sample(table: Table, column: int, rows: Sequence[int]) -> Sample:
    return Sample(tuple(table.raw(row, column) for row in rows[:200]))


def choose(
    table: Table,
    context: Context,
    rows: Sequence[int],
    lexicon: Lexicon,
    answer: TableAnswer = NO_ANSWER,
    memory: Memory | None = None,
) -> tuple[Fit | None, str]:
    """The kind with the most evidence, or the reason why none is taken. What somebody said needs no evidence."""
    samples = {column.index: sample(table, column.index, rows) for column in table.columns}
    told = Told(answer, memory or Memory(), {letter(c.index): c.index for c in table.columns})
    asked = [k for k in lexicon.kinds if k.name == answer.kind or (not answer.kind and not k.leftovers)]
    fits = [fit for kind in asked if (fit := _fit(kind, table, context, samples, lexicon, told))]
    best = _best(fits, table, context)
    if best is None and answer.kind is None:
        return None, "payslips" if any(_unlike(kind, table) for kind in lexicon.kinds) else "unknown"
    if best is not None:
        best.beside = beside(best, table, samples, lexicon, told)
    return best, "read" if best else "unknown"


def _best(fits: Sequence[Fit], table: Table, context: Context) -> Fit | None:
    """The fit with the most evidence. A kind that can stand beside another is one of its own only where its name is
    said or nothing else fits."""
    asked = [fit for fit in fits if fit.asked]
    if asked:
        return asked[0]
    likely = [fit for fit in fits if fit.score >= _ENOUGH and not _unlike(fit.kind, table)]
    own = [fit for fit in likely if not fit.kind.beside or _hint(fit.kind, context)]
    return max(own or likely, key=lambda fit: fit.score, default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said about a table: now, or about one like it before."""

    answer: TableAnswer
    memory: Memory
    letters: Mapping[str, int]

    @property
    def columns(self) -> dict[int, str]:
        """{column: field key, "" or "other"}; the key may be one of a kind that stands beside."""
        return {self.letters[at]: key for at, key in self.answer.columns.items() if at in self.letters}


def _is_measure(given: str | None, facets: Facets) -> bool:
    """A column of figures stays one unless somebody said it was something else."""
    return given is None or given in (*ROLES, "grade", facets.role)


def _unlike(kind: ImportKind, table: Table) -> bool:
    against = {said(word) for word in kind.unlike}
    return any(word in against for column in table.columns for word, _ in variants(column.path[-1]))


def _fit(
    kind: ImportKind,
    table: Table,
    context: Context,
    samples: Mapping[int, Sample],
    lexicon: Lexicon,
    told: Told,
) -> Fit | None:
    given = told.columns
    measures = _measures(kind, table, samples, lexicon)
    measures = {column: facets for column, facets in measures.items() if _is_measure(given.get(column), facets)}
    free = [c for c in table.columns if c.index not in measures]
    fields, sure, why = _assign(kind, free, samples, lexicon, given, told.memory)
    kept = tuple(column for column, key in given.items() if key == OTHER)
    fit = Fit(kind, 0.0, fields, sure, measures, why=why, kept=kept, asked=told.answer.kind == kind.name)
    _part_year(fit, table, samples)
    have = {fld.key for fld in fields.values()} | {key for key, _ in context.person}
    if not have & {"emp_no", "name"}:
        return None
    if kind.any_of and not have & set(kind.any_of) and not fit.asked:
        return None
    evidence = _evidence(fit, table, samples, lexicon)
    hint = _hint(kind, context)
    for fld in kind.fields:
        if not fld.required or fld.key in have or fld.key in PERSON:
            continue
        value = inferred(fld, context, lexicon)
        if value is None and told.answer.kind:
            continue
        if value is None or hint + evidence < 0.5:
            return None
        fit.inferred[fld.key] = value
    if kind.shape == METRICS and not _has_metric(fit, context, lexicon):
        return None
    if kind.shape == PERIODS and not _has_grades(fit, context, samples, lexicon):
        return None
    fit.score = evidence + hint + (1.0 if kind.shape == METRICS and "metric" in fit.inferred else 0.0)
    return fit


def _evidence(fit: Fit, table: Table, samples: Mapping[int, Sample], lexicon: Lexicon) -> float:
    """Fields that few kinds share say much; a metric or a period in a header says most."""
    score = 0.0
    for column, fld in fit.fields.items():
        header = next(c for c in table.columns if c.index == column)
        sharing = {name for word, _ in variants(header.path[-1]) for name in lexicon.names.get(word, ())}
        if fld.term in _TELLING and _share_of_terms(fld.term, samples[column], lexicon) >= 0.5:
            sharing = set()
        if fld.key not in PERSON:
            score += fit.sure[column] * (1.3 if fld.required else 1.0) / max(len(sharing), 1)
    named = {facets.metric for facets in fit.measures.values() if facets.metric}
    if fit.kind.shape == METRICS:
        score += 1.5 * len(named) + 0.4 * sum(facets.role is not None for facets in fit.measures.values())
    score += 0.7 * sum(facets.period is not None for facets in fit.measures.values())
    return score


def _hint(kind: ImportKind, context: Context) -> float:
    """Words in titles, the sheet's name, the file's name."""
    *titles, sheet, name = context.texts
    for weight, texts in ((1.2, [sheet]), (1.0, titles), (0.6, [name])):
        if any(said(word) in said(text) for word in kind.sheet_names for text in texts if text):
            return weight
    return 0.0


# --- columns of figures


def _measures(kind: ImportKind, table: Table, samples: Mapping[int, Sample], lexicon: Lexicon) -> dict[int, Facets]:
    if kind.shape not in (METRICS, PERIODS):
        return {}
    grades = lexicon.terms.get("grades", Terms({}))
    found: dict[int, Facets] = {}
    for column in table.columns:
        facets = lexicon.facets(column.path)
        if facets is None or (kind.shape == METRICS and not _figures(samples[column.index])):
            continue
        if kind.shape == PERIODS:
            if facets.period and not facets.metric and _graded(samples[column.index], grades):
                found[column.index] = facets
        elif facets.metric or facets.period or (facets.role and facets.unknown):
            found[column.index] = facets
    return found


def _figures(cells: Sample) -> bool:
    share = cells.share(numbers.looks_like)
    return (
        share < 0 or share >= 0.2 or all(not isinstance(raw.value, str) or len(raw.value) <= 12 for raw in cells.raws)
    )


def _graded(cells: Sample, grades: Terms) -> bool:
    share = cells.share(lambda value: grades.exact(as_text(value)) is not None)
    return share < 0 or share >= 0.3 or (not numbers_in(cells) and share >= 0.0)


def numbers_in(cells: Sample) -> bool:
    return cells.share(numbers.looks_like) >= 0.5


def _has_metric(fit: Fit, context: Context, lexicon: Lexicon) -> bool:
    """A metric in the headers, in a column, or in the titles over figures."""
    if any(facets.metric or facets.unknown for facets in fit.measures.values()):
        return True
    figures = bool(fit.measures) or fit.column("target") is not None or fit.column("actual") is not None
    if fit.column("metric") is not None:
        return figures
    named = next((found for text in context.texts if (found := lexicon.metrics.named_in(text))), None)
    if named is None or not figures:
        return False
    fit.inferred["metric"] = named
    return True


def _has_grades(fit: Fit, context: Context, samples: Mapping[int, Sample], lexicon: Lexicon) -> bool:
    if any(facets.role in (None, "grade") for facets in fit.measures.values()):
        return True
    column = fit.column("grade")
    if column is None or not _graded(samples[column], lexicon.terms.get("grades", Terms({}))):
        return False
    return fit.column("period") is not None or context.period is not None


# --- columns of fields


def _assign(
    kind: ImportKind,
    columns: Sequence[Column],
    samples: Mapping[int, Sample],
    lexicon: Lexicon,
    given: Mapping[int, str],
    memory: Memory,
    skip: frozenset[str] = frozenset(),
) -> tuple[dict[int, Field], dict[int, float], dict[int, tuple[str, ...]]]:
    """One column for a field and one field for a column, the surest pairs first. What was answered stands."""
    by_key = {fld.key: fld for fld in kind.fields}
    taken = {c.index: by_key[given[c.index]] for c in columns if given.get(c.index) in by_key}
    sure = dict.fromkeys(taken, 1.0)
    why: dict[int, tuple[str, ...]] = dict.fromkeys(taken, ("answer",))
    keys = {fld.key for fld in taken.values()}
    pairs = []
    for column in columns:
        if column.index in given or _NOT_OF_THE_PERSON.search(column.header):
            continue
        remembered = memory.field(kind.name, header_key(column.path))
        if remembered in (LEFT_OUT, OTHER):
            continue
        for rank, fld in enumerate(kind.fields):
            if fld.key in skip:
                continue
            said = likeness(column.path, fld)
            score = 1.2 if fld.key == remembered else _with_values(said, fld, samples[column.index], column, lexicon)
            if score > 0.45:
                reason = "memory" if score > 1 else "name" if said >= 0.84 else "alike" if said else "values"
                pairs.append((score, -column.index, -rank, column, fld, reason))
    for score, _, _, column, fld, reason in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if column.index not in taken and (fld.many or fld.key not in keys):
            taken[column.index], sure[column.index] = fld, round(min(score, 1.0), 3)
            why[column.index] = (reason,)
            keys.add(fld.key)
    return taken, sure, why


#: Columns that are counted from others, or hold nothing to keep.
_NOT_KEPT = frozenset((
    "序号", "号", "序", "no", "sn", "年龄", "周岁", "虚岁", "工龄", "司龄", "本企业工龄", "生肖", "星座", "属相", "签名", "签字", "签收",
    "本人签字", "员工签字", "签到", "确认签字", "age", "tenure", "signature",
))  # fmt: skip


def beside(main: Fit, table: Table, samples: Mapping[int, Sample], lexicon: Lexicon, told: Told) -> list[Fit]:
    """What kinds beside the table's take of the columns that it left over; the rest is kept as it is written."""
    people = {column: fld for column, fld in main.fields.items() if fld.key in PERSON}
    given = told.columns
    rest = [c for c in table.columns if c.index not in main.fields and c.index not in main.measures]
    rest = [c for c in rest if given.get(c.index) != LEFT_OUT and c.index not in main.kept]
    found: list[Fit] = []
    offers = []
    for kind in lexicon.kinds:
        if kind.beside and kind is not main.kind:
            keys = {fld.key for fld in kind.fields}
            own = {column: key for column, key in given.items() if key in keys}
            fields, sure, why = _assign(kind, rest, samples, lexicon, own, told.memory, skip=PERSON)
            offers += [(sure[c], -c, n, c, kind, fld, why[c]) for n, (c, fld) in enumerate(fields.items())]
    taken: set[int] = set()
    for score, _, _, column, kind, fld, reason in sorted(offers, key=lambda offer: offer[:3], reverse=True):
        if column in taken:
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
    left = [c for c in rest if c.index not in taken and said(c.path[-1]) not in _NOT_KEPT]
    main.kept = tuple(sorted({*main.kept, *(c.index for c in left if samples[c.index].share(_anything) >= 0)}))
    return found


def _anything(_value: object) -> bool:
    return True


_YEAR_WORDS = frozenset(("年度", "年份", "年", "考核年度", "所属年度", "考核年份", "year", "fiscalyear", "fy"))


def _part_year(fit: Fit, table: Table, samples: Mapping[int, Sample]) -> None:
    """年度 beside 季度 or 月份: two columns say one period."""
    wanted = next((fld for fld in fit.kind.fields if fld.type == Type.PERIOD), None)
    years = [c for c in table.columns if said(c.path[-1]) in _YEAR_WORDS and samples[c.index].share(_yearly) == 1]
    if wanted is None or not years or years[0].index in fit.measures:
        return
    year, held = years[0].index, fit.column(wanted.key)
    if held == year:
        free = [c for c in table.columns if c.index not in fit.fields and likeness(c.path, wanted) >= 0.9]
        if not free:
            return
        del fit.fields[year]
        held = free[0].index
        fit.fields[held], fit.sure[held] = wanted, fit.sure.pop(year)
    if held is not None:
        fit.year = year


def _yearly(value: object) -> bool:
    return bool(re.fullmatch(r"20\d\d年?度?", as_text(value)))


def _with_values(score: float, fld: Field, cells: Sample, column: Column, lexicon: Lexicon) -> float:
    """The cells agree with the type or they veto; without a name they can speak for the plainest types alone."""
    shape = _SHAPES.get(fld.type)
    if fld.term == "departments" and score > 0:
        return score * _as_department(column, cells, lexicon)
    if fld.term == "levels" and score > 0:
        return score if _share_of_terms(fld.term, cells, lexicon) != 0 else score * 0.4
    if fld.type == Type.NAME and score > 0:
        return score if cells.share(_worded) != 0 else 0.2
    if shape is None:
        return score
    share = cells.share(shape)
    if fld.type == Type.DATE and share > 0 and (figured := cells.share(_has_digits)) > 0:
        share = min(share / figured, 1.0)  # 已转正 among days speaks against nothing
    if score > 0:
        return score if share < 0 or share >= 0.4 else score * (0.4 if share < 0.15 else 0.7)
    alone = _ALONE.get(fld.type)
    known = any(word in lexicon.words for word, _ in variants(column.path[-1]))
    if alone and not known and len(cells.raws) >= 3 and cells.share(alone) >= 0.9:
        return 0.6
    return 0.0


def _as_department(column: Column, cells: Sample, lexicon: Lexicon) -> float:
    """车间 or 团队 is the department where the company counts them so: of two columns the one it knows."""
    share = _share_of_terms("departments", cells, lexicon)
    if share < 0 or share >= 0.3:
        return 1.0
    return 0.7 if re.search(r"部门|科室|(?i:dep)", column.path[-1]) else 0.4


_TELLING = ("levels", "grades")  # 等级 may head either: the company's own words tell which


def _share_of_terms(name: str, cells: Sample, lexicon: Lexicon) -> float:
    """How many of the filled cells are the company's own words. Below 0: there is nothing to compare."""
    terms = lexicon.terms.get(name)
    texts = [as_text(raw.value) for raw in cells.raws if not is_nothing(raw.value)]
    if not terms or not texts:
        return -1.0
    return sum(term_of(terms, text) is not None for text in texts) / len(texts)


def _worded(value: object) -> bool:
    return isinstance(value, str) and not re.fullmatch(r"[\d\s.,%/-]+", plain(value))


def _has_digits(value: object) -> bool:
    return bool(re.search(r"\d", as_text(value)))


def _dateish(value: object) -> bool:
    return dates.looks_like(value) or (
        isinstance(value, str) and bool(re.search(r"无固定|长期|永久|\d{4}|\d+[月.]\d+", value))
    )


def _id_shaped(value: object) -> bool:
    return bool(re.fullmatch(r"\d{17}[\dXx]|\d{15}", re.sub(r"[\s'\-]", "", as_text(value)))) or (
        isinstance(value, float) and value > 1e14
    )


def _phone_shaped(value: object) -> bool:
    return bool(re.match(r"(?:\+?86)?1[0-9]\d{9}|0\d{9,11}$|\d{7,8}$", re.sub(r"[\s\-]", "", as_text(value))))


def name_shaped(value: object) -> bool:
    text = re.sub(r"\s", "", as_text(value))
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text)) and text[0] in _SURNAMES


_SHAPES = {
    Type.DATE: _dateish,
    Type.MONEY: numbers.looks_like,
    Type.NUMBER: numbers.looks_like,
    Type.PERCENT: numbers.looks_like,
    Type.WEIGHT: numbers.looks_like,
    Type.ID_NO: _id_shaped,
    Type.PHONE: lambda value: bool(re.search(r"\d{5,}", re.sub(r"[\s\-]", "", as_text(value)))),
    Type.EMAIL: lambda value: "@" in as_text(value),
    Type.GENDER: lambda value: (
        said(as_text(value)) in {"男", "女", "m", "f", "male", "female", "男性", "女性", "先生", "女士"}
    ),
}
_ALONE = {
    Type.ID_NO: lambda value: bool(re.fullmatch(r"\d{17}[\dXx]", re.sub(r"[\s'\-]", "", as_text(value)))),
    Type.PHONE: lambda value: bool(re.fullmatch(r"1[3-9]\d{9}", re.sub(r"[\s\-]", "", as_text(value)))),
    Type.EMAIL: lambda value: bool(re.fullmatch(r"\S+@\S+\.\S+", as_text(value))),
    Type.GENDER: lambda value: as_text(value) in ("男", "女"),
    Type.NAME: name_shaped,
}
