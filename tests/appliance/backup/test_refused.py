"""What cannot work is refused with a sentence and its way out, and changes nothing."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hrapp_backup import cli, keys, lock, making, reading, restoring, settings
from hrapp_backup.box import Box
from hrapp_backup.restic import Restic
from hrapp_backup.sentences import SENTENCES
from hrapp_backup.trouble import Trouble

from .conftest import Kept, configure, folder_target, value


def refused(box: Box, code: str) -> str:
    """What keeping a set at `usb` is refused with; the local copy is made all the same."""
    report = making.back_up(box)
    assert set(report.kept) == {"local"} and report.failed["usb"].code == code
    assert not (box.work / "staging").exists() or not list((box.work / "staging").iterdir())
    told = json.loads((box.state / "backup.json").read_text())["layers"]["set"]
    assert told["usb"]["failure"]["code"] == code and told["local"]["last_success"]
    return report.failed["usb"].said("en")


def test_an_unplugged_disk(plain: Box, tmp_path: Path) -> None:
    configure(plain, folder_target("usb", tmp_path / "mnt" / "hrapp", mountpoint=True))
    assert "unplugged" in refused(plain, "not-mounted")
    assert not (tmp_path / "mnt").exists()


def test_a_disk_of_its_own_is_taken(plain: Box) -> None:
    shared = Path("/dev/shm")
    if not shared.is_mount() or not os.access(shared, os.W_OK):
        pytest.skip("there is no other mounted disk to write to here")
    path = shared / f"hrapp-test-{os.getpid()}"
    configure(plain, folder_target("usb", path, mountpoint=True))
    try:
        assert making.back_up(plain).good
    finally:
        shutil.rmtree(path, ignore_errors=True)


def test_a_place_inside_of_what_is_backed_up(plain: Box, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(plain.data)
    configure(plain, folder_target("usb", tmp_path / "link" / "sets"))
    assert "place of its own" in refused(plain, "target-inside")
    configure(plain, folder_target("usb", plain.data.parent))
    with pytest.raises(Trouble, match="place of its own"):
        restoring.plan(plain, "x", "usb")


def test_another_key(copied: Kept) -> None:
    box, target = copied.box, settings.load(copied.box).target("usb")
    with pytest.raises(Trouble, match="does not open") as found:
        Restic(box, target, [keys.fresh()]).prepare(frozenset(), False)
    assert found.value.code == "wrong-key" and "restore key" in str(found.value)


def test_a_disk_that_was_emptied(copied: Kept) -> None:
    target = settings.load(copied.box).target("usb")
    engine = reading.engine_of(copied.box, target)
    known = frozenset({engine.prepare(frozenset(), False)})
    shutil.rmtree(copied.disk)
    with pytest.raises(Trouble, match="right disk"):
        engine.prepare(known, False)
    assert not copied.disk.exists()
    assert engine.prepare(known, True) not in known


def test_a_set_that_is_not_there(copied: Kept) -> None:
    with pytest.raises(Trouble, match=copied.set_id) as found:
        restoring.plan(copied.box, copied.set_id[:-1] + "x", "usb")
    assert found.value.code == "set-unknown"
    with pytest.raises(Trouble, match="usb"):
        restoring.plan(copied.box, copied.set_id, "nas")


def test_a_set_of_a_newer_release(copied: Kept, tmp_path: Path) -> None:
    older = tmp_path / "older"
    assert copied.box.hrapp_program
    older.write_text(re.sub(r'"head": "2026', '"head": "2025', copied.box.hrapp_program.read_text()))
    older.chmod(0o755)
    with pytest.raises(Trouble, match=r"hrapp-0\.1\.0\.bundle"):
        restoring.plan(replace(copied.box, hrapp_program=older), copied.set_id, "usb")


def test_while_another_operation_is_at_work(plain: Box) -> None:
    plain.runtime.mkdir(exist_ok=True)
    with plain.lock.open("w") as file:
        file.write('{"operation": "upgrade", "pid": 4711}')
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(Trouble, match="upgrade, process 4711"), lock.operation(plain.lock, "drill"):
            pass


def test_who_waits_for_another_operation_says_so_once_and_goes_on_when_it_ends(plain: Box) -> None:
    plain.runtime.mkdir(exist_ok=True)
    told: list[str] = []
    with plain.lock.open("w") as file:
        file.write('{"operation": "backup", "pid": 4711}')
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)

        def heard(trouble: Trouble) -> None:
            told.append(str(trouble))
            fcntl.flock(file, fcntl.LOCK_UN)

        with lock.operation(plain.lock, "recover", patience=60, waiting=heard):
            pass
    assert len(told) == 1 and "backup, process 4711" in told[0]


def test_settings_that_nobody_knows(plain: Box) -> None:
    configure(plain, hourli=3)
    with pytest.raises(Trouble, match="did you mean hourly"):
        making.back_up(plain)
    configure(plain, '{name = "nas", kind = "sftp", path = "/x", user = "u"}')
    with pytest.raises(Trouble, match="lacks host"):
        making.back_up(plain)
    configure(plain, '{name = "nas", kind = "sftp", path = "/x", user = "u", host = "-oProxyCommand=x"}')
    with pytest.raises(Trouble, match="host"):
        making.back_up(plain)
    configure(plain, hourly=-1)
    with pytest.raises(Trouble, match="hourly"):
        making.back_up(plain)


def test_without_its_company_s_name(copied: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["restore", "run", "--set", copied.set_id, "--from", "usb", "--company", "another"]
    assert cli.main(command, copied.box) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert value(copied.box, "select count(*) from thing") == "9"


def test_every_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    for code, (english, chinese) in SENTENCES.items():
        fields = [sorted(re.findall(r"{(\w+)", text)) for text in (english, chinese)]
        assert fields[0] == fields[1], code
        assert re.search("[一-鿿]", chinese) or code == "target", code
