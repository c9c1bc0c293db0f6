"""Back to the release before, by hand: the code alone, never the data."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from hrapp_backup import lock
from hrapp_backup.trouble import Trouble

from hrapp_admin import probing, releases, upgrade
from hrapp_admin.progress import Progress, agreed
from hrapp_admin.site import Site

BACK = ("Go back to it? Type yes: ", "退回该版本？输入 yes：")


def run(chosen: argparse.Namespace, site: Site, language: str) -> int:
    say = Progress(language, site.logs / "upgrade.log")
    with lock.operation(site.box.lock, "rollback"):
        machine = upgrade.Upgrade(site, say)
        if machine.unfinished:
            machine.go_back()
            return 0
        now, before = releases.current(site), releases.linked(site, "previous")
        if before is None or before.path == now.path:
            raise Trouble("cannot-go-back")
        _runs_on(site, before, now)
        say.say(f"  {now.version} → {before.version}")
        if not (chosen.yes or agreed(language, *BACK)):
            return 3
        back(site, say, now, before)
    return 0


def _runs_on(site: Site, before: releases.Release, now: releases.Release) -> None:
    """The database says how old the code may be that runs on it."""
    done = replace(site.box, release=before.path).migrate(["--plan", "--json"], site.box.database)
    if done.code not in (0, 3) or not _readable(done.out):
        raise Trouble("too-new", old=before.version, new=now.version)


def _readable(said: str) -> bool:
    try:
        return not json.loads(said)["pending"]
    except (ValueError, KeyError):
        return False


def back(site: Site, say: Progress, now: releases.Release, before: releases.Release) -> None:
    """Written down as an upgrade that goes back, so that a power cut in between is put right at boot."""
    machine = upgrade.Upgrade(site, say)
    machine.told = {"from": before.version, "to": now.version, "old": str(before.path), "new": str(now.path)}
    machine.at("soak", opened=0, soak=0)
    machine.go_back()
    releases.point(site, "previous", now)
    assert site.box.web_socket is not None
    probing.probe(site, before, site.box.web_socket)
