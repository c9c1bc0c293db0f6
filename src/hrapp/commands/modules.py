"""`hrapp modules`: what is installed, what is on, what each offers."""

from __future__ import annotations

import argparse
from typing import Any

from hrapp.kernel.registry import Registry, discover
from hrapp.settings import Settings


def add(commands: Any) -> None:
    commands.add_parser("modules", help="list the modules and what they offer").set_defaults(without_database=show)


def show(_: argparse.Namespace, settings: Settings) -> int:
    house = Registry.build(discover(), settings.modules_off)
    for module in house.installed:
        state = "on " if module in house.active else "off"
        offers = (f"{len(module.pages)} pages", f"{len(module.permissions)} permissions", f"{len(module.jobs)} jobs")
        needs = f"  requires {', '.join(module.requires)}" if module.requires else ""
        print(f"{state}  {module.name:13} {', '.join(offers)}{needs}")
    return 0
