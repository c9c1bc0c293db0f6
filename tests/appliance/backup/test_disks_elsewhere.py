"""The database's machine tells how full its disks are; the doctor on the application's machine hears it and judges."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hrapp_backup.box import Box
from hrapp_backup.database import Server, literal
from hrapp_backup.elsewhere import Elsewhere

from hrapp.kernel import embedded

from .conftest import ROOT, alone, by_programs, make_logins

sys.path.insert(0, str(ROOT / "deploy/admin"))

from hrapp_admin import checks_data, checks_elsewhere, doctor
from hrapp_admin.answers import BAD, OK, WARN, Answer
from hrapp_admin.site import Site

HOST = "hr-db.example.cn"
PROGRAM = ROOT / "deploy/ansible/roles/postgres/files/disk.py"
COMMENT = "comment on tablespace pg_default is "
GB = 1 << 30
Look = Callable[[], dict[str, Answer]]


@pytest.fixture
def apart(plain: Box, server: embedded.Server) -> Iterator[Box]:
    """A box whose database is on another machine that has told nothing yet."""
    with alone(server):
        make_logins(plain)
        say(plain, None)
        yield plain
        say(plain, None)


@pytest.fixture
def looked(apart: Box, server: embedded.Server) -> Look:
    """What the doctor finds, coming in by the login of backups as in a unit without network."""
    site = Site(box=replace(apart, elsewhere=Elsewhere(HOST, through=str(server.socket))))
    return lambda: {answer.name: answer for answer in checks_data.database(site)}


def say(box: Box, told: object) -> None:
    """What the machine wrote, or somebody else did."""
    text = told if isinstance(told, str) else json.dumps(told)
    Server(box).ask(COMMENT + ("null" if told is None else literal(text)), "postgres")


def ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat("T", "seconds")


def room(free: float, total: float, hours: float = 0.1) -> dict[str, object]:
    return {"at": ago(hours), "disks": {"/var": {"free": int(free * GB), "total": int(total * GB)}}}


def run_program(box: Box) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-IB", PROGRAM], env=by_programs(box), capture_output=True, text=True)


def test_what_the_machine_tells_the_doctor_reads_without_being_a_superuser(apart: Box, looked: Look) -> None:
    assert looked()[f"disk.{HOST}"].code == "disk-untold"
    done = run_program(apart)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = looked()
    assert found["database"].level == OK
    system = found[f"disk.{HOST}:/"]
    assert system.figures["total_bytes"] == shutil.disk_usage("/").total
    assert f"{HOST}:/: " in system.said("en") and f"{HOST}:/：" in system.said("zh")
    assert f"disk.{HOST}" not in found
    assert f'hrapp_disk_free_bytes{{look="disk.{HOST}:/"}}' in doctor.metrics(list(found.values()), 1)


def test_it_is_told_once_for_each_disk_and_again_in_place_of_the_last_time(apart: Box) -> None:
    asked = "select shobj_description(oid, 'pg_tablespace') from pg_tablespace where spcname = 'pg_default'"
    say(apart, room(1, 100, hours=9))
    assert run_program(apart).returncode == 0
    (text,) = Server(apart).ask(asked, "postgres")
    told = checks_elsewhere.Told.read(text)
    assert told is not None
    assert abs(told.at - datetime.now(UTC).timestamp()) < 60
    data = Path(Server(apart).value("show data_directory", "postgres"))
    assert len(told.disks) == len({place.stat().st_dev for place in (Path("/"), data, data / "pg_wal")})


def test_a_database_that_does_not_answer_is_no_success(apart: Box) -> None:
    done = run_program(replace(apart, postgres_socket="/nowhere"))
    assert done.returncode != 0 and "/nowhere" in done.stderr


@pytest.mark.parametrize(
    ("free", "total", "level"),
    [
        (50, 100, OK),
        (15, 100, OK),
        (9, 60, WARN),
        (4, 39, WARN),
        (4, 41, BAD),
        (4, 20, OK),
        (3, 20, WARN),
        (1, 20, BAD),
    ],
)
def test_it_is_judged_as_a_disk_of_this_machine(
    apart: Box, looked: Look, free: float, total: float, level: str
) -> None:
    say(apart, room(free, total))
    assert looked()[f"disk.{HOST}:/var"].level == level


def test_who_has_told_nothing_for_an_hour_is_asked_after(apart: Box, looked: Look) -> None:
    say(apart, room(50, 100, hours=0.9))
    assert {name: answer.level for name, answer in looked().items()} == {"database": OK, f"disk.{HOST}:/var": OK}
    for hours in (1.1, -1.1):  # also by a clock that was ahead
        say(apart, room(50, 100, hours))
        found = looked()
        assert set(found) == {"database", f"disk.{HOST}"}  # nobody knows whether it is well now
        silent = found[f"disk.{HOST}"]
        assert (silent.level, silent.code) == (WARN, "disk-silent")
        assert "systemctl start hrapp-database-disk" in silent.said("en") and "没有报告磁盘余量" in silent.said("zh")


def test_a_machine_that_fell_silent_on_a_full_disk_stays_red(apart: Box, looked: Look) -> None:
    say(apart, room(1, 100, hours=5))
    found = looked()
    assert found[f"disk.{HOST}"].code == "disk-silent"
    assert found[f"disk.{HOST}:/var"].level == BAD


@pytest.mark.parametrize(
    "told",
    [
        "our fast disks",
        "two\nlines",
        "[]",
        {"at": "yesterday", "disks": {"/": {"free": 1, "total": 2}}},
        {"at": "2026-01-01T00:00:00", "disks": {"/": {"free": 1, "total": 2}}},
        {"at": "2026-01-01T00:00:00Z", "disks": {}},
        {"at": "2026-01-01T00:00:00Z", "disks": {"/": {"free": 0, "total": 0}}},
        {"at": "2026-01-01T00:00:00Z", "disks": {"/": {"free": 3, "total": 2}}},
        {"at": "2026-01-01T00:00:00Z", "disks": {"/": 5}},
    ],
)
def test_a_comment_of_somebody_else_is_as_good_as_none(apart: Box, looked: Look, told: object) -> None:
    say(apart, told)
    found = looked()
    assert found["database"].level == OK
    assert found[f"disk.{HOST}"].code == "disk-untold"


def test_on_one_machine_nobody_asks_what_a_database_tells(apart: Box) -> None:
    say(apart, room(1, 100))
    assert [answer.name for answer in checks_data.database(Site(box=apart))] == ["database"]
