"""`hrapp-admin doctor`: how is the machine, and what to do about it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from hrapp_admin.site import Site


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    made = verb(verbs, "doctor", show, "every finding with its fix · 检查本机并给出处理办法")
    made.add_argument("--json", action="store_true")
    made.add_argument("--record", action="store_true", help="write it down for the health page; mail when it changed")


def show(chosen: argparse.Namespace, site: Site, language: str) -> int:
    return 0
