"""`hrapp serve` and `hrapp worker`: the long-running processes."""

from __future__ import annotations

import argparse
from typing import Any

from hrapp.settings import Settings


def add(commands: Any) -> None:
    commands.add_parser("serve", help="serve the web pages and run jobs").set_defaults(without_database=serve_pages)
    commands.add_parser("worker", help="run jobs, woken through Redis").set_defaults(without_database=run_worker)
    demo = commands.add_parser("demo", help="a company of 30 people to try everything with")
    demo.add_argument("--fresh", action="store_true", help="start over")
    demo.add_argument("--reload", action="store_true", help="start again when a file changes, for developers")
    demo.set_defaults(without_database=run_demo)


def serve_pages(_: argparse.Namespace, settings: Settings) -> int:
    from hrapp.serve import database, serve

    with database(settings):
        serve(settings)
    return 0


def run_worker(_: argparse.Namespace, settings: Settings) -> int:
    from hrapp.worker import work

    work(settings)
    return 0


def run_demo(chosen: argparse.Namespace, settings: Settings) -> int:
    from hrapp.demo.start import start

    return start(settings, fresh=chosen.fresh, watch=chosen.reload)
