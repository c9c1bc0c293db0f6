"""What kind of data every column holds: the classes, and who declared what.

Every table says it beside its columns, `classify(Table, personal="phone email", …)`, and a house test fails on a
column that nobody classified. What a class means decides who may read it (docs/access-matrix.md), how it is kept (identity
and salary are encrypted) and how long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hrapp.kernel.marking import mark

PUBLIC, PERSONAL, IDENTITY, SALARY, PERFORMANCE, CASE, SYSTEM = CLASSES = (
    "public",
    "personal",
    "identity",
    "salary",
    "performance",
    "case",
    "system",
)
PROTECTED = frozenset({IDENTITY, SALARY, PERFORMANCE, CASE})
ABOUT_PEOPLE = PROTECTED | {PERSONAL}  # each column of these says what it is for
ENCRYPTED = frozenset({IDENTITY, SALARY})
WORDS = {
    PUBLIC: mark("who works here"),
    PERSONAL: mark("personal data"),
    IDENTITY: mark("ID numbers"),
    SALARY: mark("pay"),
    PERFORMANCE: mark("results and grades"),
    CASE: mark("discipline and health"),
    SYSTEM: mark("the system"),
}

_declared: dict[str, dict[str, str]] = {}
_purposes: dict[tuple[str, str], str] = {}
_stays: set[tuple[str, str]] = set()


def classify(
    table: Any,
    *,
    purpose: str | None = None,
    purposes: Mapping[str, str] | None = None,
    stays: str = "",
    **columns: str,
) -> None:
    """`classify(Person, public="emp_no name", personal="phone email", purposes={"phone": mark("To reach you")})`.

    Columns are named once, split by blanks; unknown classes, unknown and repeated columns are refused at import.
    `purpose` says why the table keeps anything about people, `purposes` why a single column of it does. What
    `stays` is not erased when the time of its class is over: the history of the company would change otherwise.
    """
    name = str(table._meta.tablename)
    known = {column._meta.db_column_name for column in table._meta.columns}
    found: dict[str, str] = {}
    for data, names in columns.items():
        if data not in CLASSES:
            raise ValueError(f"{name}: {data} is no class of data")
        for column in names.split():
            if column not in known or column in found:
                raise ValueError(f"{name}.{column} is unknown, or classified twice")
            found[column] = data
    for column in stays.split():
        if found.get(column) not in ABOUT_PEOPLE:
            raise ValueError(f"{name}.{column} stays, and is of no class about people")
        _stays.add((name, column))
    _declared[name] = found
    if purpose is not None:
        _purposes.update({(name, column): purpose for column, data in found.items() if data in ABOUT_PEOPLE})
    for column, told in (purposes or {}).items():
        if column not in found:
            raise ValueError(f"{name}.{column} has a purpose and no class")
        _purposes[name, column] = told


def class_of(table: str, column: str) -> str | None:
    return _declared.get(table, {}).get(column)


def purpose_of(table: str, column: str) -> str | None:
    return _purposes.get((table, column))


def stays(table: str, column: str) -> bool:
    return (table, column) in _stays


def declared() -> Mapping[str, Mapping[str, str]]:
    return _declared


def columns_of(data: Iterable[str]) -> list[tuple[str, str]]:
    """(table, column) of these classes."""
    wanted = set(data)
    return [
        (table, column) for table, columns in _declared.items() for column, kind in columns.items() if kind in wanted
    ]
