"""Which kind a table is of, and which column holds which field: names, neighbours and values together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hrapp.kernel.imports import ImportKind
from hrapp.modules.imports.engine import entitled, numbers, own_remarks, raters, subjects
from hrapp.modules.imports.engine.ambiguous import look_twice
from hrapp.modules.imports.engine.answers import NO_ANSWER, OTHER, TableAnswer
from hrapp.modules.imports.engine.assigning import assign, beside, department_levels, halves, of_days, only_unit
from hrapp.modules.imports.engine.context import Context, inferred, titled
from hrapp.modules.imports.engine.fit import PERSON, Fit, Told
from hrapp.modules.imports.engine.grid import letter
from hrapp.modules.imports.engine.lexicon import METRICS, PERIODS, ROLES, SERIAL, Facets, Lexicon
from hrapp.modules.imports.engine.likeness import GENERIC
from hrapp.modules.imports.engine.memory import Memory
from hrapp.modules.imports.engine.numbered import as_the_first, further, tell_numbered
from hrapp.modules.imports.engine.others import tell_documents, tell_emergencies
from hrapp.modules.imports.engine.pay_sums import tell_sums, tell_wider
from hrapp.modules.imports.engine.raises import tells_raises
from hrapp.modules.imports.engine.replaced import columns_of_it, tell_replaced
from hrapp.modules.imports.engine.rooms import lists_rooms
from hrapp.modules.imports.engine.shapes import TELLING, Sample, sample, share_of_terms
from hrapp.modules.imports.engine.sides import both_sides, tell_sides, tells_a_change
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import Terms, as_text, said
from hrapp.modules.imports.engine.year_columns import part_year

#: Words of other people's tables: stock, visitors, petty cash, suppliers, plans. Two of them, and it is none about our people.
#: 数量 and 单价 are none of them: piecework is paid so.
_NOT_HR = frozenset(map(said, (
    "规格型号", "规格", "型号", "期初数量", "期末数量", "库存", "库存数量", "入库", "出库", "期末结存", "结存", "盘点", "品名", "物料编号", "物料名称", "存货编码",
    "供应商", "供应商名称", "客户名称", "接待人", "接待部门", "车牌", "车牌号", "出厂", "进入时间", "离开时间",
    "凭证号", "摘要", "借方", "贷方", "余额", "班级", "行政班级", "辅导员", "证件类型及号码", "是否面试", "是否录用", "期望薪资", "期望月薪", "初试结果", "复试结果", "订单号", "里程碑", "前置任务", "工期", "任务名称", "主营产品", "供货范围", "税号",
    "SKU", "Stock", "Supplier", "Visitor", "Invoice", "Order No", "Milestone",
)))  # fmt: skip
#: Whoever visits, applies, studies or is paid back is none of our people.
_OTHERS = re.compile(
    r"(?:客户|供应商|经销商|会员)(?:编号|名称|级别|类型|类别|等级|代码|地址|电话|联系|单位|简称)|信用额度|(?:最近)?下单|来访|被访|访客|应聘|候选人|面试|求职|投递|简历|学生|发票|开票|销方|购方|报销(?:人|单|金额|事由|日期|部门|类|项)"
)
_OWN_SHARE = 0.25
_ENOUGH = 0.9  # evidence below this is no kind


def choose(
    table: Table,
    context: Context,
    rows: Sequence[int],
    lexicon: Lexicon,
    answer: TableAnswer = NO_ANSWER,
    memory: Memory | None = None,
    people: bool = True,
) -> tuple[Fit | None, str]:
    """The kind with the most evidence, or the reason why none is taken. What somebody said needs no evidence. Without
    `people` nothing in the table says that its rows are about any."""
    if not answer.kind and (_of_others(table) or _of_rooms(table, lexicon)):
        return None, "not_people"
    tell_sides(table.columns)
    tell_replaced(table.columns)
    tell_numbered(table.columns, lexicon)
    answer = as_the_first(answer, table.columns, lexicon)
    tell_emergencies(columns_of_it(table.columns))
    tell_documents(table.columns)
    samples = {column.index: sample(table, column.index, rows) for column in table.columns}
    told = Told(answer, memory or Memory(), {letter(c.index): c.index for c in table.columns})
    asked = [k for k in lexicon.kinds if k.name == answer.kind or not answer.kind]
    if not (people or answer.kind):
        asked = [kind for kind in asked if kind.subject]
    changed = both_sides(column.reads for column in table.columns)
    if not answer.kind or all(map(tells_a_change, asked)):
        changed = tells_raises(table.columns, context.texts) or changed
    if changed and not answer.kind:  # what was is not what is
        asked = [kind for kind in asked if kind.beside or kind.leftovers or tells_a_change(kind)]
    fits = [fit for kind in asked if (fit := _fit(kind, table, context, samples, lexicon, told, changed=changed))]
    best = _best(fits, table, context) or (
        None if answer.kind else _last_resort(fits, table, context, samples, lexicon)
    )
    if best is None and answer.kind is None:
        return None, _why_none(table, lexicon) if people else "not_people"
    if best is not None and best.kind.elsewhere:
        _of_the_other_place(best)
        _of_the_relative(best, context)
    if best is not None and not best.kind.subject:
        best.beside = beside(best, table, samples, lexicon, told)
        best.beside += further(best, table.columns, lexicon, told.columns)
        if not _hint(best.kind, context):
            own_remarks.leave(best, table, told)
        if context.department is None and not best.levels:
            only_unit(best, told.columns)
        tell_sums(best, table, rows, told.columns)
        tell_wider(best, table, rows, told.columns)
        look_twice(best, table)
    return best, "read" if best else "unknown"


def _of_the_other_place(fit: Fit) -> None:
    """部门 after 工作单位 is a department there, as 职务 is."""
    department, place = fit.column("department"), fit.column(fit.kind.any_of[0])
    if department is not None and place is not None and department > place:
        for told in (fit.fields, fit.sure, fit.why):
            told.pop(department, None)


def _of_the_relative(fit: Fit, context: Context) -> None:
    """姓名 in a list below 姓名：张三 is that of somebody of his family."""
    column, above = fit.column("name"), dict(context.person).get("name")
    relative = next((fld for fld in fit.kind.fields if fld.key not in PERSON and "姓名" in fld.names), None)
    if column is None or relative is None or not above or fit.column("emp_no") is not None:
        return
    if fit.column(relative.key) is None:
        fit.fields[column] = relative


def _of_others(table: Table) -> bool:
    """Two headers that speak of other things or people, and none that says since when somebody works here. A 学号 alone
    is that of a student."""
    words = [said(column.path[-1]) for column in table.columns]
    foreign = sum(word in _NOT_HR or bool(_OTHERS.match(word)) for word in words)
    if "学号" in words and not {"工号", "部门", "岗位", "职务"} & {*words}:
        return True
    return foreign >= 2 and not any(re.fullmatch(r"(?:实际)?入职日期", reduced(word)) for word in words)


def _of_rooms(table: Table, lexicon: Lexicon) -> bool:
    heads = [column.path[-1] for column in table.columns]
    people = [said(head) for head in heads if lexicon.person_key(head) and said(head) not in SERIAL]
    return lists_rooms([said(head) for head in heads], people)


def _tells_its_kind(fit: Fit, table: Table, context: Context) -> bool:
    """开始日期 and 结束日期 are those of a contract only where something else says contract."""
    headers = {column.index: said("".join(column.path)) for column in table.columns}
    own = [headers[column] for column, fld in fit.fields.items() if fld.key in fit.kind.any_of]
    return not own or any(header not in GENERIC for header in own) or _hint(fit.kind, context) > 0


def _without_untold(fit: Fit, table: Table, context: Context, given: Mapping[int, str]) -> None:
    """日期 is the day somebody left where something says that the list is one of leavers: a title, another header, or a
    column that only such a list has. Anywhere else it is the day of something that nobody spoke of."""
    headers = {column.index: said("".join(column.path)) for column in table.columns}
    doubtful = [c for c, fld in fit.fields.items() if headers[c] in map(said, fld.if_told) and c not in given]
    if not doubtful or fit.asked or _hint(fit.kind, context):
        return
    others = [header for column, header in headers.items() if column not in doubtful]
    if any(said(word) in header for word in fit.kind.sheet_names for header in others):
        return
    if any(fld.key in fit.kind.any_of for column, fld in fit.fields.items() if column not in doubtful):
        return
    for column in doubtful:
        for told in (fit.fields, fit.sure, fit.why):
            told.pop(column, None)


def _mostly_its_own(fit: Fit, table: Table) -> bool:
    """家庭成员 three times at the end of a long roster makes no table of families of it."""
    own = [column for column, fld in fit.fields.items() if fld.key not in PERSON and fit.sure[column] >= 0.9]
    return not fit.kind.elsewhere or len(own) >= _OWN_SHARE * len(table.columns)


def _why_none(table: Table, lexicon: Lexicon) -> str:
    people = [kind for kind in lexicon.kinds if not kind.subject]
    return "payslips" if any(_unlike(kind, table) for kind in people) else "unknown"


def _best(fits: Sequence[Fit], table: Table, context: Context) -> Fit | None:
    """What somebody said; a list of something else than people, unless it says what only a kind of theirs can take."""
    asked = [fit for fit in fits if fit.asked]
    if asked:
        return asked[0]
    found = _best_of_people([fit for fit in fits if not fit.kind.subject], table, context)
    listed = next((fit for fit in fits if fit.kind.subject), None)
    return listed if listed and (found is None or _gives_way(found, listed)) else found


def _gives_way(found: Fit, listed: Fit) -> bool:
    """负责人 is a name and 电话 a phone, but a table that has one for every department is none of people."""
    own = any(fld.required and fld.key not in PERSON for fld in found.fields.values())
    return not (found.measures or own) and (found.kind.makes_people or listed.score >= found.score)


def _best_of_people(fits: Sequence[Fit], table: Table, context: Context) -> Fit | None:
    """The fit with the most evidence. A kind that can stand beside another is one of its own only where its name is
    said or nothing else fits."""
    fits = [fit for fit in fits if _mostly_its_own(fit, table)]
    likely = [fit for fit in fits if fit.score >= _ENOUGH and not _unlike(fit.kind, table) and not fit.kind.leftovers]
    own = [fit for fit in likely if not fit.kind.beside or _hint(fit.kind, context)]
    likely = [fit for fit in likely if fit in own or not of_days(fit, table)]
    if not (len(context.period or "") > len("2026") or any(fit.column("period") is not None for fit in own)):
        own = [fit for fit in own if _titled(fit.kind, context)] or own
    people = [fit for fit in fits if fit.kind.makes_people and fit.column("hire_date") is not None]
    found = max(own or people[:1] or likely, key=lambda fit: fit.score, default=None)
    if found and not _hint(found.kind, context) and people and _hint(people[0].kind, context):
        return people[0]  # a 花名册 with days of hire and what everybody is paid
    return found


def _last_resort(
    fits: Sequence[Fit], table: Table, context: Context, samples: Mapping[int, Sample], lexicon: Lexicon
) -> Fit | None:
    """People with hardly more than names and departments; else what nobody has a kind for, kept as it is written."""
    for fit in fits:
        if fit.kind.makes_people and fit.column("name") is not None and not _unlike(fit.kind, table):
            if of_days(fit, table) or entitled.of_something_else(fit, table, context, samples):
                continue
            told = len({*fit.fields, *fit.levels})
            if told >= 2 and told >= 0.6 * len(columns_of_it(table.columns)):
                return fit
    whole = next((fit for fit in fits if fit.kind.leftovers), None)
    return whole if whole and (whole.halves or _somebody(whole, samples) or context.person) else None


def _somebody(fit: Fit, samples: Mapping[int, Sample]) -> bool:
    """The names are those of people, or there are numbers of them; a 负责人 of a list of departments is not enough."""
    name, number = fit.column("name"), fit.column("emp_no")
    if name is not None and samples[name].share(name_shaped) >= 0.6:
        return True
    return number is not None and name is not None


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
    *,
    changed: bool,
) -> Fit | None:
    if kind.subject:
        return subjects.fit_of(kind, table, context, samples, lexicon, told, _hint(kind, context))
    given = told.columns
    measures = _measures(kind, table, samples, lexicon)
    measures = {column: facets for column, facets in measures.items() if _is_measure(given.get(column), facets)}
    free = [c for c in table.columns if c.index not in measures]
    fields, sure, why = assign(kind, free, samples, lexicon, given, told.memory)
    kept = tuple(column for column, key in given.items() if key == OTHER)
    fit = Fit(kind, 0.0, fields, sure, measures, why=why, kept=kept, asked=told.answer.kind == kind.name)
    part_year(fit, table, samples, context.texts, given)
    _without_untold(fit, table, context, given)
    have = {fld.key for fld in fields.values()} | {key for key, _ in context.person}
    if "department" not in have and any(fld.key == "department" for fld in kind.fields):
        fit.levels = department_levels(table.columns)
    if "name" not in have and (found := halves(table.columns)):
        fit.halves = found
        have |= {"name"}
    if not have & {"emp_no", "name"}:
        return None
    if kind.any_of and not fit.asked and not (have & {*kind.any_of} and _tells_its_kind(fit, table, context)):
        return None
    evidence = _evidence(fit, table, samples, lexicon)
    hint = _hint(kind, context)
    for fld in kind.fields:
        if not fld.required or fld.key in have or fld.key in PERSON:
            continue
        value = inferred(fld, context, lexicon)
        if value is None and (told.answer.kind or entitled.is_of_it(fit, table, samples)):
            value = entitled.named(fld, context)
        if value is None and (told.answer.kind or changed):
            continue  # whoever looks at the rows is told what is missing
        if value is None or hint + evidence < 0.5:
            return None
        fit.inferred[fld.key] = value
    of_titles = {fld.key: titled(fld, context) for fld in kind.fields if fld.titled and fld.key not in have}
    fit.inferred |= {key: value for key, value in of_titles.items() if value}
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
        if fld.term in TELLING and share_of_terms(fld.term, samples[column], lexicon) >= 0.5:
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


def _titled(kind: ImportKind, context: Context) -> bool:
    return any(said(word) in said(text) for word in kind.titles for text in context.texts if text)


# --- columns of figures


def _measures(kind: ImportKind, table: Table, samples: Mapping[int, Sample], lexicon: Lexicon) -> dict[int, Facets]:
    if kind.shape not in (METRICS, PERIODS):
        return {}
    grades = lexicon.terms.get("grades", Terms({}))
    found: dict[int, Facets] = {}
    for column in table.columns:
        facets = lexicon.facets(column.path)
        given = raters.heads(column.path[-1])  # a score that somebody gave is no figure of a metric
        if facets is None or (kind.shape == METRICS and (given or not _figures(samples[column.index]))):
            continue
        if kind.shape == PERIODS:
            if facets.period and not facets.metric and _graded(samples[column.index], grades):
                found[column.index] = facets
        elif facets.metric or facets.period or (facets.role and facets.unknown):
            found[column.index] = facets
    return found if kind.shape == METRICS else _without_own_opinions(found, table)


def _without_own_opinions(found: Mapping[int, Facets], table: Table) -> dict[int, Facets]:
    """自评 beside 上级评 of the same quarter is kept as it is written, and is no grade."""
    heavy = {c.index for c in table.columns if raters.weight(c.path)}
    graded = {_when(facets) for column, facets in found.items() if column in heavy}
    return {c: facets for c, facets in found.items() if c in heavy or _when(facets) not in graded}


def _when(facets: Facets) -> object:
    return facets.period and replace(facets.period, rest="")


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
