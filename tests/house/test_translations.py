"""Every sentence that a person may read has its Chinese, with the same values in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import hrapp
from hrapp.kernel import text

SOURCE = Path(hrapp.__file__).parent
TEMPLATES = SOURCE.parent.parent / "templates"
WORDS = {"_": None, "mark": None, "gettext": None, "ngettext": (1, 2)}
VALUE = re.compile(r"%\((\w+)\)s")


def messages() -> dict[str, str]:
    """{message: where it stands}; of two forms the plural, which is what Chinese translates."""
    found: dict[str, str] = {}
    files = [(p, "python") for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
    files += [(p, "jinja2.ext:babel_extract") for p in TEMPLATES.rglob("*.html")]
    for path, method in files:
        with path.open("rb") as file:
            for line, message, _comments, _context in extract(method, file, WORDS):
                found.setdefault(message if isinstance(message, str) else message[1], f"{path.name}:{line}")
    return found


def test_every_sentence_is_translated() -> None:
    text.load()
    missing = [f"{where}: {message}" for message, where in messages().items() if not text._catalogue.get(message)]
    assert missing == []


def test_a_sentence_has_one_translation_in_all_catalogues() -> None:
    """They become one catalogue: of two translations the one of the later file would stand on both pages."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((SOURCE / "locale" / "zh").glob("*.po")):
        for english, chinese in text.read(path).items():
            found.setdefault(english, {}).setdefault(chinese, []).append(path.name)
    assert {english: told for english, told in found.items() if len(told) > 1} == {}


@pytest.mark.parametrize("path", sorted((SOURCE / "locale" / "zh").glob("*.po")), ids=lambda path: path.stem)
def test_no_entry_is_fuzzy_and_values_are_the_same(path: Path) -> None:
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale="zh") if entry.id and isinstance(entry.id, str)]
    assert [entry.id for entry in entries if entry.fuzzy] == []
    assert [e.id for e in entries if sorted(VALUE.findall(e.id)) != sorted(VALUE.findall(str(e.string)))] == []
