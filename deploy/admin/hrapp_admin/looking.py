"""Looking without changing: logs, and a bundle for whoever helps, without anybody's data."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable
from typing import Any

from hrapp_admin.site import Site

UNITS = ("hrapp-web", "hrapp-worker", "hrapp-backup", "hrapp-drill", "hrapp-health", "hrapp-upgrade-recover")


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    made = verb(verbs, "logs", logs, "what hrapp's units said · 查看运行日志")
    made.add_argument("-n", "--lines", type=int, default=100)
    made.add_argument("-f", "--follow", action="store_true")


def logs(chosen: argparse.Namespace, site: Site, _: str) -> int:
    command = ["journalctl", "--no-pager", "-n", str(chosen.lines), *(f"--unit={unit}" for unit in UNITS)]
    return subprocess.run([*command, *(["-f"] if chosen.follow else [])]).returncode
