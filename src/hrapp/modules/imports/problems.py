"""Rows that need somebody: what is wrong with each, its cells to correct, and whom it may mean."""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hrapp.kernel import registry
from hrapp.kernel.errors import Refused
from hrapp.kernel.imports import row_key
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports import answering
from hrapp.modules.imports.asked import ROW_DECISIONS
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.numbering import WAITING
from hrapp.modules.imports.opened import without_ids
from hrapp.modules.imports.persons import KNOWN_OTHERWISE, TAKEN, Somebody
from hrapp.modules.imports.queries import LineRow
from hrapp.modules.imports.views import TONES
from hrapp.modules.imports.words import action_words, field_words, kind_words, sentence

WHO = frozenset(
    (
        "person_missing",
        KNOWN_OTHERWISE,
        TAKEN,
        "person_unknown",
        "person_ambiguous",
        "emp_no_unknown_namesake",
        "emp_no_and_name_differ",
        "namesake_differs",
    )
)
_ABOUT = {
    "name_missing": "name", "emp_no_missing": "emp_no", "hire_date_missing": "hire_date", "left_without_day": "leave_date",
    "person_missing": "name", "probation_without_end": "probation_end",
}  # fmt: skip
_BESIDE = 5  # other cells of the row that are shown
_GRAVE = ("error", "warn")
_NUMBER = re.compile(r"-?[\d.,]+%?")


class CellView(msgspec.Struct, frozen=True):
    address: str
    label: str
    text: str


class Problem(msgspec.Struct, frozen=True):
    """One row, by its number or its first cell. `anchor` is its element on the page, `who` whom it may mean: [(工号, words)], None where that is clear."""

    anchor: str
    file: str
    sheet: str
    row: str
    place: str
    kind: str
    action: str
    tone: str
    open: bool
    sentences: list[tuple[str, str]]
    cells: list[CellView]
    beside: str
    may_take: bool
    who: list[tuple[str, str]] | None = None
    error: str = ""
    said: str = ""


def is_open(line: LineRow) -> bool:
    """Blocked, or left out until somebody says otherwise."""
    left_out = line.action == "skipped" and any(note["code"] in ROW_DECISIONS for note in line.notes)
    return left_out or (line.action == "blocked" and not waits(line))


def waits(line: LineRow) -> bool:
    """One answer in the step of values settles it, and all rows like it."""
    return line.action == "blocked" and any(note["code"] in WAITING for note in line.notes)


def key_of_row(line: LineRow) -> str:
    return row_key(line.file, line.sheet, line.where or line.row)


def codes(line: LineRow) -> set[str]:
    return {note["code"] for note in line.notes if note["level"] in _GRAVE}


def by_row(lines: Sequence[LineRow]) -> list[list[LineRow]]:
    """Lines of one row of a sheet together: a row may say several things."""
    found: dict[str, list[LineRow]] = {}
    for line in lines:
        found.setdefault(key_of_row(line), []).append(line)
    return list(found.values())


def issues(lines: Sequence[LineRow]) -> list[tuple[str, str, int]]:
    """(code, what it is, rows) of every problem, the most frequent first."""
    counts: Counter[str] = Counter()
    notes: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for rows in by_row(lines):
        counts.update(set().union(*map(codes, rows)))
        for line in rows:
            for note in line.notes:
                notes[note["code"]].append((line.kind, note))
    return [(code, without_ids(_of_all(notes[code])), n) for code, n in counts.most_common()]


_AND_MORE = "\0"  # behind a value that stands for others: the translators' sentences know nothing of it


