"""Writes the demo company's old spreadsheets, so that the demo begins as a real company does."""

from __future__ import annotations

from pathlib import Path

from hrapp.demo.sheets import kpi, okr, records, roster
from hrapp.demo.truth import Facts

_FILES = (
    roster.write,
    kpi.write,
    okr.write,
    records.courses,
    records.grades,
    records.pay,
    records.moves,
    records.papers,
)


def write_workbooks(facts: Facts, folder: Path) -> list[Path]:
    """Eight files, as eight people left them; the same facts give the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write(facts, folder) for write in _FILES]
