"""Finds the modules, puts them in order, switches some off, and refuses what does not fit together."""

from __future__ import annotations

import graphlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from hrapp.kernel import asking, ports
from hrapp.kernel.criteria import CriterionKind, CriterionSource
from hrapp.kernel.database import WEB
from hrapp.kernel.errors import Refused
from hrapp.kernel.module import Fact, Module
from hrapp.kernel.work import listen

T = TypeVar("T")
GROUP = "hrapp.modules"
PUBLIC = "public"  # the permission of pages for people who are not signed in
SIGNED_IN = "signed_in"  # … for everybody who is


def discover() -> list[Module]:
    """Every installed module, built in or from another package, in the order of `requires`."""
    return ordered(map(_loaded, entry_points(group=GROUP)))


def _loaded(entry: EntryPoint) -> Module:
    try:
        found = entry.load()
    except Exception as error:
        raise Refused(f"the module {entry.name} ({entry.value}) cannot be loaded: {error!r}") from error
    if not isinstance(found, Module):
        raise Refused(f"the entry point {entry.name} ({entry.value}) is no module")
    return found


_PARAMETER = re.compile(r"\{[^}]*\}")  # two pages that differ in its name only answer the same addresses


def ordered(modules: Iterable[Module]) -> list[Module]:
    by_name = {module.name: module for module in modules}
    graph = {name: {n for n in module.requires if n in by_name} for name, module in sorted(by_name.items())}
    try:
        return [by_name[name] for name in graphlib.TopologicalSorter(graph).static_order()]
    except graphlib.CycleError as error:
        raise Refused(f"modules require each other in a circle: {' → '.join(error.args[1])}") from error


