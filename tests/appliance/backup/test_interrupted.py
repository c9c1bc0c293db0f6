"""A restore that is killed at any point leaves the old data in use or the new, never something between.

The process is killed with SIGKILL right after each write of its state file, and between the moves of the swap.
"""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hrapp_backup import box as boxes
from hrapp_backup import doors, keeping, making, restoring
from hrapp_backup.box import Box
from hrapp_backup.trouble import Trouble

from hrapp.kernel import embedded

from .conftest import ROOT, _away, _plain, value

# Dies after the journal was written for a step, or after the n-th move of a folder.
DYING = """
import os, pickle, signal, sys
sys.path.insert(0, sys.argv[1])
from hrapp_backup import restoring
box, set_id, what = pickle.loads(bytes.fromhex(sys.argv[2])), sys.argv[3], sys.argv[4]
go, carry, rename = restoring.Journal.go, restoring._carry, restoring._rename_databases
left = [int(what.split()[1]) if what.startswith("move") else -1]
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def dying_go(self, step, **more):
    go(self, step, **more)
    if step == what: die()
def dying_carry(source, target):
    carry(source, target)
    left[0] -= 1
    if left[0] == 0: die()
def dying_rename(*arguments):
    rename(*arguments)
    if what == "databases": die()
restoring.Journal.go, restoring._carry, restoring._rename_databases = dying_go, dying_carry, dying_rename
restoring.restore(box, set_id, "local")
"""


def killed(box: Box, set_id: str, what: str) -> None:
    command = [sys.executable, "-c", DYING, str(ROOT / "backup"), pickle.dumps(box).hex(), set_id, what]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr


def in_use(box: Box) -> tuple[str, bool, str, bool]:
    """(things in the database, is the new file there, the class key, may people come in)"""
    return (
        value(box, "select count(*) from thing"),
        (box.files / "new").exists(),
        (box.class_keys / "salary.keys").read_text(),
        not (box.state / "closed").exists(),
    )


AFTER = ("10", True, "2 rotated\n", True)
BEFORE = ("9", False, "1 as it was\n", True)


@pytest.fixture(scope="module")
def original(folder: Path, agreeing: Path, restic: Path, server: embedded.Server) -> Iterator[tuple[Box, str]]:
    """A box that made a set: others, which are as it was then, get a copy of where it is kept."""
    made = _plain(folder, agreeing, restic, server)
    yield made, making.back_up(made).set_id
    _away(made)


@pytest.fixture
def worked_on(plain: Box, original: tuple[Box, str]) -> tuple[Box, str]:
    """A box whose people went on working after the set was made."""
    first, set_id = original
    shutil.copytree(first.work / "local", plain.work / "local")
    shutil.copy(first.key_file, plain.key_file)
    value(plain, "insert into thing values ('new')")
    (plain.files / "new").write_text("new")
    (plain.class_keys / "salary.keys").write_text("2 rotated\n")
    return plain, set_id


@pytest.mark.parametrize("what", ["preparing", "checked", "closed"])
def test_before_the_swap_the_old_data_is_in_use(worked_on: tuple[Box, str], what: str) -> None:
    box, set_id = worked_on
    killed(box, set_id, what)
    assert in_use(box)[:3] == AFTER[:3]
    assert restoring.recover(box) == "dropped"
    assert in_use(box) == AFTER
    assert value(box, f"select count(*) from pg_database where datname like '{box.database}_restored%'") == "0"
    if what == "closed":
        restoring.restore(box, set_id, "local")  # and once more, to the end
        assert in_use(box) == BEFORE


@pytest.mark.parametrize("what", ["swapping", "databases", "move 1", "move 2", "move 5", "swapped"])
def test_from_the_swap_on_it_goes_on_to_its_end(worked_on: tuple[Box, str], what: str) -> None:
    box, set_id = worked_on
    killed(box, set_id, what)
    with pytest.raises(Trouble, match="resume"):
        restoring.restore(box, set_id, "local")
    assert restoring.recover(box) == "finished"
    assert in_use(box) == BEFORE
    if what in ("databases", "move 2"):
        restoring.undo(box)
        assert in_use(box) == AFTER


def test_left_in_the_middle_of_the_swap_the_old_data_is_in_use(
    worked_on: tuple[Box, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, set_id = worked_on
    killed(box, set_id, "move 3")
    restoring.abort(box)
    assert in_use(box) == AFTER
    with pytest.raises(Trouble, match="No restore is unfinished"):
        restoring.abort(box)
    left = value(box, f"select string_agg(datname, ' ') from pg_database where datname like '{box.database}_restored%'")
    monkeypatch.setattr(restoring.state, "now", lambda: "2099-01-01T00:00:00Z")
    assert left and keeping.let_go(box) == 1  # the set's database was written down as one that may go
    assert value(box, f"select count(*) from pg_database where datname = '{left}'") == "0"
    assert in_use(box) == AFTER


def test_what_is_not_ready_is_taken_back(worked_on: tuple[Box, str], monkeypatch: pytest.MonkeyPatch) -> None:
    box, set_id = worked_on
    monkeypatch.setattr(doors, "not_ready", lambda _: "keys")
    with pytest.raises(Trouble, match="in use again"):
        restoring.restore(box, set_id, "local")
    assert in_use(box) == AFTER


def test_copies_from_before_go_after_their_days_and_not_sooner(
    worked_on: tuple[Box, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, set_id = worked_on
    before = str(restoring.restore(box, set_id, "local")["before"])
    assert keeping.let_go(box) == 0
    assert value(box, "select count(*) from thing", before) == "10"
    monkeypatch.setattr(restoring.state, "now", lambda: "2099-01-01T00:00:00Z")
    assert keeping.let_go(box) == 1
    assert value(box, f"select count(*) from pg_database where datname = '{before}'") == "0"
    assert in_use(box) == BEFORE
    assert not list(Path(box.work / "before").glob("*"))


def test_what_the_set_did_not_have_is_not_in_use_afterwards(plain: Box) -> None:
    shutil.rmtree(plain.files / "ab")
    (plain.audit / "heads.jsonl").unlink()
    set_id = making.back_up(plain).set_id
    (plain.files / "later").write_text("later")
    (plain.audit / "heads.jsonl").write_text("a head of what is not there any more")
    restoring.restore(plain, set_id, "local")
    assert not list(plain.files.iterdir()) and not list(plain.audit.iterdir())
    restoring.undo(plain)
    assert (plain.files / "later").exists() and (plain.audit / "heads.jsonl").exists()


def test_at_boot_no_unit_is_waited_for(worked_on: tuple[Box, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The unit that recovers runs before the application's units: waiting for them there would wait for ever."""
    box, set_id = worked_on
    killed(box, set_id, "databases")
    waits = replace(box, starting=(("false",),), web_socket=box.runtime / "nobody")
    started: list[object] = []
    monkeypatch.setattr(doors, "run", started.append)
    monkeypatch.setattr(doors, "READY_WITHIN", 0.1)
    monkeypatch.setattr(boxes, "_own_unit", lambda: "0::/system.slice/hrapp-upgrade-recover.service")
    assert restoring.recover(waits) == "finished"
    assert started == [] and in_use(box) == BEFORE
