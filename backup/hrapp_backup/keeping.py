"""What was in use before a restore: kept for some days, written down, and let go at night."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

from hrapp_backup import state
from hrapp_backup.box import Box
from hrapp_backup.database import Server
from hrapp_backup.files import read_json, write_json


def restored(box: Box, stamp: str) -> str:
    """What the database of a set is called until it is swapped in."""
    return f"{box.database}_restored_{stamp}"


def before(box: Box, stamp: str) -> str:
    """What the database that was in use is called afterwards."""
    return f"{box.database}_before_{stamp}"


def remember(box: Box, restored: Mapping[str, Any]) -> None:
    """The copies that may go once their days are over; `restored` is what the journal of the restore says."""
    path, stamp = box.state / "kept.json", restored["stamp"]
    known = read_json(path).get("kept", [])
    entry = {
        "until": restored["until"],
        "databases": [restored["before"], restored["database"]],
        "folders": [
            str(box.work / "before" / stamp),
            str(box.work / "restore" / stamp),
            str(box.credentials / f"keys.before-{stamp}"),
        ],
    }
    write_json(path, {"kept": [one for one in known if one["databases"] != entry["databases"]] + [entry]}, 0o600)


def let_go(box: Box) -> int:
    """Copies whose days are over; called at night. Answers how many went."""
    path = box.state / "kept.json"
    known = read_json(path).get("kept", [])
    ours = (restored(box, ""), before(box, ""))  # no other database is ever dropped
    over = [one for one in known if one["until"] < state.now()]
    for one in over:
        for database in one["databases"]:
            if database.startswith(ours):
                Server(box).drop(database)
        for folder in one["folders"]:
            shutil.rmtree(folder, ignore_errors=True)
    if over:
        write_json(path, {"kept": [one for one in known if one not in over]}, 0o600)
    return len(over)
