"""From a submitted form to a typed value, all errors at once, and nothing entered is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import ClientException

from hrapp.kernel.errors import Invalid
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark

T = TypeVar("T", bound=msgspec.Struct)
_LONG = 20_000
_NUMBER = re.compile(r"^[+-]?\d{1,15}(\.\d{1,8})?$")


class Form(WebRequest):
    """A request whose form may be anything: what no parser understands is a bad request, and no failure of ours."""

    async def form(self) -> FormMultiDict:
        try:
            return await super().form()
        except (ValueError, LookupError, RecursionError, TypeError, AttributeError) as error:
            raise ClientException from error


class BadForm(Invalid):
    """Invalid, with the text of every field as it was entered, to show the form again."""

    def __init__(self, errors: Mapping[str, str], entered: Mapping[str, Any]) -> None:
        super().__init__(errors)
        self.entered = dict(entered)


async def read_form(request: WebRequest, form: type[T]) -> T:
    """The form as `form` (a msgspec.Struct); raises BadForm with a sentence per field.

    Types: str, int, Decimal, date, bool (a checkbox), list[str], UploadFile, and X | None for optional.
    """
    submitted = await request.form()
    entered: dict[str, Any] = {}
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in msgspec.structs.fields(form):
        kind, optional = _kind(field.type)
        raw = submitted.getall(field.encode_name, []) if hasattr(submitted, "getall") else []
        entered[field.name] = raw if get_origin(kind) is list else (raw[-1] if raw else "")
        try:
            value = _convert(kind, raw)
        except ValueError as error:
            errors[field.name] = _(str(error))
            continue
        if value is None and not optional:
            if field.required:
                errors[field.name] = _("Please fill this in.")
            continue
        values[field.name] = value
    if errors:
        raise BadForm(errors, entered)
    return form(**values)


def _kind(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, UnionType):
        options = [a for a in get_args(annotation) if a is not NoneType]
        return options[0], NoneType in get_args(annotation)
    return annotation, False


def _convert(kind: Any, raw: list[Any]) -> Any:
    if kind is bool:
        return bool(raw) and raw[-1] not in ("", "0", "false")
    if kind == list[UploadFile]:
        return [item for item in raw if isinstance(item, UploadFile) and item.filename]
    if get_origin(kind) is list:
        return [str(item) for item in raw]
    last = raw[-1] if raw else ""
    if kind is UploadFile:
        return last if isinstance(last, UploadFile) and last.filename else None
    if not isinstance(last, str):
        raise ValueError(mark("Please enter text here, not a file."))
    entered = last.strip()
    if not entered:
        return None
    if len(entered) > _LONG or "\x00" in entered:
        raise ValueError(mark("This text is too long or holds characters that cannot be stored."))
    return _READERS[kind](entered)


def _date(entered: str) -> date:
    try:
        return date.fromisoformat(entered)
    except ValueError:
        raise ValueError(mark("Please enter a date such as 2026-09-30.")) from None


def _decimal(entered: str) -> Decimal:
    plain = entered.replace(",", "").replace("，", "").lstrip("¥￥")
    if not _NUMBER.match(plain):
        raise ValueError(mark("Please enter a number such as 9500 or 4.5."))
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise ValueError(mark("Please enter a number such as 9500 or 4.5.")) from None


def _int(entered: str) -> int:
    if not re.match(r"^[+-]?\d{1,15}$", entered):
        raise ValueError(mark("Please enter a whole number."))
    return int(entered)


_READERS: dict[Any, Callable[[str], Any]] = {str: lambda entered: entered, date: _date, Decimal: _decimal, int: _int}
