"""Departments and positions that are nearly written the same: 质检部 and 质检布. Only ever a suggestion. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.found import Reading, TableReading
from hrapp.modules.imports.engine.grid import place
from hrapp.modules.imports.engine.words import as_text, is_nothing, said

FIELDS = {"department": "departments", "position": "positions"}
_MOST_WORDS, _MOST_PAIRS = 400, 40
_TELLS_APART = re.compile(
    r"\d+|[一二三四五六七八九十]+|[东南西北中甲乙丙丁]|高级|中级|初级|资深|助理|副|见习|实习|[A-Z](?![a-z])"
)
_TAIL = re.compile(r"(?:部门|部|中心|科室|科|组|室|处|车间|员|专员|岗)$")


class Alike(msgspec.Struct, frozen=True, omit_defaults=True):
    """`other` may be a slip of `one`, which is the more frequent or a word of the company."""

    field: str
    one: str
    other: str
    n_one: int
    n_other: int
    tables: list[str] = []  # ids of the tables in which `other` stands
    tables_one: list[str] = []


def pairs(reading: Reading, answers: Answers, known: Mapping[str, Any]) -> list[Alike]:
    found: list[Alike] = []
    lists = {table.id for file in reading.files for table in file.tables if table.one_each}
    for field, name in FIELDS.items():
        counts, places = _counted(reading, field)
        company = set(known.get(name, ()))
        each = _of_field(field, counts, places, company, answers)
        found += [pair for pair in each if not lists & set(pair.tables) & set(pair.tables_one)]
    return sorted(found, key=lambda each: -each.n_other)[:_MOST_PAIRS]


def _of_field(
    field: str, counts: Counter[str], places: Mapping[str, set[str]], company: set[str], answers: Answers
) -> list[Alike]:
    words = [word for word, _ in counts.most_common(_MOST_WORDS)]
    sure = [*company, *(word for word in words if word not in company)]
    found: list[Alike] = []
    for other in reversed(words):  # the rarest first
        if other in company or any(_decided(answers, table, field, other) for table in places[other]):
            continue
        better = [
            one
            for one in sure
            if one != other
            and not any(_decided(answers, t, field, one) for t in places[one])
            and (one in company or counts[one] >= counts[other])
        ]
        one = max((word for word in better if same_slip(word, other)), key=lambda word: counts[word], default=None)
        if one is not None and not any({each.one, each.other} == {one, other} for each in found):
            found.append(
                Alike(field, one, other, counts[one], counts[other], sorted(places[other]), sorted(places[one]))
            )
    return found


def _decided(answers: Answers, table: str, field: str, text: str) -> bool:
    return text in answers.table(table).values.get(field, {})


def same_slip(one: str, other: str) -> bool:
    """Whether two words may be one written twice: a letter wrong, left out or doubled, two letters swapped, 部 or 组 left out at the end.
    What tells words apart on purpose (一车间, 二车间; 高级, 中级) does."""
    a, b = said(one), said(other)
    if a == b or min(len(a), len(b)) < 2 or sorted(_TELLS_APART.findall(one)) != sorted(_TELLS_APART.findall(other)):
        return a == b
    if re.search(r"[\u3400-\u9fff]", a + b):
        stem_a, stem_b = _TAIL.sub("", a), _TAIL.sub("", b)
        if stem_a == stem_b and len(stem_a) >= 2 and (a == stem_a or b == stem_b):
            return True
        near = OSA.distance(a, b, score_cutoff=1) <= 1
        return near and min(len(a), len(b)) >= 3 and (a[0] == b[0] or len(a) >= 4)
    return fuzz.ratio(a, b) >= 88


def _counted(reading: Reading, field: str) -> tuple[Counter[str], dict[str, set[str]]]:
    tables: dict[tuple[str, str], list[TableReading]] = defaultdict(list)
    for file in reading.files:
        for table in file.tables:
            tables[file.name, table.sheet].append(table)
    counts: Counter[str] = Counter()
    places: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()  # a cell counts for every row that takes its value from it, and a row once
    for record in reading.records:
        cell, grid = record.cells.get(field), reading.grids.get((record.file, record.sheet))
        if cell is None or grid is None or record.key in seen:
            continue
        seen.add(record.key)
        text = as_text(grid.at(*place(cell.address)))
        here = [t for t in tables[record.file, record.sheet] if t.holds(record)]
        if text and not is_nothing(text) and len(text) <= 40 and here:
            counts[text] += 1
            places[text].add(here[0].id)
    return counts, places
