"""The criteria of a draft as a form: every kind asks for its own parameters, errors stand at their place.

The form knows no metric and no course: which parameters there are, their words and their choices come from
the kind (`CriterionKind.asks`) and from the modules' vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from hrapp.kernel import registry
from hrapp.kernel.criteria import Asked, CriterionKind
from hrapp.kernel.errors import Invalid
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.promotion import kinds
from hrapp.modules.promotion.entries import Entry

_NUMBER = re.compile(r"^([+-]?\d{1,13}(?:\.\d{1,8})?)\s*([%％万]?)$")
_SCALES = {"": Decimal(1), "%": Decimal("0.01"), "％": Decimal("0.01"), "万": Decimal(10_000)}
_WORDS = {
    ">=": mark("more (≥)"),
    "<=": mark("less (≤)"),
    "threshold": mark("a fixed threshold"),
    "target": mark("each period's own target"),
    "company": mark("joining the company"),
    "level": mark("reaching the level"),
}
_SENTENCES = {
    "is missing": mark("Please fill this in."),
    "n must be at least 1": mark("Please enter at least 1."),
    'threshold is missing; or say basis = "target"': mark("Please enter a threshold, or choose each period's own target."),
    "window is smaller than n: nobody could ever meet this": mark(
        "The span is shorter than the number asked for: nobody could ever meet this."
    ),
}  # fmt: skip


class Line(msgspec.Struct, frozen=True):
    """A criterion as it was entered. `values` by parameter."""

    place: str
    code: str
    kind: str
    label: str
    weight: str
    mandatory: str
    values: Mapping[str, Sequence[str]]


class Input(msgspec.Struct, frozen=True):
    """One parameter's control. `shape`: select, checks, open (text with suggestions), text."""

    id: str
    label: str
    shape: str
    options: Sequence[tuple[str, str]]
    values: Sequence[str]
    help: str

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


# -- from what is stored to what is shown ------------------------------------------------------------


def line_of(entry: Entry, place: int, words: Mapping[str, Any]) -> Line:
    values = {key: _shown(entry.kind, key, value, entry.parameters, words) for key, value in entry.parameters.items()}
    mandatory = "yes" if entry.mandatory else "no"
    return Line(str(10 * place), entry.code, entry.kind, entry.label, f"{entry.weight:f}", mandatory, values)


