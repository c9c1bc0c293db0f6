"""A set is made, kept, read back, restored and proved: the whole way, with the real application."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hrapp_backup import drill, making, reading, restoring, settings
from hrapp_backup.box import Box
from hrapp_backup.state import Memory
from hrapp_backup.trouble import Trouble

from .conftest import configure, folder_target, value


def test_what_was_lost_comes_back(box: Box, disk: Path) -> None:
    configure(box, folder_target("usb", disk))
    before = value(box, "select count(*) from people_person")
    report = making.back_up(box)
    assert report.good and set(report.kept) == {"local", "usb"}

    value(box, "delete from kernel_job; insert into kernel_setting (key, value) values ('after the set', '{}')")
    (box.files / "ab" / "contract").unlink()
    (box.class_keys / "salary.keys").write_text("")
    figures = restoring.restore(box, report.set_id, "usb")

    assert value(box, "select count(*) from people_person") == before
    assert value(box, "select count(*) from kernel_setting where key = 'after the set'") == "0"
    assert (box.files / "ab" / "contract").read_bytes().startswith(b"a contract")
    assert (box.class_keys / "salary.keys").read_text()
    assert value(box, "select count(*) from kernel_setting where key = 'after the set'", figures["before"]) == "1"
    assert (box.state / "mail-held.json").exists()

    restoring.undo(box)
    assert value(box, "select count(*) from kernel_setting where key = 'after the set'") == "1"
    assert not (box.files / "ab" / "contract").exists()
    assert (box.class_keys / "salary.keys").read_text() == ""
    assert not (box.state / "mail-held.json").exists()


def test_a_drill_proves_the_newest_set_off_the_box(box: Box, disk: Path) -> None:
    configure(box, folder_target("usb", disk))
    report = making.back_up(box)
    answer = drill.drill(box)
    assert answer["ok"] and answer["set"] == report.set_id and answer["target"] == "usb"
    assert answer["rows"] > 100 and answer["keys_tried"] >= 0
    told = json.loads((box.state / "drill.json").read_text())
    assert told["last_good"]["set"] == report.set_id
    assert not list(box.scratch.iterdir())


def test_no_set_is_taken_by_itself(box: Box) -> None:
    making.back_up(box)
    with pytest.raises(Trouble, match="Which set"):
        restoring.restore(box, None, "local")


def test_ages_are_written_down(box: Box, disk: Path) -> None:
    configure(box, folder_target("usb", disk))
    report = making.back_up(box)
    told = json.loads((box.state / "backup.json").read_text())["layers"]["set"]
    assert told["usb"]["off_the_box"] and told["usb"]["set"] == report.set_id and told["usb"]["last_success"]
    entry = reading.engine_of(box, settings.load(box).target("usb")).sets()[-1]
    assert entry.label.set_id == report.set_id


def test_the_timer_makes_a_thorough_set_once_a_night(plain: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"hour": 3, "now": 2_000_000_000.0}
    monkeypatch.setattr(making.time, "time", lambda: clock["now"])
    monkeypatch.setattr(making.time, "localtime", lambda: SimpleNamespace(tm_hour=clock["hour"]))
    memory = Memory(plain)
    assert making.due_kind(plain) == "nightly"
    memory.note("nightly", clock["now"])
    clock["now"] += 3600
    assert making.due_kind(plain) == "hourly"
    clock["now"] += 22 * 3600
    assert making.due_kind(plain) == "nightly"
    clock["hour"] = 10
    assert making.due_kind(plain) == "hourly"
    clock["now"] += 12 * 3600
    assert making.due_kind(plain) == "nightly"
