"""Groups of columns that count: 紧急联系人1, 关系1, 电话1, 紧急联系人2 … are as many records of each person."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

import msgspec

from hrapp.kernel.imports import Field, ImportKind, Type
from hrapp.modules.imports.engine.answers import TableAnswer
from hrapp.modules.imports.engine.fit import PERSON, Fit
from hrapp.modules.imports.engine.grid import letter
from hrapp.modules.imports.engine.lexicon import SERIAL, Lexicon
from hrapp.modules.imports.engine.replaced import NO_FIELD
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.words import said

_FIGURES = "①②③④⑤⑥⑦⑧⑨"
_CHINESE = "一二三四五六七八九"
#: 一级部门, 第一学历 and 一月 count something else.
_COUNTED = re.compile(
    rf"(?P<before>.*?)[(（]?(?P<no>(?<![\d.])[1-9](?![\d.%])|[{_FIGURES}]"
    rf"|(?<=[\u4e00-\u9fff])(?<![第周期])[{_CHINESE}](?![级季月周日天年期等线类层楼班次]))[)）]?(?P<after>.*)"
)


def _counted(text: str) -> tuple[str, int] | None:
    """("紧急联系人", 2) of 紧急联系人2."""
    match = _COUNTED.fullmatch(text.strip())
    if match is None or re.search(rf"[\d{_FIGURES}]", match["after"]):
        return None
    no = next(line.index(match["no"]) for line in ("123456789", _FIGURES, _CHINESE) if match["no"] in line)
    bare = f"{match['before']}{match['after']}".strip()
    return (bare, no + 1) if len(bare) > 1 else None


def heads(texts: Sequence[str], lexicon: Lexicon) -> set[str]:
    """Those of a row that are words of headers but for the number that counts them."""
    found = {text: counted for text in texts if (counted := _counted(text)) and lexicon.knows(counted[0])}
    bare = [what for what, _ in found.values()]
    return {text for text, (what, _) in found.items() if bare.count(what) > 1}


def _groups(columns: Sequence[Column], lexicon: Lexicon) -> dict[int, dict[str, Column]]:
    """{number: {what: column}} where one of the columns names what only records of their own are about."""
    found: dict[int, dict[str, Column]] = {}
    for column in columns:
        text = column.path[-1]
        if len(column.path) > 1 or said(text) in lexicon.words or (counted := _counted(text)) is None:
            continue
        found.setdefault(counted[1], {}).setdefault(counted[0], column)
    first, second = found.get(1, {}), found.get(2, {})
    anchors = [kind for what in first if what in second for kind in _kinds_told_by(what, lexicon)]
    if not anchors or (all(kind.elsewhere for kind in anchors) and _of_more(columns, found, lexicon)):
        return {}
    return {no: {what: c for what, c in group.items() if what in first} for no, group in found.items()}


def _of_more(columns: Sequence[Column], groups: dict[int, dict[str, Column]], lexicon: Lexicon) -> bool:
    """A roster that has them as well: 部门 and 岗位 are no relative's."""
    counted = {column.index for group in groups.values() for column in group.values()}
    rest = [said(column.path[-1]) for column in columns if column.index not in counted]
    return any(text not in SERIAL and lexicon.person_key(text) is None for text in rest)


def _kinds_told_by(what: str, lexicon: Lexicon) -> list[ImportKind]:
    """The kinds that keep several of a person and tell them by it."""

    def tells(kind: ImportKind, fld: Field) -> bool:
        return fld.key in kind.any_of and fld.type == Type.TEXT and any(said(what) == said(each) for each in fld.names)

    own = [kind for kind in lexicon.kinds if kind.labels and _of_records(what, lexicon)]
    return [kind for kind in own if any(tells(kind, fld) for fld in kind.fields)]


def _of_records(what: str, lexicon: Lexicon) -> bool:
    return said(what) in lexicon.words and said(what) not in lexicon.names and lexicon.person_key(what) is None


def tell_numbered(columns: Sequence[Column], lexicon: Lexicon) -> None:
    """The first of each is what it is without its number; of the others it is told later whose fields they are."""
    for no, group in _groups(columns, lexicon).items():
        for what, column in group.items():
            if no > 1:
                column.meant = (NO_FIELD,)
            elif _of_records(what, lexicon):
                column.meant = (what,)


def as_the_first(answer: TableAnswer, columns: Sequence[Column], lexicon: Lexicon) -> TableAnswer:
    """What was said of a first column holds for those that count on from it: one answer for all of them."""
    groups = _groups(columns, lexicon)
    told = dict(answer.columns)
    for no, group in groups.items():
        for what, column in group.items() if no > 1 else ():
            if answer.columns.get(letter(column.index)) == answer.columns.get(letter(groups[1][what].index)):
                told.pop(letter(column.index), None)
    return msgspec.structs.replace(answer, columns=told)


def further(main: Fit, columns: Sequence[Column], lexicon: Lexicon, given: Container[int]) -> Iterator[Fit]:
    """What the second and every further group says, as records of the kinds that took the first. `given`: of which somebody said
    what they are."""
    groups = _groups(columns, lexicon)
    for no in sorted(groups.keys() - {1}):
        for part in (main, *main.beside):
            if not part.kind.labels:
                continue
            fit = Fit(part.kind, 0.0, {c: fld for c, fld in part.fields.items() if fld.key in PERSON}, dict(part.sure))
            for what, column in groups[no].items():
                fld = part.fields.get(groups[1][what].index)
                if fld and column.index not in given:
                    fit.fields[column.index], fit.sure[column.index] = fld, part.sure.get(groups[1][what].index, 0.0)
            if any(fld.key in part.kind.any_of for fld in fit.fields.values()):
                main.kept = tuple(index for index in main.kept if index not in fit.fields)
                yield fit
