"""What is kept of a further record, sealed: title, and values under the headers they had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.imports import Field, called
from hrapp.modules.records.imports_fields import OTHER, SHAPES
from hrapp.modules.records.imports_shapes import Shape

VIEW = "records.view"
#: Keys of a record that say whose it is, not what.
WHOSE = frozenset({"person", "emp_no", "name", "department", "labels", "title", "values"})


class Value(msgspec.Struct, frozen=True):
    """`kind`: text, date, number or money; a date is written as ISO, a number with all its digits."""

    key: str
    label: str
    kind: str
    text: str

    def called(self, kind: str) -> str:
        """Its header; what the sheet said above its table has none and goes by the name of its field."""
        fld = next((fld for shape in SHAPES if shape.name == kind for fld in shape.fields if fld.key == self.key), None)
        return called(fld) if fld and self.label == self.key else self.label


class Kept(msgspec.Struct, frozen=True):
    title: str
    values: list[Value]

    def value(self, key: str) -> Value | None:
        return next((value for value in self.values if value.key == key), None)

    def text(self, key: str) -> str:
        """ "" where nothing is said."""
        value = self.value(key)
        return value.text if value else ""


PLACE = keys.Place("records_record", "sealed", Kept)
_SORTS = {"date": "date", "money": "money", "number": "number", "percent": "number"}


def kept(values: Mapping[str, Any], fields: Mapping[str, Field], title: str) -> Kept:
    """The values of a record of a kind; of one without a home, the cells as they are written."""
    labels: Mapping[str, str] = values.get("labels") or {}
    found = [
        Value(key, labels.get(key, key), _sort(fields[key], value), written(value))
        for key, value in values.items()
        if key in fields and key not in WHOSE and value is not None and value != ""
    ]
    found += [Value("", label, "text", text) for label, text in (values.get("values") or {}).items()]
    return Kept(str(values.get("title") or title), found)


def _sort(fld: Field, value: Any) -> str:
    """长期 may stand where a day is kept."""
    return "text" if isinstance(value, str) else _SORTS.get(fld.type, "text")


def written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def told_apart(values: Mapping[str, Any], shape: Shape, held: Kept) -> tuple[str, ...]:
    """By what two records of one kind and person differ: the columns that tell, and where a kind has none of its own, all
    that is said."""
    if shape.name == OTHER.name:
        return tuple(f"{value.label}={value.text}" for value in held.values if not value.key)
    tells = tuple(written(values[key]) if values.get(key) is not None else "" for key in shape.tells)
    if shape.name == "assessment":
        return (*tells, *filter(None, [rater(held)]))
    return (*tells, *_from_when(held)) if shape.name == "attendance" else tells


_RATER = re.compile(r"(?:评[价分审议]|考[核评]|打分|测评)(?:人|者|主体)(?:姓名|工号)?|评委(?:姓名)?|rater|reviewer|evaluator", re.IGNORECASE)  # fmt: skip


def rater(held: Kept) -> str:
    """Who gave a score, where a list of what several think says so: two may think the same."""
    return next((value.text for value in held.values if not value.key and _RATER.fullmatch(value.label.strip())), "")


_BEGINS = re.compile(r"开始|起始|起时|start|from", re.IGNORECASE)


def _from_when(held: Kept) -> list[str]:
    """At what time a list of overtime says that it began: there may be two on one day."""
    begun = [value.text for value in held.values if not value.key and _BEGINS.search(value.label)]
    return [text for text in begun if re.search(r"\d[:：时点]", text)][:1]
