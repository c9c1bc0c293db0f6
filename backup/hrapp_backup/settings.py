"""The tables [backup] and [appliance] of config.toml. A key nobody knows is refused with the nearest one."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from hrapp_backup.box import Box
from hrapp_backup.trouble import Trouble

LOCAL = "local"
FOLDER, SFTP = "folder", "sftp"


@dataclass(frozen=True, slots=True)
class Target:
    """Where sets are kept. A folder off the box is on a disk or share of its own, which must be mounted."""

    name: str
    kind: str = FOLDER
    path: str = ""
    host: str = ""
    user: str = ""
    port: int = 22
    mountpoint: bool = True

    @property
    def off_the_box(self) -> bool:
        return self.name != LOCAL


@dataclass(frozen=True, slots=True)
class Backups:
    targets: tuple[Target, ...] = ()
    hourly: int = 48
    daily: int = 30
    weekly: int = 12
    monthly: int = 24
    floor: int = 3


@dataclass(frozen=True, slots=True)
class Appliance:
    host: str = ""
    company: str = ""
    admin_mail: str = ""
    reach: str = "office"
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Settings:
    backups: Backups = field(default_factory=Backups)
    appliance: Appliance = field(default_factory=Appliance)

    def target(self, name: str) -> Target:
        for target in self.backups.targets:
            if target.name == name:
                return target
        raise Trouble("target-unknown", name=name, known=", ".join(t.name for t in self.backups.targets))


def load(box: Box) -> Settings:
    """The local target is always there, first."""
    try:
        data = tomllib.loads(box.config.read_text(encoding="utf-8")) if box.config.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Trouble("config", path=box.config, detail=error) from None
    backups = dict(data.get("backup", {}))
    given = [_made(Target, f"backup.targets[{n}]", one, box.config) for n, one in enumerate(backups.pop("targets", []))]
    local = Target(LOCAL, FOLDER, str(box.work / LOCAL), mountpoint=False)
    targets = (local, *(_checked(target, box.config) for target in given))
    if len({target.name for target in targets}) != len(targets):
        raise Trouble("config", path=box.config, detail="two backup targets have the same name")
    return Settings(
        _made(Backups, "backup", {**backups, "targets": targets}, box.config),
        _made(Appliance, "appliance", data.get("appliance", {}), box.config),
    )


def _made(kind: Any, table: str, given: Mapping[str, Any], path: Path) -> Any:
    types = {item.name: item.type for item in fields(kind)}
    for key, value in given.items():
        if key not in types:
            raise Trouble("config-key", path=path, table=table, key=key, nearest=nearest(key, types))
        wanted = {"str": str, "int": int, "bool": bool}.get(str(types[key]), object)
        if not isinstance(value, wanted) or (wanted is int and (isinstance(value, bool) or str(value)[0] == "-")):
            raise Trouble("config-value", path=path, table=table, key=key, value=value)
    if "name" in types and "name" not in given:
        raise Trouble("config-missing", path=path, table=table, key="name")
    return kind(**given)


def _checked(target: Target, path: Path) -> Target:
    needed = {FOLDER: ("path",), SFTP: ("path", "host", "user")}
    if target.kind not in needed:
        raise Trouble("config-value", path=path, table=f"backup target {target.name}", key="kind", value=target.kind)
    if not target.name.replace("-", "").replace("_", "").isalnum():
        raise Trouble("config-value", path=path, table="backup target", key="name", value=target.name)
    for key in needed[target.kind]:
        value = getattr(target, key)
        if not value:
            raise Trouble("config-missing", path=path, table=f"backup target {target.name}", key=key)
        if value.startswith("-") or any(letter.isspace() for letter in value):
            raise Trouble("config-value", path=path, table=f"backup target {target.name}", key=key, value=value)
    return target


def nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return near[0] if near else ", ".join(known)
