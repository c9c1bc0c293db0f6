"""`hrapp-admin doctor`: how is the machine, and what to do about it.

Exit code: 0 all well · 1 something to look at · 2 something is wrong.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from hrapp_backup.files import write_bytes, write_json
from hrapp_backup.trouble import Trouble

from hrapp_admin import checks_data, checks_machine, checks_mail, mail
from hrapp_admin.answers import BAD, OK, WARN, Answer, worst
from hrapp_admin.site import Site

Look = Callable[[Site], Iterator[Answer]]
LOOKS: tuple[Look, ...] = (
    checks_machine.release,
    checks_machine.keys_of_releases,
    checks_machine.pages,
    checks_machine.units,
    checks_data.database,
    checks_data.backups,
    checks_data.drill,
    checks_data.recovery_kit,
    checks_data.secrets,
    checks_data.configuration,
    checks_mail.mail_held,
    checks_mail.mail_server,
    checks_machine.certificate,
    checks_machine.name,
    checks_machine.disks,
    checks_machine.clock,
    checks_machine.updates,
)
CODES = {OK: 0, WARN: 1, BAD: 2}
MARKS = {OK: "✓", WARN: "!", BAD: "✗"}


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    made = verb(verbs, "doctor", show, "every finding with its fix · 检查本机并给出处理办法")
    made.add_argument("--json", action="store_true")
    made.add_argument("--record", action="store_true", help="write it down for the health page; mail when it changed")
    made.add_argument("--quiet", action="store_true", help="only what is not well · 只显示有问题的项目")


def examined(site: Site) -> list[Answer]:
    """Everything, whatever else is wrong: a look that fails is a finding of its own."""
    found: list[Answer] = []
    for look in LOOKS:
        try:
            found += look(site)
        except Trouble as trouble:
            both = (trouble.said("en"), trouble.said("zh"))
            found.append(Answer(look.__name__, BAD, "failed-look", {"name": look.__name__, "detail": both}))
        except (OSError, ValueError) as error:
            found.append(
                Answer(look.__name__, WARN, "failed-look", {"name": look.__name__, "detail": str(error)[:200]})
            )
    return found


def show(chosen: argparse.Namespace, site: Site, language: str) -> int:
    if not chosen.record:
        mail.forget(site)
    found = examined(site)
    if chosen.record:
        record(site, found, time.time())
    if chosen.json:
        print(json.dumps([answer.as_data() for answer in found], ensure_ascii=False, indent=1))
    else:
        for answer in found:
            if not (chosen.quiet and answer.level == OK):
                print(f"{MARKS[answer.level]} {answer.said(language)}")
    return CODES[worst(found)]


def record(site: Site, found: list[Answer], now: float) -> None:
    """For the health page, for Prometheus, and a mail when what is not well is not what was mailed last."""
    answers = [answer.as_data() for answer in found]
    told: dict[str, Any] = {"at": int(now), "level": worst(found), "answers": answers}
    write_json(site.box.state / "health.json", told)
    write_bytes(site.box.state / "metrics.prom", metrics(found, told["at"]).encode(), 0o644)
    mail.keep_told(site, found, now)


def metrics(found: list[Answer], now: float) -> str:
    """Prometheus' text: a level per look (0 well, 1 look at it, 2 wrong), every figure, and how old all of it is."""
    groups = {"hrapp_recorded_seconds": [f"hrapp_recorded_seconds {now:.0f}"]}
    for answer in found:
        look = _label(answer.name)
        groups.setdefault("hrapp_health", []).append(f'hrapp_health{{look="{look}"}} {CODES[answer.level]}')
        for figure, value in answer.figures.items():
            name = f"hrapp_{answer.name.partition('.')[0]}_{figure}"
            groups.setdefault(name, []).append(f'{name}{{look="{look}"}} {value}')
    return "".join(f"# TYPE {name} gauge\n" + "\n".join(lines) + "\n" for name, lines in groups.items())


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
