"""A cell that is taken letter by letter, without a closer look, is one that a closer look would take so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine.certain import PATTERNS, certain
from hrapp.modules.imports.engine.operations import made_of
from hrapp.modules.imports.engine.values import Habits, Raw, read

HABITS = Habits(today=date(2026, 7, 1))


def _field(kind: Type) -> Field:
    return Field("what", kind, ("什么",))


@pytest.mark.parametrize("kind", PATTERNS)
@given(data=st.data())
def test_what_is_certain_is_read_as_it_stands(kind: Type, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(PATTERNS[kind], fullmatch=True))
    fld = _field(kind)
    assert certain(fld, text)
    assert read(fld, Raw(text), HABITS) == (text, [])
    assert made_of(fld, Raw(text), text, HABITS, None) is None


@given(st.dates())
def test_a_day_is_certain_where_somebody_may_have_lived(day: date) -> None:
    fld = _field(Type.DATE)
    value, notes = read(fld, Raw(day), HABITS)
    assert certain(fld, day) == (value == day and not notes)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Type.NAME, "王 五"), (Type.NAME, "暂无"), (Type.NAME, "王五（病假）"), (Type.NAME, "王五离职"), (Type.NAME, "123"),
        (Type.EMP_NO, "hr01"), (Type.EMP_NO, "1.2E15"), (Type.EMP_NO, "HR 01"), (Type.PHONE, "138 0000 0000"),
        (Type.PHONE, "12345678901"), (Type.EMAIL, "A@b.com"), (Type.EMAIL, "a@b.com;c@d.com"), (Type.DATE, "2024-01-01"),
    ],
)  # fmt: skip
def test_whatever_may_mean_something_else_gets_its_closer_look(kind: Type, text: str) -> None:
    assert not certain(_field(kind), text)
