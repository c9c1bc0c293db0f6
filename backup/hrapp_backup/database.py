"""PostgreSQL through its own programs: psql, pg_dump and pg_restore, those of the server's major version."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrapp_backup import lock
from hrapp_backup.box import Box
from hrapp_backup.elsewhere import LOGIN, Elsewhere
from hrapp_backup.programs import environment, run
from hrapp_backup.trouble import Trouble

_END = "--- end ---"
_FIRST_PROGRAMS = Path("/usr/bin")


@dataclass(frozen=True, slots=True)
class Server:
    """A server to talk to: the one in use, here or on another machine, or with a `socket` the scratch one of a drill."""

    box: Box
    socket: str = ""

    @property
    def elsewhere(self) -> Elsewhere | None:
        return None if self.socket else self.box.elsewhere

    def programs(self) -> Path:
        if self.box.postgres_programs:
            return self.box.postgres_programs
        major = self.major()
        found = Path(f"/usr/lib/postgresql/{major}/bin")
        if not (found / "pg_dump").exists():
            raise Trouble("postgres-programs", major=major)
        return found

    def own_programs(self, major: int) -> Path:
        """Those that are on this machine and know what a server of this version wrote: no server is asked."""
        if self.box.postgres_programs:
            return self.box.postgres_programs
        found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
        knowing = [path for path in found if int(path.parent.name) >= major]
        if not knowing:
            raise Trouble("postgres-programs", major=major)
        return min(knowing, key=lambda path: int(path.parent.name))

    def major(self) -> int:
        return int(self.ask("show server_version_num", "postgres")[0]) // 10000

    def psql(self, database: str) -> list[str]:
        folder = self.box.postgres_programs or _FIRST_PROGRAMS
        return [str(folder / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", *self._to(database)]

    def _to(self, database: str) -> list[str]:
        if there := self.elsewhere:
            way = ["-h", there.through] if there.through else ["-h", there.host, "-p", str(there.port)]
            return [*way, "-U", LOGIN, "-d", database]
        return ["-h", self.socket or self.box.postgres_socket, "-U", self.box.superuser, "-d", database]

    def reached(self) -> dict[str, str]:
        """What the programs need in their environment to get in."""
        return there.reached_from(self.box.etc, "credentials") if (there := self.elsewhere) else {}

    def trouble(self, detail: object) -> Trouble:
        if there := self.elsewhere:
            return Trouble("database-elsewhere", host=there.host, detail=detail)
        return Trouble("database", detail=detail)

    def await_answer(self, seconds: float) -> None:
        """Until it answers, as after both machines lost their power; then its trouble, if it never does."""
        until = time.monotonic() + seconds
        while True:
            try:
                self.ask("select 1", "postgres")
                return
            except Trouble:
                if time.monotonic() > until:
                    raise
            time.sleep(2)

    def ask(self, sql: str, database: str | None = None) -> list[str]:
        """The lines that a statement answers. SQL goes in by the standard input: it may be long."""
        done = run(self.psql(database or self.box.database), given=sql.encode(), more=self.reached())
        if done.code:
            raise self.trouble(done.first_error)
        return done.out.splitlines()

    def value(self, sql: str, database: str | None = None) -> str:
        return (self.ask(sql, database) or [""])[0]

    def exists(self, database: str) -> bool:
        return bool(self.value(f"select 1 from pg_database where datname = {literal(database)}", "postgres"))

    def disconnect(self, database: str) -> None:
        """Everybody whom we may: on another machine we are no superuser, and leave those who are."""
        self.ask(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity a join pg_roles r on r.oid = a.usesysid"
            f" where datname = {literal(database)} and pid <> pg_backend_pid() and backend_type = 'client backend'"
            " and (not r.rolsuper or current_setting('is_superuser')::bool)",
            "postgres",
        )

    def drop(self, database: str) -> None:
        """Only for what we made ourselves and nobody used yet."""
        self.ask(f"drop database if exists {name(database)} with (force)", "postgres")

    # -- a dump and what was in it -------------------------------------------------------------------------

    @contextlib.contextmanager
    def frozen(self) -> Iterator[Session]:
        """One transaction that sees one moment, for the dump and for counting what must be in it."""
        with _session(self, self.box.database) as session:
            session.ask("begin isolation level repeatable read read only")
            yield session

    def dump(self, into: Path, snapshot: str) -> None:
        """Not compressed: the engine does that, and finds what did not change since the last one."""
        done = run(
            [
                self.programs() / "pg_dump",
                *["-Fd", "-Z0", "-j2", f"--snapshot={snapshot}", "-f", str(into)],
                *self._to(self.box.database),
            ],
            more=self.reached(),
        )
        if done.code:
            raise Trouble("dump", detail=done.first_error)

    def restore(self, dump: Path, database: str) -> None:
        """Into a database of its own; the first error ends it."""
        done = run(
            [
                self.programs() / "pg_restore",
                *["-Fd", "-j2", "--exit-on-error", *self._to(database), str(dump)],
            ],
            more=self.reached(),
        )
        if done.code:
            raise Trouble("load", detail=done.first_error)
        self.ask("analyze", database)

    def create(self, database: str, like: dict[str, str]) -> None:
        """Empty, with the encoding and order of the one that was dumped, for the same owner."""
        self.ask(
            f"create database {name(database)} owner {name(self.box.owner)} template template0"
            f" encoding {literal(like['encoding'])} lc_collate {literal(like['collate'])}"
            f" lc_ctype {literal(like['ctype'])}",
            "postgres",
        )

    def copy_rights(self, source: str, target: str) -> None:
        """Who may connect, and settings of the database: a dump has neither, and the swap must not lose them."""
        if not self.exists(source):
            return
        statements = self.ask(
            f"""
            select format('revoke all on database %I from public', {literal(target)})
              from pg_database where datname = {literal(source)} and datacl is not null
            union all
            select format('grant %s on database %I to %s', a.privilege_type, {literal(target)},
                          case when a.grantee = 0 then 'public' else quote_ident(a.grantee::regrole::text) end)
              from pg_database d, aclexplode(d.datacl) a where d.datname = {literal(source)}
            union all
            select format('alter database %I set %s to %L', {literal(target)}, split_part(c, '=', 1),
                          substr(c, strpos(c, '=') + 1))
              from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
             where d.datname = {literal(source)} and s.setrole = 0
            """,
            "postgres",
        )
        if statements:
            self.ask(";\n".join(statements), "postgres")


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class Session:
    """A psql that stays: questions go in, lines come out, up to a mark."""

    def __init__(self, server: Server, process: subprocess.Popen[str]) -> None:
        self.server, self.process = server, process

    def ask(self, sql: str) -> list[str]:
        assert self.process.stdin and self.process.stdout
        try:
            self.process.stdin.write(f"{sql};\n\\echo '{_END}'\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.server.trouble(self._complaint()) from None
        lines: list[str] = []
        for line in self.process.stdout:
            if line.rstrip("\n") == _END:
                return lines
            lines.append(line.rstrip("\n"))
        raise self.server.trouble(self._complaint())

    def value(self, sql: str) -> str:
        return (self.ask(sql) or [""])[0]

    def _complaint(self) -> str:
        assert self.process.stderr
        return (self.process.stderr.read().strip().splitlines() or ["no message"])[0][:300]


@contextlib.contextmanager
def _session(server: Server, database: str) -> Iterator[Session]:
    process = subprocess.Popen(
        server.psql(database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(server.reached()),
        cwd="/",
        pass_fds=lock.inherited(),
    )
    try:
        yield Session(server, process)
    finally:
        with contextlib.suppress(OSError):
            process.communicate("rollback;\n\\q\n", timeout=10)
        process.kill()
        process.wait()


def counted(session: Session) -> dict[str, int]:
    """Rows of every table, as this transaction sees them."""
    tables = session.ask(
        "select format('%I.%I', schemaname, tablename) from pg_tables"
        " where schemaname not in ('pg_catalog', 'information_schema') order by 1"
    )
    if not tables:
        return {}
    lines = session.ask(" union all ".join(f"select {literal(t)} || ' ' || count(*) from {t}" for t in tables))
    return {table: int(count) for table, _, count in (line.rpartition(" ") for line in lines)}


def rows(server: Server, database: str) -> dict[str, int]:
    with _session(server, database) as session:
        return counted(session)


def facts(session: Session) -> dict[str, Any]:
    """What a restore must know about the database before it begins."""
    answer = session.value(
        """
        select json_build_object(
            'name', current_database(),
            'major', current_setting('server_version_num')::int / 10000,
            'version', current_setting('server_version'),
            'bytes', pg_database_size(current_database()),
            'lsn', pg_current_wal_lsn()::text,
            'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'encoding', pg_encoding_to_char(d.encoding), 'collate', d.datcollate, 'ctype', d.datctype,
            'extensions', (select json_agg(extname order by extname) from pg_extension),
            'roles', (select json_agg(rolname order by rolname) from pg_roles r where rolname like 'hrapp%' and rolname <> 'hrapp_backup'
                      and exists (select 1 from pg_shdepend s where s.refobjid = r.oid and s.dbid = d.oid)))
          from pg_database d where datname = current_database()
        """.replace("\n", " ")
    )
    found: dict[str, Any] = json.loads(answer)
    return found


def schema(session: Session) -> dict[str, Any]:
    """Which migrations have run: a number and the last of them."""
    if not session.value("select to_regclass('public.migration')"):
        return {"steps": 0, "head": ""}
    steps, _, head = session.value("select count(*) || ' ' || coalesce(max(name), '') from migration").partition(" ")
    return {"steps": int(steps), "head": head}
