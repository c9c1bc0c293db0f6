"""Every column of every table says what kind of data it holds, and what it is for when it is about people."""

from __future__ import annotations

import pytest
from piccolo.columns import Text
from piccolo.table import Table

from hrapp.kernel import classes
from hrapp.kernel.database import DB
from hrapp.kernel.registry import discover
from hrapp.kernel.work import unit_of_work

from ..cast import Cast
from .data_classes import text
from .test_docs import DOCS

# Tables that no Piccolo class describes: bookkeeping of migrations.
NOT_OURS = {"migration", "kernel_migration"}  # Piccolo keeps these
NOT_ABOUT_ANYBODY = {"kernel_proof"}  # what the database checks proofs with; no table of the application


def unclassified(columns: dict[str, set[str]]) -> list[str]:
    return sorted(f"{table}.{c}" for table, names in columns.items() for c in names if not classes.class_of(table, c))


def tables_in_code() -> dict[str, set[str]]:
    from hrapp.kernel.piccolo_app import APP_CONFIG

    found = [APP_CONFIG, *(module.tables for module in discover() if module.tables)]
    return {
        str(table._meta.tablename): {column._meta.db_column_name for column in table._meta.columns}
        for app in found
        for table in app.table_classes
    }


def test_every_column_in_the_code_has_a_class() -> None:
    there = tables_in_code()
    assert len(there) > 40, "an empty set proves nothing"
    assert unclassified(there) == []


async def test_every_column_in_the_database_has_a_class(cast_once: Cast) -> None:
    async with unit_of_work(read_only=True):
        rows = await DB.fetch(
            "select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " join pg_namespace n on n.oid = c.relnamespace where n.nspname not in ('pg_catalog', 'information_schema')"
            " and n.nspname not like 'pg_t%' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped"
        )
    there: dict[str, set[str]] = {}
    for row in rows:
        if row["table"] not in NOT_OURS | NOT_ABOUT_ANYBODY:
            there.setdefault(row["table"], set()).add(row["column"])
    assert len(there) > 40
    assert unclassified(there) == []


def test_a_column_that_nobody_classified_is_named() -> None:
    class Wish(Table, tablename="made_up_wish"):
        text = Text()
        blood_group = Text()

    classes.classify(Wish, system="id", personal="text")
    try:
        there = {"made_up_wish": {column._meta.db_column_name for column in Wish._meta.columns}}
        assert unclassified(there) == ["made_up_wish.blood_group"]
        assert unpurposed() == ["made_up_wish.text"]
    finally:
        classes._declared.pop("made_up_wish")


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "text"},
        {"personal": "size"},
        {"personal": "text", "system": "text"},
        {"system": "text", "stays": "text"},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, str]) -> None:
    class Wish(Table, tablename="made_up_other_wish"):
        text = Text()

    with pytest.raises(ValueError, match="made_up_other_wish"):
        classes.classify(Wish, **wrong)  # type: ignore[arg-type]


def unpurposed() -> list[str]:
    about = classes.columns_of(classes.ABOUT_PEOPLE)
    return sorted(f"{table}.{column}" for table, column in about if not classes.purpose_of(table, column))


def test_everything_about_people_says_what_it_is_for() -> None:
    assert tables_in_code() and classes.columns_of(classes.ABOUT_PEOPLE)
    assert unpurposed() == []


def test_the_page_about_classes_is_up_to_date() -> None:
    page = DOCS / "data-classes.md"
    assert page.read_text(encoding="utf-8") == text(), (
        "print it anew: python -m tests.house.data_classes > docs/data-classes.md"
    )
