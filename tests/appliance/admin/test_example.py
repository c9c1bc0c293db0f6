"""The demo shows its IT person what a doctor would say, in a doctor's words."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from hrapp.demo.machine import write_example
from hrapp.modules.appliance.queries import health

from . import places  # noqa: F401  (finds the programs of the machine)

from hrapp_admin.answers import BOOK  # isort: skip

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _said_by(book: str, sentence: str) -> bool:
    pattern = "".join(".+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", book))
    return bool(re.fullmatch(pattern, sentence))


def test_every_sentence_of_the_example_is_one_of_the_doctors(tmp_path: Path) -> None:
    for said in json.loads(write_example(tmp_path, AT).read_bytes())["answers"]:
        # "settings-bad" says nothing but its detail: whatever it is, it would be said by that
        pairs = [pair for code, pair in BOOK.items() if code != "settings-bad"]
        assert any(_said_by(en, said["en"]) and _said_by(zh, said["zh"]) for en, zh in pairs), said


def test_the_example_is_read_as_one(tmp_path: Path) -> None:
    found = health(write_example(tmp_path, AT))
    assert found and found.example and found.at == AT and found.level == "warn"
    assert {finding.group for finding in found.findings} == {"serving", "backup", "machine"}
