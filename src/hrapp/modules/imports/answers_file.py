"""The file of `hrapp import --answers FILE`: JSON that people write by hand, so that what is wrong in it is said with its
line and its place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from hrapp.kernel.errors import Refused
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports.engine.answers import Answers

_Path = tuple[str, ...]


def answers_in(path: str) -> Answers:
    """The decisions about files; `--json` names the tables, columns and rows that they are about."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(_("%(file)s cannot be read: %(why)s", file=path, why=os.strerror(error.errno or 0))) from error
    except UnicodeDecodeError as error:
        raise Refused(_("%(file)s is not written in UTF-8. Save it again as UTF-8.", file=path)) from error
    if not text.strip():
        raise Refused(_("%(file)s is empty. Write the answers into it, or leave --answers out.", file=path))
    try:
        told = json.loads(text, object_pairs_hook=_once_each)
    except _Twice as error:
        raise Refused(
            _(
                "%(file)s: %(key)s stands twice within one pair of brackets. Keep one of them.",
                file=path,
                key=str(error),
            )
        ) from error
    except json.JSONDecodeError as error:
        raise Refused(_broken(path, text, error)) from error
    except RecursionError as error:
        raise Refused(_("%(file)s has too many brackets within each other.", file=path)) from error
    wrong = [_at(path, text, at, sentence) for at, sentence in _misshapen(told, inspect.type_info(Answers), ())]
    if wrong:
        raise Refused("\n".join(wrong))
    return msgspec.convert(told, Answers)


class _Twice(Exception):
    """Of two answers under one key JSON keeps the last, and nobody hears of the first."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None) if len({*names}) < len(names) else None:
        raise _Twice(twice)
    return dict(pairs)


def _broken(path: str, text: str, error: json.JSONDecodeError) -> str:
    if not text[error.pos :].strip():
        return _(
            "%(file)s ends too early, in line %(line)s: a bracket or a quotation mark is not closed.",
            file=path,
            line=str(error.lineno),
        )
    return _(
        "%(file)s, line %(line)s, place %(place)s: this is no JSON, at “%(text)s”. A comma, a colon, a bracket or a"
        " quotation mark is missing or too many there or just before.",
        file=path,
        line=str(error.lineno),
        place=str(error.colno),
        text=text[error.pos : error.pos + 20].splitlines()[0],
    )


def _at(path: str, text: str, at: _Path, sentence: str) -> str:
    """The sentence with its line, and with the names of the parts around it."""
    found = 0
    for name in at:
        for quoted in (json.dumps(name, ensure_ascii=False), json.dumps(name)):
            if (here := text.find(quoted, found)) >= 0:
                found = here
                break
    line = text.count("\n", 0, found) + 1
    return _(
        "%(file)s, line %(line)s, %(place)s: %(sentence)s",
        file=path,
        line=str(line),
        place=" → ".join(at) or "{ }",
        sentence=sentence,
    )


def _misshapen(told: Any, kind: inspect.Type, at: _Path) -> Iterator[tuple[_Path, str]]:
    """Everything that is of another shape than answers are, and where."""
    if isinstance(kind, inspect.UnionType):
        if told is None and kind.includes_none:
            return
        kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    if isinstance(kind, inspect.StructType | inspect.DictType) and not isinstance(told, dict):
        yield at, _("here {…} is expected, with names and what they mean.")
    elif isinstance(kind, inspect.StructType):
        known = {each.encode_name: each for each in kind.fields}
        for name, value in told.items():
            if name in known:
                yield from _misshapen(value, known[name].type, (*at, name))
            else:
                yield (*at, name), _("this part is not known. Possible are: %(texts)s.", texts="、".join(known))
    elif isinstance(kind, inspect.DictType):
        for name, value in told.items():
            yield from _misshapen(value, kind.value_type, (*at, name))
    elif isinstance(kind, inspect.ListType):
        if not isinstance(told, list):
            yield at, _("here a list such as [1, 2] is expected.")
            return
        for value in told:
            yield from _misshapen(value, kind.item_type, at)
    elif sentence := _unlike(told, kind):
        yield at, sentence


def _unlike(told: Any, kind: inspect.Type) -> str:
    """What a single value should be; empty where it is that."""
    if isinstance(kind, inspect.LiteralType):
        return "" if told in kind.values else _("possible are: %(texts)s.", texts=_listed(kind.values))
    if isinstance(kind, inspect.StrType):
        return "" if isinstance(told, str) else _("here a text in quotation marks is expected.")
    if isinstance(kind, inspect.BoolType):
        return "" if isinstance(told, bool) else _("here true or false is expected, without quotation marks.")
    if isinstance(kind, inspect.IntType):
        whole = isinstance(told, int) and not isinstance(told, bool)
        return "" if whole else _("here a whole number is expected, without quotation marks.")
    return ""


def _listed(values: Sequence[Any]) -> str:
    return "、".join(json.dumps(value, ensure_ascii=False) for value in values)
