"""The chain over the trail: whatever somebody does to a row behind the application's back is found, by number."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from hrapp.commands import audit as audit_command
from hrapp.kernel import clock, migrate
from hrapp.kernel.database import DB
from hrapp.kernel.embedded import Server
from hrapp.kernel.ids import new_id
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import SYSTEM, Actor, DataSeen, emit, unit_of_work
from hrapp.modules.audit import heads, sealing
from hrapp.modules.audit.chain import PAYLOAD, START, link
from hrapp.modules.audit.checks import check_chain
from hrapp.modules.audit.tables import Entry
from hrapp.modules.audit.verifying import Verdict, verify

N = 12


@pytest.fixture(autouse=True)
def outside(tmp_path: Path) -> Iterator[Path]:
    """Heads go into a file of this test, signed by a key of its own."""
    before = heads._file, heads._key_file
    heads.use(tmp_path / "heads.jsonl", tmp_path / "heads.key")
    yield tmp_path / "heads.jsonl"
    heads.use(*before)


@pytest.fixture
async def trail(empty: str) -> str:
    """N sealed entries, each about two people."""
    for number in range(N):
        details = {"data": "performance", "fields": ["grade"], "people": [new_id(), new_id()]}
        async with unit_of_work(Actor(label=f"第{number}人")):
            await emit(DataSeen(details=details))
    assert await sealing.seal(everything=True) == N
    return empty


@asynccontextmanager
async def behind_its_back(server: Server, database: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    """As the superuser, with every trigger switched off: nothing in the database stops them."""
    connection = await asyncpg.connect(**migrate.connection_config(server.url(database)))
    try:
        await connection.execute("set session_replication_role = replica")
        yield connection
    finally:
        await connection.close()


async def found(file: Path | None = None) -> Verdict:
    async with unit_of_work(read_only=True):
        return await verify(file)


async def tampered(server: Server, database: str, sql: str) -> list[str]:
    async with behind_its_back(server, database) as connection:
        await connection.execute(sql)
    return (await found()).problems


# -- what nobody touched ----------------------------------------------------------------------------------


async def test_a_trail_that_nobody_touched_is_whole(trail: str) -> None:
    verdict = await found()
    assert verdict.problems == [] and verdict.sealed == N
    async with unit_of_work(read_only=True):
        assert await check_chain() == []


async def test_a_trail_of_several_batches_is_walked_to_its_end(
    server: Server, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_AT_ONCE", 10)
    monkeypatch.setattr("hrapp.modules.audit.verifying._AT_ONCE", 7)
    async with unit_of_work():
        await DB.fetch("insert into audit_entry (at, actor, event) select now(), 'x', 'Y' from generate_series(1, 25)")
    assert await sealing.seal() == 25
    assert (await found()).sealed == 25
    assert await tampered(server, empty, "update audit_entry set actor = 'y' where id = 24")


async def test_two_sealers_at_once_give_every_number_once(empty: str) -> None:
    async with unit_of_work():
        await DB.fetch("insert into audit_entry (at, actor, event) select now(), 'x', 'Y' from generate_series(1, 40)")
    assert sum(await asyncio.gather(*(sealing.seal() for _ in range(4)))) == 40
    verdict = await found()
    assert verdict.problems == [] and verdict.sealed == 40


async def test_what_commits_after_a_later_entry_was_sealed_is_sealed_then(server: Server, empty: str) -> None:
    slow = await asyncpg.connect(**migrate.connection_config(server.url(empty, migrate.WEB)))
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute("insert into audit_entry (at, actor, event) values (now(), 'slow', 'X')")
    async with unit_of_work():
        await DB.fetch("insert into audit_entry (at, actor, event) values (now(), 'quick', 'X')")
    assert await sealing.seal() == 1
    await transaction.commit()
    await slow.close()
    assert await sealing.seal() == 1
    assert (await found()).problems == []


async def test_an_entry_that_was_missed_for_long_is_sealed_by_the_whole_look(empty: str) -> None:
    async with unit_of_work():
        await DB.fetch("insert into audit_entry (at, actor, event) values (now() - interval '20 minutes', 'x', 'Y')")
    assert await sealing.seal() == 0
    assert any("not sealed" in sentence for sentence in (await found()).problems)
    await sealing.beat()
    assert (await found()).sealed == 1


async def test_a_process_without_the_sealers_login_leaves_it_to_another_and_says_so(
    empty: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(DB.role_configs, "seal", DB.config)  # the web role's own login
    async with unit_of_work():
        await DB.fetch("insert into audit_entry (at, actor, event) values (now(), 'x', 'Y')")
    await sealing.beat()
    await sealing.beat()
    assert len(caplog.records) == 1 and "may not seal" in caplog.text
    assert (await found()).sealed == 0


# -- what somebody did behind its back ---------------------------------------------------------------------


async def test_a_change_of_any_column_is_found(server: Server, trail: str) -> None:
    changes = {
        "id": "id + 1000",
        "at": "at + interval '1 microsecond'",
        "details": """details || '{"fields": ["base"]}'""",
    }
    for number, column in enumerate(Entry._meta.columns, 1):
        name = column._meta.name
        row = 3 if name == "id" else 4
        new = changes.get(name, f"coalesce({name}, '') || 'x'")
        async with behind_its_back(server, trail) as connection:
            before = await connection.fetchrow("select * from audit_entry where id = $1", row)
            await connection.execute(f"update audit_entry set {name} = {new} where id = {row}")
            problems = (await found()).problems
            assert len(problems) >= 1 and problems[0].startswith(f"{row}: "), (name, problems)
            await connection.execute("delete from audit_entry where id = any($1::bigint[])", [row, row + 1000])
            places = ", ".join(f"${n}" for n in range(1, len(before) + 1))
            await connection.execute(f"insert into audit_entry ({', '.join(before.keys())}) values ({places})", *before)
    assert number == len(Entry._meta.columns) and (await found()).problems == []


async def test_a_removed_entry_is_named(server: Server, trail: str) -> None:
    problems = await tampered(server, trail, "delete from audit_entry where id = 7")
    assert problems == ["7: its entry 7 was removed"]


async def test_an_entry_removed_with_its_seal_is_named(server: Server, trail: str) -> None:
    problems = await tampered(
        server, trail, "delete from audit_entry where id in (7, 8); delete from audit_seal where seq in (7, 8)"
    )
    assert problems == ["7 to 8: removed; the next seal is 9"]


async def test_numbers_closed_up_behind_a_removed_entry_do_not_help(server: Server, trail: str) -> None:
    problems = await tampered(
        server,
        trail,
        "delete from audit_entry where id = 7; delete from audit_seal where seq = 7;"
        " update audit_seal set seq = seq - 1 where seq > 7",
    )
    assert problems[0] == "7: does not follow from the seal before it"


async def test_two_entries_that_changed_places_are_both_named(server: Server, trail: str) -> None:
    problems = await tampered(
        server,
        trail,
        "update audit_entry set id = 0 where id = 5; update audit_entry set id = 5 where id = 6;"
        " update audit_entry set id = 6 where id = 0",
    )
    assert [sentence.split(":")[0] for sentence in problems] == ["5", "6"]


async def test_an_entry_put_in_is_found_before_it_is_sealed_and_after(server: Server, trail: str) -> None:
    problems = await tampered(
        server,
        trail,
        "insert into audit_entry (at, actor, event) values (now() - interval '2 hours', '顾宁（E001）', 'RaiseDecided')",
    )
    assert len(problems) == 1 and "1 entries are not sealed" in problems[0]
    assert await sealing.seal(everything=True) == 1
    assert (await found()).problems == [f"{N + 1}: its entry {N + 1} was put in later than it says"]


async def test_a_changed_list_of_people_is_found(server: Server, trail: str) -> None:
    problems = await tampered(
        server, trail, "delete from audit_subject where id = (select min(id) from audit_subject where entry = 2)"
    )
    assert problems == ["2: the list of people of its entry 2 was changed"]


async def compute_anew(connection: asyncpg.Connection[Any]) -> None:
    """What somebody does who owns the database and has read this file."""
    prev = START
    rows = await connection.fetch(
        f"select s.seq, s.at, {PAYLOAD} as payload from audit_seal s join audit_entry e on e.id = s.entry order by s.seq"
    )
    for seq, row in enumerate(rows, 1):
        made = link(prev, seq, row["at"], row["payload"])
        await connection.execute(
            "update audit_seal set seq = $2, prev = $3, hash = $4 where seq = $1", row["seq"], seq, prev, made
        )
        prev = made


async def test_a_chain_computed_anew_is_told_by_its_heads_alone(server: Server, trail: str, outside: Path) -> None:
    assert (await heads.keep(now=True)) is not None
    async with behind_its_back(server, trail) as connection:
        await connection.execute("update audit_entry set actor = 'nobody' where id = 3")
        await compute_anew(connection)
    problems = (await found()).problems
    assert len(problems) == 1 and problems[0].startswith(f"{N}: not the chain whose head was written on")
    outside.unlink()
    verdict = await found()
    assert verdict.problems == [] and "no heads are kept" in verdict.notes[0]


async def test_an_end_that_was_cut_off_is_told_by_the_heads(server: Server, trail: str, outside: Path) -> None:
    assert (await heads.keep(now=True)) is not None
    problems = await tampered(
        server, trail, "delete from audit_entry where id > 9; delete from audit_seal where seq > 9"
    )
    assert len(problems) == 1 and problems[0].startswith("10: removed;")


async def test_heads_that_were_taken_away_are_missed(
    server: Server, trail: str, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever cuts the end off the chain and the heads of it off their file is told by the hours without a head."""
    assert (await heads.keep(now=True)) is not None
    first, real = outside.read_text(), clock.now()
    monkeypatch.setattr(clock, "now", lambda: real + timedelta(hours=3))
    async with unit_of_work(SYSTEM):
        await emit(DataSeen(details={"data": "performance", "fields": ["grade"], "people": [new_id()]}))
    await sealing.seal(everything=True)
    assert (await heads.keep(now=True)) is not None and (await found()).problems == []
    outside.write_text(first)
    assert "holds no head after" in (await found()).problems[0]
    for leave in (lambda: outside.write_text(""), outside.unlink):
        leave()
        assert "holds no head of this chain" in (await found()).problems[0]


