"""docs/data-classes.md, from what the tables declare: `python -m tests.house.data_classes > docs/data-classes.md`."""

from __future__ import annotations

from hrapp.kernel import tables
from hrapp.kernel.classes import WORDS, declared, purpose_of, stays
from hrapp.kernel.registry import discover
from hrapp.modules.privacy.api import words_in_months

HEAD = """# Data classes

What every column of every table holds, why it is kept, and how long. Generated from the `classify(…)` calls beside the
tables; `tests/house/test_classes.py` compares it with them. Print it anew with
`python -m tests.house.data_classes > docs/data-classes.md`.

The time counts from the last working day. It is the default; the company file may name another one under `privacy`.
What is public or of the system stays, so that history and the trail stay readable; so does what says `stays` in its
table although it is about people.

| Class | Means | Kept after leaving |
|---|---|---|
"""


def _kept(table: str, column: str, data: str) -> str:
    return "stays" if stays(table, column) else words_in_months(data)


def text() -> str:
    assert discover() and tables  # with the modules their tables are imported, and those of the kernel
    lines = [f"| {data} | {words} | {words_in_months(data)} |" for data, words in WORDS.items()]
    parts = [HEAD + "\n".join(lines)]
    for table, columns in sorted(declared().items()):
        rows = [
            f"| {column} | {data} | {purpose_of(table, column) or ''} | {_kept(table, column, data)} |"
            for column, data in columns.items()
        ]
        parts.append(f"## {table}\n\n| Column | Class | Purpose | Kept |\n|---|---|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(text(), end="")