def _shown(kind: str, key: str, value: Any, parameters: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    if key == "threshold" and value is not None and _is_share(kind, key, parameters.get("metric"), words):
        return [f"{percent_text(Decimal(str(value)))}%"]
    return [] if value is None else [str(value)]


def _is_share(kind: str, key: str, metric: Any, words: Mapping[str, Any]) -> bool:
    found = kinds.kind_called(kind)
    asked = found.asks.get(key) if found else None
    unit = words.get("units", {}).get(metric, "")
    return bool(asked and (asked.share or (key == "threshold" and unit in ("%", "％"))))


def new_line(kind: str, place: int) -> Line:
    return Line(str(10 * place), "", kind, "", "1", "yes", {})


def inputs(line: Line, n: int, words: Mapping[str, Any]) -> list[Input]:
    """The controls of the n-th criterion, in the order in which its kind names them."""
    kind = kinds.kind_called(line.kind)
    return [] if kind is None else [_input(kind, name, line, n, words) for name in _names(kind)]


def _names(kind: CriterionKind) -> list[str]:
    fields = [field.name for field in msgspec.structs.fields(kind.parameters)]
    return sorted(fields, key=lambda name: list(kind.asks).index(name) if name in kind.asks else len(fields))


def _input(kind: CriterionKind, name: str, line: Line, n: int, words: Mapping[str, Any]) -> Input:
    asked = kind.asks.get(name) or Asked(name)
    given = [value for value in line.values.get(name, ()) if value]
    annotation, optional = _annotation(kind, name)
    known = [(str(code), _first(term)) for code, term in words.get(asked.vocabulary, {}).items()]
    known += [(each, each) for each in given if each and known and each not in dict(known)]
    shape, options = "text", known
    if get_origin(annotation) is Literal:
        shape, options = "select", [(each, _(_WORDS.get(each, each))) for each in get_args(annotation)]
    elif get_origin(annotation) is tuple:
        shape = "checks" if known else "text"
    elif known:
        shape = "open" if asked.open else "select"
    if shape == "select":
        given = given or [_default(kind, name)]
        options = options if given[0] and not optional else [("", "—"), *options]
    return Input(f"p{n}_{name}", _(asked.label), shape, options, given, _(asked.help) if asked.help else "")


def _first(term: Any) -> str:
    return str(term[0]) if isinstance(term, tuple | list) and term else str(term)


def _annotation(kind: CriterionKind, name: str) -> tuple[Any, bool]:
    field = next(field for field in msgspec.structs.fields(kind.parameters) if field.name == name)
    if get_origin(field.type) in (Union, UnionType):
        options = [each for each in get_args(field.type) if each is not NoneType]
        return options[0], True
    return field.type, not field.required


def _default(kind: CriterionKind, name: str) -> str:
    field = next(field for field in msgspec.structs.fields(kind.parameters) if field.name == name)
    return field.default if isinstance(field.default, str) else ""


def kind_choices() -> list[tuple[str, str]]:
    """Every kind that an active module offers."""
    return [(name, _(kind.title)) for name, kind in registry.current().criterion_kinds.items()]


# -- from what was entered to what is stored ---------------------------------------------------------


def labels(lines: Sequence[Line], words: Mapping[str, Any]) -> dict[str, str]:
    """{control: its words}, for the summary of errors."""
    found: dict[str, str] = {}
    for n, line in enumerate(lines, 1):
        where = _("Criterion %(n)s", n=n)
        found |= {each.id: f"{where} · {each.label}" for each in inputs(line, n, words)}
        found |= {f"label_{n}": where, f"weight_{n}": f"{where} · {_('Weight')}"}
    return found


_COLUMNS = ("place", "code", "kind", "label", "weight", "mandatory")


def lines_entered(submitted: Any) -> list[Line]:
    """What was typed, as it was typed, in the order of its numbers."""
    columns = {name: [str(cell).strip() for cell in submitted.getall(f"c_{name}", [])] for name in _COLUMNS}
    count = min((len(column) for column in columns.values()), default=0)
    lines = []
    for n in range(count):
        kind = kinds.kind_called(columns["kind"][n])
        names = _names(kind) if kind else []
        values = {name: [str(v).strip() for v in submitted.getall(f"p{n + 1}_{name}", [])] for name in names}
        place, code, kind_name, label, weight, mandatory = (columns[name][n] for name in _COLUMNS)
        lines.append(Line(place, code, kind_name, label, weight, mandatory, values))
    return lines


def in_order(lines: Sequence[Line]) -> list[Line]:
    """By the entered numbers; whoever has none stays where they are."""
    places = [int(line.place) if line.place.isdecimal() else 10 * n for n, line in enumerate(lines, 1)]
    order = sorted(range(len(lines)), key=lambda n: (places[n], n))
    return [msgspec.structs.replace(lines[n], place=str(10 * k)) for k, n in enumerate(order, 1)]


def entries_from(lines: Sequence[Line], words: Mapping[str, Any]) -> list[Entry]:
    """Raises Invalid with a sentence per control."""
    errors: dict[str, str] = {}
    entries: list[Entry] = []
    for n, line in enumerate(lines, 1):
        entry = _entry(line, n, words, errors, {each.code for each in entries})
        if entry is not None:
            entries.append(entry)
    if errors:
        raise Invalid(errors)
    return entries


def _entry(line: Line, n: int, words: Mapping[str, Any], errors: dict[str, str], taken: set[str]) -> Entry | None:
    kind = kinds.kind_called(line.kind)
    if kind is None:
        errors[f"label_{n}"] = _("The module that judges this criterion is switched off. Remove it, or switch it on.")
        return None
    before = len(errors)
    written = _parameters(kind, line, n, words, errors)
    weight = _weight(line, n, errors)
    parameters: dict[str, Any] = {}
    if len(errors) == before:
        try:
            parameters = kinds.stored(kind, written)
        except kinds.BadParameter as bad:
            field = bad.field or next(iter(_names(kind)))
            errors[f"p{n}_{field}"] = _(_SENTENCES.get(str(bad), str(bad)))
    if len(errors) > before:
        return None
    code = line.code or _code(line.kind, taken)
    unit = str(words.get("units", {}).get(parameters.get("metric"), ""))
    label = line.label or _label(kind, line, words)
    return Entry(code, label, line.kind, parameters, weight, line.mandatory != "no", unit, None)


def _code(kind: str, taken: set[str]) -> str:
    return next(code for n in range(1, len(taken) + 2) if (code := f"{kind}_{n}") not in taken)


def _label(kind: CriterionKind, line: Line, words: Mapping[str, Any]) -> str:
    """When none was written: the kind and what it asks for."""
    said = [words if n == 0 else f"{label} {words}" for n, (label, words) in enumerate(said_of(line, words))]
    return _("%(kind)s: %(asked)s", kind=_(kind.title), asked=" · ".join(said))


def said_of(line: Line, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what is asked, what was chosen), for what was given."""
    found: list[tuple[str, str]] = []
    for each in inputs(line, 1, words):
        chosen = [dict(each.options).get(value, value) for value in each.values if value]
        found += [(each.label, "、".join(chosen))] if chosen else []
    return found


def _weight(line: Line, n: int, errors: dict[str, str]) -> Decimal:
    found = _NUMBER.match(line.weight)
    if found is None or found[2] or Decimal(found[1]) < 0:
        errors[f"weight_{n}"] = _("Please enter a weight of 0 or more, such as 1.")
        return Decimal(0)
    return Decimal(found[1]).normalize() + 0


def _parameters(
    kind: CriterionKind, line: Line, n: int, words: Mapping[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    written: dict[str, Any] = {}
    metric = next(iter(line.values.get("metric", ())), None)
    for name in _names(kind):
        given = [value for value in line.values.get(name, ()) if value]
        annotation, optional = _annotation(kind, name)
        if not given:
            if not optional:
                errors[f"p{n}_{name}"] = _("Please fill this in.")
            continue
        try:
            written[name] = _value(annotation, given, share=_is_share(kind.name, name, metric, words))
        except ValueError as bad:
            errors[f"p{n}_{name}"] = _(str(bad))
    return written


def _value(annotation: Any, given: list[str], *, share: bool) -> Any:
    if get_origin(annotation) is tuple:
        return [word for each in given for word in re.split(r"[、,，;；\s]+", each) if word]
    if annotation not in (int, Decimal):
        return given[0]
    found = _NUMBER.match(given[0].replace(",", "").replace("，", ""))
    if found is None or (annotation is int and ("." in found[1] or found[2])):
        raise ValueError(
            mark("Please enter a whole number.")
            if annotation is int
            else mark("Please enter a number such as 9500 or 80%.")
        )
    value = Decimal(found[1]) * _SCALES[found[2]]
    if share and not found[2] and abs(value) > 1:
        raise ValueError(mark("This is a share: please write it with a percent sign, such as 80%."))
    return int(value) if annotation is int else value
