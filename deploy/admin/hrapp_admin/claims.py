"""The one-time codes of the first accounts: printed once, for the people they are for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site

FIRST = ("it", "hr", "general_manager")


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    verb(verbs, "first-codes", show, "one-time codes of the first accounts · 首批账号的一次性代码")


def show(_: argparse.Namespace, site: Site, __: str) -> int:
    """As the application's user, who alone may write accounts; what it prints is for this terminal only."""
    for role in FIRST:
        done = run(["/usr/local/bin/hrapp", "claim", role])
        if done.code:
            raise Trouble("program", program="hrapp claim", detail=done.first_error)
        print(done.out.strip())
    return 0
