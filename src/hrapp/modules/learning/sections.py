"""Courses and advice rules in the company file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.modules.learning.queries import advice_rules, courses
from hrapp.modules.learning.rules import Rule


class Training(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    courses: list[str]
    source: str | None = None


class TrainingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    training: Training

    def __post_init__(self) -> None:
        names = self.training.courses
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"the course {twice} stands there twice")


class AdviceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    advice: list[Rule]

    def __post_init__(self) -> None:
        codes = [rule.code for rule in self.advice]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValueError(f"the advice rule {twice} stands there twice")


async def apply_training(file: TrainingFile) -> bool:
    """Courses that the file no longer names go, unless somebody attended one: then they are no longer declared."""
    names = file.training.courses
    noted = await settings_store.write("training", {"source": file.training.source} if file.training.source else {})
    gone = await DB.fetch(
        "delete from learning_course c where c.declared and c.name <> all($1::varchar[])"
        " and not exists (select 1 from learning_attempt a where a.course = c.id) returning id",
        names,
    )
    kept = await DB.fetch(
        "update learning_course set declared = false where declared and name <> all($1::varchar[]) returning id", names
    )
    written = await DB.fetch(
        "insert into learning_course (id, name, ordinal, declared)"
        " select w.id, w.name, w.ordinal, true from unnest($1::varchar[], $2::varchar[], $3::int[]) w (id, name, ordinal)"
        " on conflict (name) do update set ordinal = excluded.ordinal, declared = true"
        " where learning_course.ordinal <> excluded.ordinal or not learning_course.declared returning id",
        [new_id() for _ in names],
        names,
        list(range(len(names))),
    )
    return noted or bool(gone or kept or written)


async def export_training() -> dict[str, Any]:
    names = [course.name for course in await courses() if course.declared]
    source = (await settings_store.read("training")).get("source")
    return {"training": {"courses": names, "source": source}} if names else {}


async def apply_advice(file: AdviceFile) -> bool:
    if await advice_rules() == file.advice:
        return False
    await DB.fetch("delete from learning_advice_rule")
    await DB.insert_many(
        'insert into learning_advice_rule (id, code, families, "when", threshold, course, text, ordinal, source)'
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        _rows(file.advice),
    )
    return True


def _rows(rules: Sequence[Rule]) -> list[tuple[Any, ...]]:
    return [
        (new_id(), r.code, list(r.families), r.when, r.threshold, r.course, r.text, ordinal, r.source)
        for ordinal, r in enumerate(rules)
    ]


async def export_advice() -> dict[str, Any]:
    rules = [msgspec.structs.asdict(rule) for rule in await advice_rules()]
    return {"advice": [{**rule, "families": list(rule["families"])} for rule in rules]} if rules else {}


async def vocabulary() -> dict[str, dict[str, tuple[str, ...]]]:
    return {"courses": {course.name: (course.name,) for course in await courses()}}