@dataclass(frozen=True, eq=False)  # one registry is not another; and caches keep it as a key
class Registry:
    """All installed modules, and which of them are active."""

    installed: tuple[Module, ...]
    active: tuple[Module, ...]

    @classmethod
    def build(cls, installed: Sequence[Module], off: Iterable[str] = ()) -> Registry:
        off = set(off)
        names = {module.name for module in installed}
        if unknown := off - names:
            raise Refused(f"modules.off names {', '.join(sorted(unknown))}, which is not installed")
        active = []
        for module in installed:
            if module.name in off:
                if module.essential:
                    raise Refused(f"the module {module.name} is essential and cannot be switched off")
                continue
            if missing := [name for name in module.requires if name in off or name not in names]:
                raise Refused(f"the module {module.name} requires {', '.join(missing)}: switch both off, or neither")
            if module.declines and (why := module.declines()):
                raise Refused(f"the module {module.name} cannot run here: {why}")
            active.append(module)
        return cls(tuple(installed), tuple(active))

    def each(self, pick: Callable[[Module], Iterable[T]]) -> list[T]:
        return list(chain.from_iterable(pick(module) for module in self.active))

    def start(self) -> None:
        """Make this registry the one that events and ports of this process go through."""
        listen(self.each(lambda m: m.listens))
        ports.providers.clear()
        for module in self.active:
            ports.providers.update(module.ports)
        global _current
        _current = self

    # -- what the active modules offer ------------------------------------------------------------

    @property
    def facts(self) -> dict[str, Fact]:
        return {fact.key: fact for source in self.each(lambda m: m.facts) for fact in source.facts}

    def catalogues(self) -> list[Path]:
        """Where modules from other packages keep their Chinese."""
        return [Path(module.catalogues) / "zh" for module in self.active if module.catalogues]

    @cached_property
    def criterion_kinds(self) -> dict[str, CriterionKind]:
        return {kind.name: kind for source in self.each(lambda m: m.criteria) for kind in source.kinds}

    def criterion_sources(self, kinds: Iterable[str]) -> list[tuple[CriterionSource, set[str]]]:
        """The sources needed for these kinds, each with the kinds it is asked for."""
        wanted = set(kinds)
        sources = [(s, {k.name for k in s.kinds} & wanted) for s in self.each(lambda m: m.criteria)]
        return [(source, names) for source, names in sources if names]

    async def fetch_facts(self, keys: Sequence[str], people: Sequence[str], day: Any) -> dict[str, dict[str, Any]]:
        """{person: {key: value}}, one query per providing source; what nobody provides is absent."""
        answer: dict[str, dict[str, Any]] = {person: {} for person in people}
        asked = [source for source in self.each(lambda m: m.facts) if {fact.key for fact in source.facts} & set(keys)]
        for found in await asking.each(source.fetch(people, day) for source in asked):
            for person, values in found.items():
                answer[person].update({key: value for key, value in values.items() if key in keys})
        return answer

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {p.name: p.role for p in self.each(lambda m: m.permissions)}

    def role_of(self, permission: str) -> str:
        """The database role in which a page with this permission works."""
        return self._roles.get(permission, WEB)

    @cached_property
    def _fresh(self) -> frozenset[str]:
        return frozenset(p.name for p in self.each(lambda m: m.permissions) if p.fresh)

    def fresh(self, permission: str) -> bool:
        """Whether a page with this permission asks for a proof of who sits there."""
        return permission in self._fresh

    def require(self, *names: str) -> None:
        """Refuse with a sentence when a module that is needed here is off."""
        active = {module.name for module in self.active}
        if off := [name for name in names if name not in active]:
            raise Refused(f"the module {', '.join(off)} is switched off (modules.off in the settings)")

    # -- what does not fit together ---------------------------------------------------------------

    def problems(self) -> list[str]:
        """Sentences; empty when the house stands. `hrapp check` and every start ask."""
        return [
            *self._routes(),
            *self._duplicates("permission", [p.name for p in self.each(lambda m: m.permissions)]),
            *self._duplicates("fact", [f.key for s in self.each(lambda m: m.facts) for f in s.facts]),
            *self._duplicates("criterion kind", [k.name for s in self.each(lambda m: m.criteria) for k in s.kinds]),
            *self._duplicates("import kind", [k.name for k in self.each(lambda m: m.imports)]),
            *self._duplicates("job", [j.name for j in self.each(lambda m: m.jobs)]),
            *self._duplicates("slot", [s.name for s in self.each(lambda m: m.slots)]),
            *self._duplicates("company file key", [k for s in self.each(lambda m: m.sections) for k in s.keys]),
            *self._duplicates("port", [p for m in self.active for p in m.ports]),
            *self._unknown(),
        ]

    def _permissions(self) -> set[str]:
        return {p.name for p in self.each(lambda m: m.permissions)} | {PUBLIC, SIGNED_IN}

    def _routes(self) -> list[str]:
        known = self._permissions()
        found = []
        urls: Counter[tuple[str, str]] = Counter()
        for module in self.active:
            for page in module.pages:
                name = f"{module.name}.{page.fn.__name__}"
                permission = page.opt.get("permission")
                if permission is None:
                    found.append(f"the page {name} declares no permission")
                elif permission not in known:
                    found.append(f"the page {name} names the unknown permission {permission}")
                urls.update((method, _PARAMETER.sub("{}", path)) for method in page.http_methods for path in page.paths)
        found += [f"{method} {path} is answered by {n} pages" for (method, path), n in urls.items() if n > 1]
        return found

    def _unknown(self) -> list[str]:
        # A slot of a module that is switched off is known: its panels are simply not shown.
        permissions, slots, facts = self._permissions(), {s.name for m in self.installed for s in m.slots}, self.facts
        found = []
        for module in self.active:
            for panel in module.panels:
                if panel.slot not in slots:
                    found.append(f"{module.name} fills the slot {panel.slot}, which nobody lends")
                if panel.permission not in permissions:
                    found.append(f"a panel of {module.name} names the unknown permission {panel.permission}")
            for item in module.nav:
                if item.permission not in permissions:
                    found.append(f"the navigation of {module.name} names the unknown permission {item.permission}")
            installed = {f.key for m in self.installed for s in m.facts for f in s.facts}
            for key in module.uses_facts:
                if key not in facts and key not in installed:
                    found.append(f"{module.name} uses the fact {key}, which nobody provides")
        found += [f"nobody provides the port {port}" for port in ports.ESSENTIAL if not self._provides(port)]
        return found

    def _provides(self, port: str) -> bool:
        return any(port in module.ports for module in self.active)

    @staticmethod
    def _duplicates(noun: str, names: list[str]) -> list[str]:
        return [f"the {noun} {name} is declared {n} times" for name, n in Counter(names).items() if n > 1]


_current: Registry | None = None


def current() -> Registry:
    """The registry of this process. Modules ask it for facts, panels and criteria of others."""
    if _current is None:
        raise RuntimeError("no registry was started")
    return _current
