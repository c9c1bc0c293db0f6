"""A row about a number that its cell lost: what stands beside a card's number, its bank, is not taken alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.building import Sheet


def wait(sheet: Sheet, records: Sequence[Record]) -> None:
    """Rows of a list that is about these numbers. One of a person, whose card is one value of many, comes in without it."""
    kind = sheet.fit.kind
    if kind.makes_people or kind.subject or not kind.any_of:
        return
    for record in records:
        if any(record.values.get(key) is not None for key in kind.any_of):
            continue
        record.notes = [
            replace(note, level="error", code="number_lost")
            if note.code == "digits_lost" and note.values.get("field") in kind.any_of
            else note
            for note in record.notes
        ]
