"""`./run proof import [speed|FOLDER]`: old spreadsheets of others and what the engine makes of them, in figures.

FOLDER holds files and a truth.json: one object per table with file, sheet, entity, header_rows, first_data_row,
last_data_row, record_rows and columns ({col, header, field}; field "-" is nothing to keep, "x" none of ours, "x:dup:…"
a second column of the same). With a PROVENANCE.json beside it, files of one repo are one source.

Everything is said three times: as hrapp is; without the names of fields that came from files somebody saw (`SEEN`), so
that the figures say something about the next file; and without every name that, in this folder, only the file's own
source writes, ordinary words such as 学历 among them: the next file cannot be worse off than that.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from hrapp.kernel import text
from hrapp.kernel.imports import ImportKind, Vocabulary
from hrapp.kernel.registry import Registry, discover

from . import speed
from .sheets import Judged, Sheets, TableJudged, Words, calibration

Holds = Callable[[str, str, bool], None]
PASSES: dict[Words, str] = {
    "all": "as it is",
    "trade": "without names that came from files",
    "others": "without every name that only the file's source writes (no bounds)",
}
NOBODY = Vocabulary(terms={}, units={}, metric_periods={}, today=date(2026, 7, 1))


def main(chosen: Sequence[str], holds: Holds) -> int:
    if len(chosen) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    if chosen[0] == "speed":
        speed.measured(every_kind(), NOBODY, holds)
        return 0
    folder = Path(chosen[0])
    if not (folder / "truth.json").is_file():
        print(f"{folder} has no truth.json", file=sys.stderr)
        return 2
    sheets = Sheets(folder, every_kind(), NOBODY)
    print(f"{len(sheets.files)} files, {len(sheets.truth)} tables", flush=True)
    for words, title in PASSES.items():
        print(title, flush=True)
        readings = {file: sheets.read(file, words=words) for file in sheets.files}
        tables = [judged for file, reading in readings.items() for judged in sheets.judge(file, reading)]
        figures(tables, holds if words != "others" else _no_bound(holds))
        if words == "all":
            asked = Counter({file: len(reading.questions) for file, reading in readings.items()})
            holds("questions in all", f"{asked.total()}", True)
            told(f"{count} in {file}" for file, count in asked.most_common() if count)
    print("the same files once more, after somebody set every column right", flush=True)
    again = [j for file in sheets.files for j in sheets.judge(file, sheets.read(file, memory=sheets.taught(file)))]
    mapped(again, holds, 0.99)
    return 0


def every_kind() -> list[ImportKind]:
    house = Registry.build(discover())
    house.start()
    text.load()
    return sorted(house.each(lambda module: module.imports), key=lambda kind: kind.order)


def _no_bound(holds: Holds) -> Holds:
    return lambda what, figure, _good: holds(what, figure, True)


def figures(tables: Sequence[TableJudged], holds: Holds) -> None:
    _share("header rows right", [(t.header, f"{t.where}: {t.told}") for t in tables], 0.97, holds)
    _share("record rows right", [(t.rows, f"{t.where}: {t.told}") for t in tables], 0.97, holds)
    extra = [t for t in tables if t.extra]
    holds("rows outside the data taken as records", str(sum(t.extra for t in extra)), not extra)
    told(f"{t.where}: {t.told}" for t in extra)
    mapped(tables, holds, 0.88)
    columns = [column for table in tables for column in table.columns]
    left = [(c.right, _line(c)) for c in columns if not c.mappable and not c.open]
    _share("columns that stay unmapped", left, 0.97, holds)
    accepted = [c for c in columns if c.taken and c.silent and not c.open]
    wrong = [c for c in accepted if not c.right]
    _share("silently accepted and right", [(c.right, _line(c)) for c in accepted], 0.995, holds)
    critical = [c for c in wrong if c.critical]
    holds("  of the wrong ones: ID number, name, net, gross, hire or leave date", str(len(critical)), not critical)
    error = calibration(columns)
    holds("calibration error", f"{error:.3f}", error <= 0.05)


def mapped(tables: Sequence[TableJudged], holds: Holds, least: float) -> None:
    columns = [column for table in tables for column in table.columns if column.mappable]
    _share("columns mapped right", [(c.right, _line(c)) for c in columns], least, holds)


def _share(what: str, judged: Sequence[tuple[bool, str]], least: float, holds: Holds) -> None:
    right = sum(good for good, _ in judged)
    share = right / max(len(judged), 1)
    holds(what, f"{right} of {len(judged)} {share:6.1%}", share >= least)
    told(line for good, line in judged if not good)


def told(lines: Iterable[str]) -> None:
    for line in lines:
        print(f"        {line}", flush=True)


def _line(column: Judged) -> str:
    sure = "silently" if column.silent else "to check"
    taken = f"{column.taken} ({column.sure:.2f}, {sure})" if column.taken else "nothing"
    return f"{column.where}: {column.header!r} is {column.truth}, taken for {taken}"
