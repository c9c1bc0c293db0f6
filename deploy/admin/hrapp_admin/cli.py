"""`hrapp-admin`: one verb per thing that the person who looks after the machine does.

Exit codes: 0 done · 1 something is wrong · 2 bad use · 3 nothing was changed (a plan, or somebody said no).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hrapp_backup import lock, restoring, settings
from hrapp_backup.database import Server
from hrapp_backup.trouble import Trouble

from hrapp_admin import (
    bundles,
    claims,
    doctor,
    looking,
    placing,
    release_keys,
    releases,
    rollback,
    sentences,  # noqa: F401 (fills the book of sentences)
    staging,
    status,
    upgrade,
)
from hrapp_admin.bundles import Bundle
from hrapp_admin.preflight import findings
from hrapp_admin.progress import Progress, agreed
from hrapp_admin.site import Site

BEGIN = ("Begin the upgrade? Type yes: ", "开始升级？输入 yes：")
WAITED = 120  # seconds: pages may be closed, and a backup that its timer began ends by itself
AWAITED = 600  # seconds that a database on another machine may take to be back after a power cut
BACKUP_VERBS = ("backup", "restore", "drill", "key")  # the backup's own front door answers them


def main(arguments: Sequence[str], site: Site | None = None) -> int:
    site = site or Site()
    site = replace(site, box=site.box.as_told())
    language = language_of(site)
    if arguments and arguments[0] in BACKUP_VERBS:
        from hrapp_backup.cli import main as backup_main

        if told := unfinished(site):
            print(told.said(language), file=sys.stderr)
            return 0 if told.code == "busy" and "--scheduled" in arguments else 1
        return int(backup_main(list(arguments), site.box))
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen, site, language))
    except Trouble as trouble:
        print(trouble.said(language), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def unfinished(site: Site) -> Trouble | None:
    """While an upgrade is unfinished nothing else begins: a mixed state is not made worse."""
    machine = upgrade.Upgrade(site, Progress("en"))
    if machine.step in (upgrade.IDLE, "soak"):
        return None
    try:
        with lock.operation(site.box.lock, "looking"):  # nobody is at it any more
            return Trouble("unfinished", to=machine.told.get("to"), step=machine.step)
    except Trouble as busy:
        return busy


def language_of(site: Site) -> str:
    spoken = os.environ.get("HRAPP_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if spoken.startswith(("zh", "en")):
        return spoken
    try:
        return settings.load(site.box).appliance.language
    except Trouble:
        return "zh"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="hrapp-admin", description="Looks after the hrapp appliance · 维护 hrapp 一体机"
    )
    verbs = made.add_subparsers(dest="verb", required=True, metavar="verb")
    _verb(
        verbs, "status", status.show, "what is installed and what is under way · 当前版本与正在进行的操作"
    ).add_argument("--json", action="store_true")
    up = _verb(verbs, "upgrade", upgraded, "go to the release of a bundle · 升级到安装包中的版本")
    up.add_argument("file", type=Path, metavar="FILE")
    up.add_argument("--plan", action="store_true", help="say what would happen, change nothing · 只显示计划")
    up.add_argument("--yes", action="store_true", help="do not ask · 不再询问")
    up.add_argument("--soak", type=int, default=upgrade.SOAK, metavar="SECONDS", help="how long to watch it · 观察时长")
    _verb(verbs, "rollback", rollback.run, "go back to the release before · 退回上一版本").add_argument(
        "--yes", action="store_true"
    )
    _verb(
        verbs, "place", placing.verb, "bring this machine's settings to what the release wants · 按当前版本更新本机配置"
    )
    _verb(verbs, "recover", recovered, "finish or take back what was interrupted · 完成或撤回被中断的操作")
    doctor.add(verbs, _verb)
    looking.add(verbs, _verb)
    claims.add(verbs, _verb)
    release_keys.add(verbs, _verb)
    laid = _verb(verbs, "stage", staged, "lay out the release of an unpacked bundle (the installer does)")
    laid.add_argument("folder", type=Path)
    _verb(verbs, "use", used, "make a first release the current one (the installer does)").add_argument("version")
    for name in BACKUP_VERBS:
        verbs.add_parser(name, add_help=False, help=f"see `hrapp-admin {name} --help`")
    return made


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace, Site, str], int],
    said: str,
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(name, help=said, description=said)
    made.set_defaults(run=run)
    return made


def upgraded(chosen: argparse.Namespace, site: Site, language: str) -> int:
    say = Progress(language, site.logs / "upgrade.log")

    def check(bundle: Bundle) -> bool:
        found = findings(site, bundle)
        for finding in found:
            say.trouble(finding.trouble, "✗" if finding.stops else "!")
        old = releases.current(site).version
        say.say(f"  {old} → {bundle.version}")
        known = release_keys.load(site)
        for line in release_keys.changes(
            known, release_keys.after(site, known, bundle.path), language.startswith("zh")
        ):
            say.say(f"  {line}")
        if any(finding.stops for finding in found):
            return False
        return not chosen.plan and (chosen.yes or agreed(language, *BEGIN))

    return upgrade.start(site, chosen.file, say, soak=chosen.soak, check=check)


def recovered(_: argparse.Namespace, site: Site, language: str) -> int:
    """Also run at boot, before hrapp's own units: on or back, without a person. A restore that was cut off is left;
    what was in use before is in use, and it can be begun again."""
    say = Progress(language, site.logs / "upgrade.log")
    with lock.operation(site.box.lock, "recover", patience=WAITED, waiting=say.trouble):
        if site.box.elsewhere and (restoring.Journal(site.box).unfinished or upgrade.Upgrade(site, say).unfinished):
            Server(site.box).await_answer(AWAITED)
        if restoring.Journal(site.box).unfinished:
            restoring.abort(site.box)
            say.note("recover: left a restore")
        done = upgrade.Upgrade(site, say).recover()
    say.end()
    say.note(f"recover: {done}")
    return 0


def staged(chosen: argparse.Namespace, site: Site, language: str) -> int:
    """The installer checked the bundle; what it unpacked is checked once more against the key that it trusts."""
    folder = chosen.folder.resolve()
    if site.release_key.exists():
        bundles.checked(site, folder, folder)
    say = Progress(language, site.logs / "install.log", out=sys.stderr)
    release = staging.stage(site, Bundle(folder), say)
    say.end()
    print(release.path)
    return 0


def used(chosen: argparse.Namespace, site: Site, _: str) -> int:
    now = releases.linked(site, "current")
    if now is not None and now.version != chosen.version:
        raise Trouble("is-current", current=now.version)
    release = releases.Release(site.releases / chosen.version)
    if not release.whole:
        raise Trouble("no-release", path=release.path)
    releases.point(site, "current", release)
    print(json.dumps({"current": release.version}))
    return 0
