"""PostgreSQL on another machine: everything is done by a login that is no superuser, and found where the settings say."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hrapp_backup import database, drill, making, restoring
from hrapp_backup.box import Box
from hrapp_backup.database import Server
from hrapp_backup.elsewhere import LOGIN, Elsewhere
from hrapp_backup.trouble import Trouble

from .conftest import ROOT, configure, folder_target, value

sys.path.insert(0, str(ROOT / "deploy/admin"))

from hrapp_admin import copies
from hrapp_admin.site import Site

BEHIND_POLICIES = (
    "select format('public.%I', relname) from pg_class where relforcerowsecurity and relkind = 'r'"
    " and relnamespace = 'public'::regnamespace"
)
ACTING = (
    "insert into rbac_acting (id, department, person, since, until, given_by, given_at) select 'acting', d.id, p.id,"
    " '2026-01-01', '2026-02-01', 'somebody', now() from people_person p, (select id from people_department limit 1) d limit 1"
)


def test_all_that_keeps_data_works_for_a_login_that_is_no_superuser(no_superuser: Box, disk: Path) -> None:
    box = no_superuser
    assert value(box, "select current_user || ' ' || current_setting('is_superuser')") == f"{LOGIN} off"
    configure(box, folder_target("usb", disk))
    value(replace(box, superuser="postgres"), ACTING)
    people = value(box, "select count(*) from people_person")
    seen = database.rows(Server(box), box.database)
    assert seen == database.rows(Server(replace(box, superuser="postgres")), box.database)
    behind = Server(box).ask(BEHIND_POLICIES)
    assert sum(seen[table] for table in behind) > 0
    report = making.back_up(box)
    assert report.good

    value(box, "insert into kernel_setting (key, value) values ('after the set', '{}')")
    restoring.restore(box, report.set_id, "usb")
    assert value(box, "select count(*) from kernel_setting where key = 'after the set'") == "0"
    assert value(box, "select count(*) from people_person") == people
    assert all(database.rows(Server(box), box.database)[table] == seen[table] for table in behind)
    owners = "select distinct tableowner from pg_tables where schemaname = 'public'"
    assert value(box, owners) == "hrapp_owner"  # else the next upgrade could change nothing
    restoring.undo(box)
    assert value(box, "select count(*) from kernel_setting where key = 'after the set'") == "1"


def test_a_drill_needs_no_superuser_but_its_own(no_superuser: Box) -> None:
    making.back_up(no_superuser)
    assert drill.drill(no_superuser)["ok"]


def test_an_upgrade_copies_the_database_and_puts_it_back_without_a_superuser(no_superuser: Box) -> None:
    site = Site(box=no_superuser)
    people = value(no_superuser, "select count(*) from people_person")
    copies.make(site, "9.9.9")
    value(no_superuser, "drop table people_person cascade")
    assert copies.put_back(site, "9.9.9")
    assert value(no_superuser, "select count(*) from people_person") == people
    copies.end_migrators(site)
    copies.let_go(site, "9.9.9")
    Server(no_superuser).drop(copies.failed(site, "9.9.9"))


def test_a_set_of_it_restores_where_there_is_no_such_login(no_superuser: Box) -> None:
    with Server(no_superuser).frozen() as session:
        assert LOGIN not in database.facts(session)["roles"]


def test_the_settings_say_where_the_database_is(plain: Box) -> None:
    assert plain.as_told().elsewhere is None
    plain.config.write_text('[database]\nurl = "postgresql://hrapp_owner@/hrapp?host=/run/postgresql"\n')
    assert plain.as_told().elsewhere is None
    plain.config.write_text('[database]\nurl = "postgresql://hrapp_owner@hr-db.example.cn:5433/hrapp"\n')
    box = plain.as_told()
    assert box.elsewhere == Elsewhere("hr-db.example.cn", 5433)
    assert Server(box).psql("hrapp")[-8:] == [
        "-h",
        "hr-db.example.cn",
        "-p",
        "5433",
        "-U",
        "hrapp_backup",
        "-d",
        "hrapp",
    ]
    assert Server(box).reached()["PGSSLMODE"] == "verify-full"
    assert Server(box).reached()["PGPASSFILE"] == str(box.credentials / "pgpass")
    assert Server(box).reached()["HOME"] == "/nonexistent"  # not root's, which the owner's account may not enter
    assert box.url("hrapp_web", "hrapp") == "postgresql://hrapp_web@hr-db.example.cn:5433/hrapp"
    scratch = Server(box, "/var/lib/hrapp/drill/socket")
    assert scratch.psql("hrapp")[-6:-4] == ["-h", "/var/lib/hrapp/drill/socket"]
    assert scratch.reached() == {}
    assert box.url("hrapp_web", "hrapp", "/s") == "postgresql://hrapp_web@/hrapp?host=/s"


def test_a_machine_that_does_not_answer_is_named(plain: Box) -> None:
    box = replace(plain, elsewhere=Elsewhere("127.0.0.1", 1))
    with pytest.raises(Trouble, match=r"PostgreSQL on 127\.0\.0\.1 .* Is that machine on"):
        making.back_up(box)


def test_programs_of_another_postgresql_are_asked_for_by_name(plain: Box) -> None:
    with pytest.raises(Trouble, match=r"PostgreSQL \d+ serves, and its programs are not on this machine"):
        Server(replace(plain, postgres_programs=None)).programs()