async def test_a_head_that_our_key_did_not_sign_is_none(trail: str, outside: Path, tmp_path: Path) -> None:
    written = await heads.keep(now=True)
    assert written and written.holds()
    outside.write_text(outside.read_text().replace(written.hash, "00" * 32))
    assert "is not signed by our key" in (await found()).problems[0]
    heads.use(tmp_path / "other.jsonl", tmp_path / "other.key")
    await heads.keep(now=True)
    heads.use(outside, tmp_path / "heads.key")
    assert "is not signed by our key" in (await found(tmp_path / "other.jsonl")).problems[0]


async def test_a_head_is_written_once_an_hour(trail: str, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await heads.keep() and await heads.keep() is None
    real = clock.now()
    monkeypatch.setattr(clock, "now", lambda: real + timedelta(minutes=61))
    assert await heads.keep()
    assert len(outside.read_text().splitlines()) == 2
    heads.use(outside, outside.with_name("heads.key"))  # another process: it reads when the last one was
    assert await heads.keep() is None


async def test_the_command_says_which_number_and_answers_with_its_exit_code(
    server: Server, trail: str, house: Registry, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = Namespace(heads=None)
    assert await audit_command.seal(chosen, house, SYSTEM) == 0
    assert await audit_command.show(chosen, house, SYSTEM) == 0
    assert f"{N} entries sealed" in capsys.readouterr().out
    copy = outside.rename(outside.with_name("copy.jsonl"))
    await tampered(server, trail, "delete from audit_entry where id = 12; delete from audit_seal where seq = 12")
    assert await audit_command.show(chosen, house, SYSTEM) == 0, "nobody told it where the heads are"
    assert await audit_command.show(Namespace(heads=copy), house, SYSTEM) == 1
    assert "- 12: removed" in capsys.readouterr().out


# -- who may write what -----------------------------------------------------------------------------------

TABLES = ("audit_entry", "audit_subject", "audit_seal")
CHANGES = ("update {} set id = id", "delete from {}", "truncate {}")


async def refused(server: Server, database: str, role: str, sql: str) -> bool:
    connection = await asyncpg.connect(**migrate.connection_config(server.url(database, role)))
    try:
        await connection.execute(sql.replace("audit_seal set id = id", "audit_seal set seq = seq"))
    except asyncpg.InsufficientPrivilegeError:
        return True
    finally:
        await connection.close()
    return False


@pytest.mark.parametrize("role", [*migrate.APP_ROLES, migrate.OWNER])
async def test_no_role_changes_or_removes_what_stands_there(server: Server, trail: str, role: str) -> None:
    for table in TABLES:
        for change in CHANGES:
            assert await refused(server, trail, role, change.format(table)), f"{role}: {change.format(table)}"


A_SEAL = "insert into audit_seal (seq, entry, at, prev, hash) values (99, 99, now(), '', '')"


@pytest.mark.parametrize("role", [migrate.WEB, migrate.PAY, migrate.IMPORT, migrate.OWNER])
async def test_only_the_sealers_role_adds_a_seal(server: Server, trail: str, role: str) -> None:
    assert await refused(server, trail, role, A_SEAL)
    assert not await refused(server, trail, "hrapp_seal", A_SEAL.replace("99", "100"))


async def test_the_sealers_role_writes_no_entry_and_reads_nothing_else(server: Server, trail: str) -> None:
    entry = "insert into audit_entry (at, actor, event) values (now(), 'x', 'Y')"
    reads = ("people_person", "compensation_pay_record", "accounts_account", "kernel_key", "audit_subject")
    for sql in (entry, *(f"select * from {table}" for table in reads)):
        assert await refused(server, trail, "hrapp_seal", sql), sql
