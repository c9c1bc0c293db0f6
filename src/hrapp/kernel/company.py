"""The company file: a company's rules in plain TOML, put together from the modules' sections."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import msgspec
import tomli_w

from hrapp.kernel import clock, settings_store
from hrapp.kernel.asking import each
from hrapp.kernel.errors import Refused
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Section
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import FactsChanged, after_commit, emit, unit_of_work


class CompanyApplied(FactsChanged):
    """A company file was applied; `details` names the sections that changed."""

    said = mark("changed the company's rules")


LONGEST = 2 * 1024 * 1024


def parse(text: str) -> dict[str, Any]:
    # A key of thousands of parts takes the parser minutes; no key of ours has more than three.
    if len(text) > LONGEST or any(line.count(".") > 60 for line in text.splitlines()):
        raise Refused("this is too long or too deep for a company file")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError as error:
        raise Refused("this is too long or too deep for a company file") from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"this is not a readable TOML file: {error}") from error


async def apply(house: Registry, data: dict[str, Any]) -> list[str]:
    """Write every section in the caller's unit of work; answers the keys of those that changed."""
    sections = sorted(house.each(lambda m: m.sections), key=lambda s: s.order)
    known = {key for section in sections for key in section.keys} | {"source"}
    if unknown := [key for key in data if key not in known]:
        raise Refused(f"{unknown[0]}: unknown key{_off(house)}")
    values = [(section, _convert(section, data)) for section in sections]
    changed = [section for section, value in values if value is not None and await section.apply(value)]
    keys = [key for section in changed for key in section.keys if key in data]
    if keys:
        zone = await _zone()
        after_commit(lambda: clock.use_timezone(zone))
        await emit(CompanyApplied(object="company", details={"sections": keys}))
    return keys


async def use_own_time() -> None:
    """From here on this process counts days and hours as the company does."""
    async with unit_of_work(read_only=True):
        clock.use_timezone(await _zone())


async def _zone() -> str:
    return str((await settings_store.read("company")).get("timezone") or clock.DEFAULT_TIMEZONE)


def _off(house: Registry) -> str:
    off = [m.name for m in house.installed if m not in house.active]
    return f" (these modules are switched off: {', '.join(off)})" if off else ""


def _convert(section: Section, data: dict[str, Any]) -> Any:
    mine = {key: data[key] for key in section.keys if key in data}
    if not mine:
        return None
    try:
        return msgspec.convert(mine, section.form, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(_path(str(error))) from error


def _path(message: str) -> str:
    """msgspec says "… - at `$.paths[2].kind`"; a person reads "paths[2].kind: …"."""
    what, _, where = message.partition(" - at `$.")
    where = where.rstrip("`")
    if "unknown field `" in what:
        name = what.split("`")[1]
        return f"{where + '.' if where else ''}{name}: unknown key"
    return f"{where}: {what}" if where else what


async def export(house: Registry) -> str:
    """The whole file, in the order of the sections. Applying it again changes nothing."""
    sections = sorted(house.each(lambda m: m.sections), key=lambda s: s.order)
    out: dict[str, Any] = {}
    for written in await each(section.export() for section in sections):
        out.update(written)
    return tomli_w.dumps(_plain(out), multiline_strings=False)


def _plain(value: Any) -> Any:
    """TOML has no null and no Decimal."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
