"""What `hrapp import` says on a terminal: files and their tables, doubtful columns, what would change, what is wrong.

Everywhere in it rows of the sheets are counted. One row may give several records (a person, their pay, a further
record), and the gravest of what became of them counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hrapp.kernel.imports import Action
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.imports import views
from hrapp.modules.imports.engine.found import ColumnReading, TableReading
from hrapp.modules.imports.pipeline import Taken
from hrapp.modules.imports.queries import LineRow
from hrapp.modules.imports.report import ACTIONS, Line, note_json
from hrapp.modules.imports.rule_words import plain_words
from hrapp.modules.imports.shell_seen import Seen
from hrapp.modules.imports.words import action_words, field_words, kind_words, sentence

SHOWN = 40  # changes, and issues, on a terminal; --json has them all
_GRAVEST_FIRST = ("blocked", "changed", "new", "same", "skipped")
_SIGNS = {"error": "✗", "warn": "!"}
_Row = tuple[str, str, int, str]


def told(taken: Taken, found: Sequence[Line], *, applied: bool) -> list[str]:
    """Columns and changes are looked at before they are written, not after."""
    rows = _rows(found)
    ahead = [] if applied else changes_words(found)
    return [*_files(taken, rows, columns=not applied), "", *ahead, *_issues(found), *_totals(taken, rows, applied)]


def _rows(found: Sequence[Line]) -> dict[_Row, str]:
    """What became of every row that holds a record."""
    rows: dict[_Row, str] = {}
    for line in found:
        if line.kind:
            at = (line.file, line.sheet, line.row, line.where)
            rows[at] = min(rows.get(at, line.action), line.action, key=_GRAVEST_FIRST.index)
    return rows


# -- files, tables, columns ----------------------------------------------------------------------------


def _files(taken: Taken, rows: dict[_Row, str], *, columns: bool) -> list[str]:
    said = []
    counted = _counted(taken, rows)
    for file in taken.reading.files:
        said.append(file.name)
        if file.problem:
            said.append(f"  ! {sentence(note_json(file.problem))}")
        for table in file.tables:
            if table.kind is None:
                said.append(f"  · {table.sheet}: {sentence({'code': table.reason, 'values': dict(table.context)})}")
                continue
            said.append(f"  › {table.sheet} → {kind_words(table.kind)}  {_counts(counted.get(table.id, Counter()))}")
            if columns and (doubts := _doubts(table)):
                said.append(f"      {doubts}")
    return said


def _counted(taken: Taken, rows: dict[_Row, str]) -> dict[str, Counter[str]]:
    """{id of a table: its rows}. Of tables side by side a row is in that which begins where the row does."""
    tables: dict[tuple[str, str], list[TableReading]] = {}
    for file in taken.reading.files:
        for table in file.tables:
            if table.kind:
                tables.setdefault((file.name, table.sheet), []).append(table)
    counted: dict[str, Counter[str]] = {}
    for (file_name, sheet, row, where), action in rows.items():
        here = tables.get((file_name, sheet), [])
        within = [t for t in here if t.first_row <= row <= t.last_row]
        first = where.rstrip("0123456789")
        at = next((t for t in within if first and t.columns and t.columns[0].letter == first), None)
        if mine := at or next(iter(within or here), None):
            counted.setdefault(mine.id, Counter())[action] += 1
    return counted


def _counts(counts: Counter[str]) -> str:
    n = counts.total()
    by_action = " · ".join(f"{action_words(a)} {counts[a]}" for a in ACTIONS if counts[a])
    return f"{ngettext('One row', '%(n)s rows', n)}{': ' if by_action else ''}{by_action}"


def _doubts(table: TableReading) -> str:
    """How the columns were read of which that is not sure."""
    check, kept, unknown = [], [], []
    for column in table.columns:
        called = f"{column.header or '—'} ({column.letter})"
        if column.state == "check" and column.field and "other" not in column.why:
            check.append(f"{called} → {_field(table, column)}")
        elif "other" in column.why:
            kept.append(called)
        elif column.field is None and column.header:
            unknown.append(called)
    groups = (
        (_("please check"), check),
        (_("kept as a further record"), kept),
        (_("not known, left out"), unknown),
    )
    return "; ".join(f"{words}: {', '.join(names)}" for words, names in groups if names)


def _field(table: TableReading, column: ColumnReading) -> str:
    return field_words(column.kind or table.kind or "", column.field or "")


# -- rows ----------------------------------------------------------------------------------------------


def changes_words(found: Sequence[Line]) -> list[str]:
    changed = [line for line in found if line.action == Action.CHANGED.value]
    seen = Seen()
    said = [f"~ {_whose(line)}: {'; '.join(_changed(seen, line))}" for line in changed[:SHOWN]]
    if len(changed) > SHOWN:
        said.append(_("… and %(n)s more", n=len(changed) - SHOWN))
    return [*said, ""] if said else []


def _whose(line: Line) -> str:
    return " ".join(dict.fromkeys(filter(None, (line.subject, line.name)))) or f"{line.sheet} {line.row}"


def _changed(seen: Seen, line: Line) -> Iterator[str]:
    if line.kind in seen.protected:
        yield f"{kind_words(line.kind)} ({_('values hidden')})"
        return
    for key, both in line.changes.items():
        before, after = (plain_words(line.kind, key, seen.by_end(key, value)) for value in both)
        yield f"{field_words(line.kind, key)}: {before} → {after}"


def _issues(found: Sequence[Line]) -> list[str]:
    """The same is said once, as on the page of problems."""
    seen = Seen()
    issues = views.issues(_once([line for line in found if line.level in _SIGNS], seen), frozenset())
    said = [_issue(issue) for issue in [*issues, *_recomputed(found)]]
    if len(said) > SHOWN:
        said[SHOWN:] = [_("… and %(n)s more; --json lists them all.", n=len(said) - SHOWN)]
    return [*said, ""] if said else []


def _issue(issue: views.Issue) -> str:
    more = " " + ngettext("and one more place", "and %(n)s more places", issue.more) if issue.more else ""
    return f"{_SIGNS[issue.level]} {issue.cell}: {issue.words}{more}"


def _once(lines: Sequence[Line], seen: Seen) -> list[LineRow]:
    """Lines as the page reads them. What several kinds say in the same words of one cell is said of it once."""
    said: set[tuple[object, ...]] = set()
    rows = []
    for line in lines:
        notes = []
        for note in (seen.note(each, line.kind) for each in line.notes):
            what = (line.file, line.sheet, line.row, note["cell"], sentence(note, line.kind))
            if what not in said:
                notes.append(note)
            said.add(what)
        rows.append(_as_row(line, notes))
    return rows


def _as_row(line: Line, notes: list[dict[str, Any]]) -> LineRow:
    return LineRow(
        *("", 0, line.file, line.sheet, line.row, line.kind, line.action, line.level, line.subject, {}, notes),
        name=line.name,
    )


def _recomputed(found: Sequence[Line]) -> list[views.Issue]:
    """Typed shares that do not follow from their figures: the page has a table of them, here the first stands for all."""
    first: dict[str, views.Issue] = {}
    for line in found:
        for note in line.notes:
            if note["code"] in views.RECOMPUTED and note["level"] in _SIGNS:
                at = first.get(note["code"])
                words = at.words if at else sentence(note, line.kind)
                cell = at.cell if at else note["cell"]
                more = at.more + 1 if at else 0
                first[note["code"]] = views.Issue(cell, note["level"], words, "", "", more)
    return list(first.values())


def _totals(taken: Taken, rows: dict[_Row, str], applied: bool) -> list[str]:
    n = len(taken.reading.files)
    head = (
        ngettext("One file written", "%(n)s files written", n)
        if applied
        else ngettext("One file read", "%(n)s files read", n)
    )
    said = [f"{head}; {_counts(Counter(rows.values()))}"]
    if aside := len(taken.reading.skipped):
        said.append(
            ngettext(
                "One other row holds no record: a title, a total, an empty row.",
                "%(n)s other rows hold no record: titles, totals, empty rows.",
                aside,
            )
        )
    return said
