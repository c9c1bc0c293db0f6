"""`hrapp audit seal` and `hrapp audit verify`: the chain over the audit trail."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.audit import api as audit


def add(commands: Any) -> None:
    verbs = commands.add_parser("audit", help="seal and verify the audit trail").add_subparsers(required=True)
    verify = verbs.add_parser("verify", help="find what was changed, removed or put in; exit 1 when there is something")
    verify.add_argument(
        "--heads", metavar="FILE", type=Path, help="heads kept elsewhere, instead of those named in the settings"
    )
    verify.set_defaults(run=show)
    verbs.add_parser("seal", help="seal everything now and write a head").set_defaults(run=seal)


async def show(chosen: argparse.Namespace, _: Registry, actor: Actor) -> int:
    async with unit_of_work(actor, read_only=True):
        found = await audit.verify(chosen.heads)
    for sentence in found.problems:
        print(f"- {sentence}")
    if found.more:
        print(f"- and {found.more} more")
    for note in found.notes:
        print(f"  {note}")
    until = found.sealed_until.isoformat(timespec="seconds") if found.sealed_until else "never"
    print(f"{found.sealed} entries sealed, the last at {until}; {found.heads} heads compared")
    print(f"{len(found.problems) + found.more} problems" if found.problems else "the trail is whole")
    return 1 if found.problems else 0


async def seal(_: argparse.Namespace, __: Registry, ___: Actor) -> int:
    sealed = await audit.seal(everything=True)
    head = await audit.keep_head(now=True)
    print(f"{sealed} entries sealed")
    print(f"head {head.seq} {head.hash}" if head else "no head was written: none is due, or no place is named for them")
    return 0
