"""Disks lie, programs are killed, somebody flips a byte: found, named, and the next run works."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hrapp_backup import cli, keys, making, reading, restoring, settings
from hrapp_backup.trouble import Trouble

from .conftest import ROOT, Kept, configure, folder_target, value


def packs(disk: Path) -> list[Path]:
    """The largest first: those hold data, the others folders."""
    return sorted((p for p in (disk / "data").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size, reverse=True)


def flip(path: Path, at: int) -> None:
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_flipped_byte_is_found_before_anything_is_touched(copied: Kept) -> None:
    flip(packs(copied.disk)[0], 100)
    with pytest.raises(Trouble, match="damaged") as found:
        restoring.restore(copied.box, copied.set_id, "usb")
    assert found.value.code in ("set-damaged", "target-damaged")
    assert not restoring.Journal(copied.box).unfinished
    assert (
        value(copied.box, f"select count(*) from pg_database where datname like '{copied.box.database}_restored%'")
        == "0"
    )


def test_reading_a_part_each_night_finds_it_too(copied: Kept) -> None:
    engine = reading.engine_of(copied.box, settings.load(copied.box).target("usb"))
    engine.verify((1, 1))
    flip(packs(copied.disk)[0], 100)
    with pytest.raises(Trouble, match="damaged"):
        engine.verify((1, 1))


def test_the_lock_of_a_dead_run_is_cleared(copied: Kept) -> None:
    _leave_lock(copied, socket.gethostname())
    engine = reading.engine_of(copied.box, settings.load(copied.box).target("usb"))
    assert len(engine._locks()) == 1
    engine.verify((1, 1))
    assert engine._locks() == []


def _leave_lock(copied: Kept, hostname: str) -> None:
    """Kill restic in the middle: it is put to sleep by a pipe nobody reads, then killed."""
    engine = reading.engine_of(copied.box, settings.load(copied.box).target("usb"))
    reading_end, writing_end = os.pipe()
    os.write(writing_end, engine._secret)
    os.close(writing_end)
    big = copied.disk.parent / "big"
    with big.open("wb") as file:
        file.truncate(3 << 30)
    command = [part.replace("{secret}", f"/dev/fd/{reading_end}") for part in engine._command("backup", str(big))]
    process = subprocess.Popen(command, pass_fds=(reading_end,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(reading_end)
    until = time.monotonic() + 90  # a busy machine is not a failure
    # Half written it has another name, and is no lock yet.
    while not (left := list((copied.disk / "locks").glob("[0-9a-f]" * 64))) and time.monotonic() < until:
        time.sleep(0.02)
    assert left, "restic is at work"
    process.kill()
    process.wait()
    big.unlink()


FULL = """
import sys, os, pathlib
sys.path.insert(0, sys.argv[1])
from hrapp_backup.box import Box
from hrapp_backup.engine import Label
from hrapp_backup.keys import Key
from hrapp_backup.restic import Restic
from hrapp_backup.settings import Target
from hrapp_backup.trouble import Trouble
home = pathlib.Path(sys.argv[2])
box = Box(data=home, restic_program=pathlib.Path(sys.argv[3]))
engine = Restic(box, Target("usb", path=str(home / "disk")), [Key(bytes(32))])
engine.prepare(frozenset(), False)
source = home / "source"
source.mkdir()
(source / "small").write_bytes(b"x")
label = Label("1", "hourly", "2026-11-25T00:00:00Z", "0.1.0", "", "K", "")
engine.put(source, label)
(source / "large").write_bytes(os.urandom(6 << 20))
try:
    engine.put(source, label)
    print("kept")
except Trouble as trouble:
    print(trouble.code)
(source / "large").unlink()
os.system(f"mount -o remount,size=64M {home / 'disk'}")
entry = engine.put(source, label)
print(len(engine.sets()), sorted(path for path, file in engine.read(entry) if not file.read() is None))
"""


def test_a_full_disk_says_so_and_works_again_with_room(restic: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    inside = f'mount -t tmpfs -o size=4M none {tmp_path / "disk"} && exec "$@"'
    command = [sys.executable, "-c", FULL, str(ROOT / "backup"), str(tmp_path), str(restic)]
    done = subprocess.run(["unshare", "-rUm", "sh", "-c", inside, "sh", *command], capture_output=True, text=True)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no disk of 4 MB can be made here: {done.stderr.strip()}")
    assert done.stdout.splitlines()[0] == "target-full", done.stderr
    assert done.stdout.splitlines()[1].endswith("['small']"), done.stderr


def test_what_an_interrupted_run_left_is_cleared(copied: Kept) -> None:
    left = copied.box.work / "staging" / "an old one"
    left.mkdir(parents=True)
    assert making.back_up(copied.box, only=("usb",)).good
    assert not left.exists()


def test_a_new_key_opens_what_was_kept_under_the_old_one(copied: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    box = copied.box
    first = keys.read(box.key_file)[-1]
    away = copied.disk.with_name("away")
    shutil.copytree(copied.disk, away)
    assert cli.main(["--language", "en", "backup", "rotate-key"], box) == 0
    second = keys.read(box.key_file)[-1]
    target = settings.load(box).target("usb")
    only_new = reading.Restic(box, target, [second])
    assert [entry.label.set_id for entry in only_new.sets()] == [copied.set_id]
    # A disk that was in a drawer meanwhile gets the new key with its next set.
    configure(box, folder_target("usb", away))
    report = making.back_up(box, only=("usb",))
    assert report.good and reading.Restic(box, settings.load(box).target("usb"), [second]).exists()
    keys.write(box.key_file, [first])
    assert json.loads((box.state / "backup.json").read_text())["layers"]["set"]["usb"]["set"] == report.set_id
