"""A new key: for whoever lost the kit, or fears that somebody has it."""

from __future__ import annotations

from hrapp_backup import keys, lock, reading, settings, targets
from hrapp_backup.box import Box
from hrapp_backup.keys import Key
from hrapp_backup.trouble import Trouble


def rotate(box: Box) -> tuple[Key, dict[str, Trouble]]:
    """Make a key and let it open every target that can be reached. The others get it with their next set. Older
    keys go on opening what is there; a new kit has to be printed."""
    with lock.operation(box.lock, "key", patience=5):
        key, away = keys.rotate(box.key_file), {}
        for target in settings.load(box).backups.targets:
            try:
                targets.check(box, target)
                reading.engine_of(box, target).exists()  # opening it lets the new key in
            except Trouble as trouble:
                away[target.name] = trouble
        return key, away
