"""`hrapp snapshot --as-of DATE`: the whole company on a day, as one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from hrapp.commands.trust import actor_for, add_code
from hrapp.kernel import clock
from hrapp.kernel.classes import IDENTITY, PERFORMANCE, SALARY
from hrapp.kernel.registry import Registry
from hrapp.kernel.snapshot import snapshot
from hrapp.kernel.work import Actor, DataSeen, emit, unit_of_work
from hrapp.modules.people.api import employed_on


def add(commands: Any) -> None:
    parser = commands.add_parser("snapshot", help="print the whole company on a day as JSON")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day (default: today)")
    parser.add_argument("--partial", action="store_true", help="print although a module is switched off")
    add_code(parser)
    parser.set_defaults(run=show)


async def show(chosen: argparse.Namespace, house: Registry, actor: Actor) -> int:
    actor, day = await actor_for(chosen, actor), chosen.as_of or clock.today()
    async with unit_of_work(actor, read_only=True):
        found = await snapshot(house, day, employed_on, partial=chosen.partial)
        people = sorted(await employed_on(day))
    async with unit_of_work(actor):  # in the trail before the first line is printed, as with a page
        for data in (IDENTITY, PERFORMANCE, SALARY):
            await emit(DataSeen(object="snapshot", details={"data": data, "fields": ["snapshot"], "people": people}))
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0