def _of_all(notes: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """The sentence of many rows: of values that differ the first is shown as an example, and a number is left open."""
    kind, first = notes[0]
    values = {key: str(value) for key, value in first["values"].items()}
    for key, value in values.items():
        others = {str(note["values"].get(key)) for _kind, note in notes}
        if len(others) > 1 and value:
            words = field_words(kind, value) if key in ("field", "field_name") else value
            values[key] = "…" if _NUMBER.fullmatch(words) else f"{words}{_AND_MORE}"
    said = sentence({**first, "values": values}, kind)
    return re.sub(f"{_AND_MORE}([”）]?)", lambda at: at[1] + _(" and others"), said)


def problem(lines: Sequence[LineRow], people: Mapping[str, Sequence[Somebody]]) -> Problem:
    """`people` is {name: who is called so}."""
    first = next((line for line in lines if is_open(line)), lines[0])
    notes = _notes(lines)
    told = dict.fromkeys((note["level"], without_ids(sentence(note, line.kind))) for line, note in notes)
    asked = {note["code"] for _line, note in notes}
    cells = {cell[2]: cell for line in lines for cell in line.cells}
    at = {_address(note, cells.values()) for _line, note in notes} & set(cells)
    name = next((cell[3] for cell in cells.values() if cell[0] == "name"), "")
    beside = [f"{label(first, c)} {without_ids(c[3])}" for c in cells.values() if c[2] not in at and c[3]]
    return Problem(
        anchor=anchor(first.file, first.sheet, first.where or first.row),
        file=first.file,
        sheet=first.sheet,
        row=first.where or str(first.row),
        place=" › ".join(filter(None, (first.file, first.sheet, first.where or _("row %(n)s", n=first.row)))),
        kind=kind_words(first.kind),
        action=action_words(first.action),
        tone=TONES[first.action],
        open=is_open(first),
        sentences=[("bad" if level == "error" else "warn", words) for level, words in told],
        cells=[CellView(a, f"{label(first, cells[a])} ({a})", cells[a][3]) for a in sorted(at, key=_by_place)],
        beside=" · ".join(beside[:_BESIDE]),
        may_take=bool(asked & set(ROW_DECISIONS)),
        who=[(each.emp_no, str(each)) for each in people.get(name, ())] if asked & WHO else None,
    )


def _notes(lines: Sequence[LineRow]) -> list[tuple[LineRow, dict[str, Any]]]:
    """What is wrong. Where the person of the row is yet to be made, that nobody knows them follows from it."""
    makers = {kind.name for kind in registry.current().each(lambda m: m.imports) if kind.makes_people}
    waits = any(line.kind in makers and line.action == "blocked" for line in lines)
    return [
        (line, note)
        for line in lines
        for note in line.notes
        if note["level"] in _GRAVE and not (waits and note["code"] in WHO and line.kind not in makers)
    ]


def anchor(file: str, sheet: str, row: int | str) -> str:
    return f"r{zlib.crc32(row_key(file, sheet, row).encode()):08x}"


def _address(note: Mapping[str, Any], cells: Iterable[Sequence[str]]) -> str:
    """The cell to correct: that of the field that is missing, else the one that the note names."""
    values = note.get("values", {})
    field = _ABOUT.get(note["code"]) or values.get("field_name") or values.get("field")
    found = next((cell[2] for cell in cells if field and cell[0] == field), None)
    return found or str(note["cell"]).rpartition(" › ")[2]


def _by_place(address: str) -> tuple[int, str]:
    letters = address.rstrip("0123456789")
    return len(letters), letters


def label(line: LineRow, cell: Sequence[str]) -> str:
    return cell[1] or field_words(line.kind, cell[0])


# -- what was decided about rows --------------------------------------------------------------------------------


class RowDecision(msgspec.Struct, frozen=True):
    name: str
    where: str
    words: str


def row_decisions(answers: Answers) -> list[RowDecision]:
    """Cells written anew, rows left out or taken, and whom rows mean."""
    meant = {"skip": _("left out"), "take": _("taken all the same")}
    found = [("cell", key, f"→ {without_ids(text) or '—'}") for key, text in answers.cells.items()]
    found += [("row", key, meant[what]) for key, what in answers.rows.items()]
    found += [("person", key, f"→ {emp_no}") for key, emp_no in answers.people.items()]
    return [RowDecision(_packed(what, key), key.replace("›", " › "), words) for what, key, words in found]


def _packed(*parts: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(parts)).decode()


def row_again(answers: Answers, name: str) -> Answers:
    """Open what was decided about a row: it is read as it stands in the file."""
    try:
        what, key = msgspec.json.decode(base64.urlsafe_b64decode(name), type=tuple[str, str])
    except (ValueError, msgspec.MsgspecError):
        raise Refused(_("This was not decided here.")) from None
    if what == "cell":
        return answering.cell_says(answers, key, None)
    return answering.rows_are(answers, [key], None) if what == "row" else answering.row_means(answers, key, None)
