"""What the title of a list says it is about: a training of a name of its own, or something else than who works here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from hrapp.kernel.imports import Cell, Field, Note, Record, Type
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import PERSON, Fit
from hrapp.modules.imports.engine.grid import address
from hrapp.modules.imports.engine.lexicon import SERIAL
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.shapes import Sample
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text, is_nothing, plain, said

_NAMED = 0.9  # a header that is like a name of a field so much is one
_OF_THE_PAPER = re.compile(r"单位|制表|填表|编制|打印|日期|时间|部门|编号|页|人数|应到|实到|审[核批]|备注|说明|^注$")
_LONGEST_TITLE = 40  # characters; what is longer is a note about something in the list
#: Whose list it is and of when stands before what it is about.
_BEFORE = re.compile(
    r"^(?:.*?(?:公司|集团|工厂|商行|酒店|医院|学校|事务所|工作室)|(?:20\d\d|[一二三四五六七八九十\d]{1,3})\s*[年月季日](?:度|份)?|第[一二三四1-4]季度?|[上下]半年"
    r"|第[一二三四五六七八九十\d]+[期次批]|.{2,6}(?<!干)部(?=..)|各?部门|员工|职工|全体|全员|企业|内部|年度|季度|月度|本次|参加|参训|关于|开展|组织|[\s:：\-—_·()（）])"
)
#: What every list may be called, whatever it is about.
_ANY_LIST = re.compile(
    r"花名册|通讯录|档案|在[职岗]|人员|人事|员工|职工|基本|信息|情况|资料|名单|名册|一览|明细|统计|汇总|登记|清单|列表|台账|总表|[表册单簿]|[\s\d:：\-—_·()（）.]"
)


def named(fld: Field, context: Context) -> str | None:
    """消防安全培训 of 2026年消防安全培训签到表; 年度培训记录 names none."""
    for text in filter(None, map(plain, context.texts)):
        if fld.named is None or len(text) > _LONGEST_TITLE:
            continue
        match = fld.named.search(_without_what_is_before(text))
        if match and len(match["name"]) > len(match["of"]):
            return match["name"].strip('“”"《》「」 ')
    return None


def unnamed(fit: Fit, table: Table, records: Sequence[Record]) -> None:
    """Rows that lack what only a title could say wait for it, with the title as the cell to be corrected."""
    fld = next((fld for fld in fit.kind.fields if fld.named and fld.required), None)
    if fld is None or fit.column(fld.key) is not None or fld.key in fit.inferred:
        return
    title = next(_titles(table), None)
    for record in records if title else ():
        if title and record.values.get(fld.key) is None:
            cell = Cell(record.file, record.sheet, title[0])
            record.notes.append(Note("error", "list_unnamed", cell, {"text": title[1], "field": fld.key}))


def _titles(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.title_rows:
        for column, value in enumerate(table.grid.rows[row]):
            if value is not None and not re.search("[:：]", as_text(value)):
                yield address(row, column), as_text(value)


def said_above(fit: Fit, context: Context) -> dict[str, str]:
    """Who taught and where, of a list of those who came: what titles say of all of its rows and no field takes."""
    if not any(fld.named for fld in fit.kind.fields):
        return {}
    fields = [fld for fld in fit.kind.fields if fld.type != Type.TEXT]
    told = [(label, value) for label, value in context.labelled if re.search(r"[^\W\d]{2}", label)]
    return {
        label: value
        for label, value in reversed(told)
        if not (_OF_THE_PAPER.search(label) or any(likeness((label,), fld) >= _NAMED for fld in fields))
    }


def is_of_it(fit: Fit, table: Table, samples: Mapping[int, Sample]) -> bool:
    """Whether a list that only its title calls a training is one: by a column of what only a training has, or because
    it has none but of who they are. One that says since when somebody works here is a roster of those who are trained."""
    heads = {column.index: said(column.path[-1]) for column in table.columns}
    if any(re.fullmatch(r"(?:实际)?入职日期", reduced(head)) for head in heads.values()):
        return False
    own = any(not _of_anything(fld) for fld in fit.fields.values())
    return own or not any(
        _filled(samples[c]) for c, head in heads.items() if c not in fit.fields and head not in SERIAL
    )


def of_something_else(fit: Fit, table: Table, context: Context, samples: Mapping[int, Sample]) -> bool:
    """A list of names whose title speaks of something else, and in which only columns of that say anything: who came to a
    party is none of who works here."""
    if any(not _of_anything(fld) for fld in fit.fields.values()):
        return False
    heads = {column.index: said(column.path[-1]) for column in table.columns}
    more = [c for c, head in heads.items() if _says_more(fit, c) and head not in SERIAL]
    titles = [text for text in context.texts[:-2] if text and not re.search("[:：]", text)]
    foreign = [text for text in map(_without_what_is_before, map(plain, titles)) if len(_ANY_LIST.sub("", text)) >= 2]
    return bool(foreign) and any(_filled(samples[c]) for c in more)


def _says_more(fit: Fit, column: int) -> bool:
    fld = fit.fields.get(column)
    return column not in fit.levels and (fld is None or fld.key not in PERSON)


def _of_anything(fld: Field) -> bool:
    """Who somebody is and a remark may stand in any list."""
    return fld.key in PERSON or fld.key == "note"


def _filled(cells: Sample) -> bool:
    return any(not is_nothing(raw.value) for raw in cells.raws)


def _without_what_is_before(text: str) -> str:
    while (rest := _BEFORE.sub("", text, count=1)) != text:
        text = rest
    return text
