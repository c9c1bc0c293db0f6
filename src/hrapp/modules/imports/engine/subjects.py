"""Tables whose rows are about something that is no person: a list of departments. Whether a table is one, and which of
its rows say something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hrapp.kernel.imports import Field, ImportKind
from hrapp.modules.imports.engine.assigning import assign, department_levels
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import Fit, Told
from hrapp.modules.imports.engine.lexicon import SERIAL, Lexicon
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.lines import Lines
from hrapp.modules.imports.engine.roles import is_footer, is_total, total_code
from hrapp.modules.imports.engine.shapes import Sample, sample
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import as_text, is_nothing, said

_LOOKED_AT = 200  # rows
_NAMED = 0.84  # a header that is a name of the field
_SURELY = 0.96
_DISTINCT, _MOSTLY, _UNDERSTOOD = 0.8, 0.5, 0.6
#: What such a list says beside names, and nobody keeps: how many there are and should be, since when, where, what for.
_BESIDE = re.compile(
    r"人数|编制|定编|定员|定岗|在编|在岗|在册|缺编|超编|空编|缺员|实有|现有|成立|设立|设置|组建|启用|开业|电话|手机|联系|分机|传真|邮箱|邮件"
    r"|地[址点]|位置|楼层|办公室|面积|职责|职能|业务|级别|层级|类[别型]|性质|简称|英文|状态|排序|成本中心|岗位|职[务位]|分管"
    r"|head ?count|staff|people|employees|members|size|quota|plan|vacan|established|founded|opened|since|phone|tel|mobile"
    r"|e-?mail|fax|address|location|city|floor|site|level|type|status|cost ?cent|function|duties|remark|short|title|count",
    re.IGNORECASE,
)  # fmt: skip
_UNIT_ENDING = re.compile(r"[部科室组处办所站店厂队班线区院园堂坊吧馆]$|中心$|车间$|公司$")
_ELSEWHERE = re.compile(
    r"(?:(?<!分)公司|集团|银行|医院|学校|大学|学院|事务所|商行|商贸|Ltd\.?|Inc\.?|GmbH|LLC)$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[。；;!！?？]|[:：].|^.{31,}$")
_BARE = re.compile(r"人事|财务|人事行政|行政人事|审核|审批|稽核")  # names of departments, though words of footers too


def fit_of(
    kind: ImportKind,
    table: Table,
    context: Context,
    samples: Mapping[int, Sample],
    lexicon: Lexicon,
    told: Told,
    hint: float,
) -> Fit | None:
    """The kind laid over a table where every row is about another of what the kind is about, and none about a person."""
    subject = next(fld for fld in kind.fields if fld.key == kind.subject)
    fields, sure, why = assign(kind, table.columns, samples, lexicon, told.columns, told.memory)
    fit = Fit(kind, 0.0, fields, sure, why=why, asked=told.answer.kind == kind.name)
    samples = _with_lone_names(table)
    _called_a_name(fit, subject, table, told)
    _nested(fit, subject, table, samples)
    if fit.column(kind.subject) is None and not fit.levels:
        return None
    if fit.asked:
        return fit
    have = {fld.key for fld in fit.fields.values()}
    if context.person or not (have & set(kind.any_of) or fit.levels or (hint and len(have) > 1) or hint >= 1.0):
        return None
    if any(_against(kind, column, fit, lexicon) for column in table.columns):
        return None
    if not (_understood(fit, table) >= _UNDERSTOOD and _one_each(fit, samples)):
        return None
    fit.score = hint + sum(sure for column, sure in fit.sure.items() if column in fit.fields) + bool(fit.levels)
    return fit


def _with_lone_names(table: Table) -> dict[int, Sample]:
    """Samples with the rows that hold nothing but a name, which elsewhere announce a group."""
    heads = {said(text) for column in table.columns for text in column.path}
    rows = []
    for row in range(table.first, table.last + 1):
        first = next((text for c in table.columns if (text := as_text(table.grid.at(row, c.index)))), "")
        if first and said(first) not in heads and not _no_name(first):
            rows.append(row)
        if len(rows) == _LOOKED_AT:
            break
    return {column.index: sample(table, column.index, rows) for column in table.columns}


_BARE_NAME = frozenset(("名称", "全称", "name"))


def _called_a_name(fit: Fit, subject: Field, table: Table, told: Told) -> None:
    """名称 beside 上级组织: a row that lies under another one is named by it, whatever it is called."""
    free = [
        c.index for c in table.columns if c.index not in {*fit.fields, *told.columns} and said(c.header) in _BARE_NAME
    ]
    if free and fit.column("parent") is not None and fit.column(subject.key) is None:
        fit.fields[free[0]], fit.sure[free[0]], fit.why[free[0]] = subject, _SURELY, ("name",)


def _nested(fit: Fit, subject: Field, table: Table, samples: Mapping[int, Sample]) -> None:
    """中心 | 部门 | 班组 side by side: the last that is filled is the subject, the one before it lies above. Where both
    are filled and differ on every row they are two names of one thing."""
    named = {c.index for c in table.columns if c.index not in fit.fields and likeness(c.path, subject) >= _NAMED}
    own = fit.column(subject.key)
    columns = sorted({*named, *department_levels(table.columns), *([own] if own is not None else [])})
    taken = {column for column, fld in fit.fields.items() if fld.key != subject.key}
    columns = [column for column in columns if column not in taken]
    if len(columns) < 2 or {"parent"} & {fld.key for fld in fit.fields.values()}:
        return
    if any(_repeats(samples[column]) for column in columns[:-1]):
        fit.levels = tuple(columns)
        if own is not None:
            for told in (fit.fields, fit.sure, fit.why):
                told.pop(own, None)


def _repeats(cells: Sample) -> bool:
    filled = [as_text(raw.value) for raw in cells.raws if not is_nothing(raw.value)]
    return len(set(filled)) < len(cells.raws)


def _against(kind: ImportKind, column: Column, fit: Fit, lexicon: Lexicon) -> bool:
    """A header of what only a person has, or a column of people beside the one that leads. 负责人 / 职务 is of the latter."""
    if column.index in fit.fields or column.index in fit.levels:
        return False
    if any(likeness(column.path[:-1], fld) >= _NAMED for fld in kind.fields if len(column.path) > 1):
        return False
    words = {word for word, _ in variants(column.path[-1])}
    if words & {said(word) for word in kind.unlike}:
        return True
    facets = lexicon.facets(column.path)
    if facets and (facets.metric or facets.period):
        return True
    return lexicon.person_key(column.path[-1]) is not None and not words & SERIAL


def _understood(fit: Fit, table: Table) -> float:
    columns = [c for c in table.columns if said(c.path[-1]) not in SERIAL or c.index in fit.fields]
    known = [c for c in columns if c.index in fit.fields or c.index in fit.levels or _BESIDE.search(c.header)]
    return len(known) / max(len(columns), 1)


def _one_each(fit: Fit, samples: Mapping[int, Sample]) -> bool:
    """Every row names another one, in words that are no names of people and no figures. Where a column says what lies
    above, a single row will do, and one that comes twice is a slip."""
    columns = fit.levels or (fit.column(fit.kind.subject),)
    cells = [samples[column].raws for column in columns if column is not None]
    rows = [tuple(as_text(raw.value) for raw in row) for row in zip(*cells, strict=True)]
    named = [row for row in rows if row[-1] and not is_total(row[-1])] or [row for row in rows if any(row)]
    texts = [next(text for text in reversed(row) if text) for row in named]
    nested = fit.column("parent") is not None
    if len(texts) < (1 if nested else 2) or len(set(named)) < (_MOSTLY if nested else _DISTINCT) * len(named):
        return False
    if not nested and sum(map(bool, map(_ELSEWHERE.search, texts))) >= 0.5 * len(texts):
        return False
    odd = [t for t in texts if len(t) > 30 or not re.search(r"[^\W\d_]", t)]
    people = [t for t in texts if name_shaped(t) and not _UNIT_ENDING.search(t)]
    return len(odd) <= 0.2 * len(texts) and len(people) < 0.6 * len(texts)


# --- rows


def rows_of(table: Table, fit: Fit, lines: Lines) -> Lines:
    """A row is a record where it names its subject; a name alone in its row is none of a group."""
    columns = fit.levels or tuple(c for c in (fit.column(fit.kind.subject),) if c is not None)
    found = Lines(skipped=dict(lines.skipped))
    for row in sorted({*lines.data, *lines.skipped}):
        code = lines.skipped.get(row)
        texts = [text for c in columns if (text := as_text(table.raw(row, c).value))]
        if code is None and texts and (not_one := _no_name(texts[-1])):
            found.skipped[row] = not_one
        elif code is None or (code in ("group", "footer", "total", "subtotal") and _names(texts, code)):
            found.skipped.pop(row, None)
            found.data.append(row)
    return found


def _no_name(text: str) -> str:
    if is_total(text):
        return total_code(text)
    noted = _SENTENCE.search(text) or (is_footer(text) and not _BARE.fullmatch(said(text)))
    return "footer" if noted else ""


def _names(texts: Sequence[str], code: str) -> bool:
    if not texts or _no_name(texts[-1]):
        return False
    return code in ("group", "footer") or not any(map(is_total, texts))


def nested(table: Table, fit: Fit, rows: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """{row: where its subject stands, and where those above it do, the nearest first} of columns that lie within each
    other."""
    found: dict[int, list[tuple[int, int]]] = {}
    seen: dict[int, tuple[int, int]] = {}  # level → the cell that counts there
    for row in rows:
        filled = [(n, c) for n, c in enumerate(fit.levels) if not is_nothing(table.raw(row, c).value)]
        if not filled:
            continue
        for n, column in filled:
            at = table.origin(row, column)
            if seen.get(n) != at:
                seen = {level: cell for level, cell in seen.items() if level < n}
            seen[n] = at
        last = filled[-1][0]
        found[row] = [seen[n] for n in sorted(seen, reverse=True) if n <= last]
    return found
