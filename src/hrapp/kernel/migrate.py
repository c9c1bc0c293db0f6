"""Brings a database to the schema of the installed modules: all of it or nothing, one process at a time."""

from __future__ import annotations

import contextlib
import io
import sys
from urllib.parse import parse_qs, urlsplit

import asyncpg
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from hrapp.kernel import database, proving, schemas
from hrapp.kernel.database import DB, ROLES
from hrapp.kernel.errors import Refused

OWNER, WEB = "hrapp_owner", ROLES[database.WEB]
PAY, IMPORT = ROLES[database.PAY], ROLES[database.IMPORT]
APP_ROLES = tuple(ROLES.values())
_LOCK = 0x6872_6170  # any number, the same in every version: "hrap"

# Every table is open to the web and the import role, and readable by the role of pay, unless its own migration takes
# that back; the sealer's role gets what it needs from audit's migrations.
_PRIVILEGES = f"""
grant usage on schema public to {", ".join(APP_ROLES)};
alter default privileges in schema public grant select, insert, update, delete on tables to {WEB}, {IMPORT};
alter default privileges in schema public grant select on tables to {PAY};
alter default privileges in schema public grant usage, select on sequences to {WEB}, {PAY}, {IMPORT};
"""
# For a database from before these roles were there: what its tables would have got.
_CATCH_UP = f"""
grant select on all tables in schema public to {PAY};
grant select, insert, update, delete on all tables in schema public to {IMPORT};
grant usage, select on all sequences in schema public to {PAY}, {IMPORT};
revoke update, delete, truncate on audit_entry from {IMPORT};
"""


CONNECTED_WITHIN = 10  # seconds, to another machine


def use_piccolo_conf() -> None:
    """Piccolo finds its registry by importing `piccolo_conf`; ours lives in the package."""
    import hrapp.piccolo_conf as conf

    sys.modules["piccolo_conf"] = conf


def connection_config(url: str) -> dict[str, object]:
    """asyncpg's arguments from a URL, a Unix socket's folder included (?host=/…)."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])[0]
    config: dict[str, object] = {"host": host, "user": parts.username, "database": parts.path.lstrip("/")}
    if not host.startswith("/"):
        config["timeout"] = CONNECTED_WITHIN
    if parts.password:
        config["password"] = parts.password
    if parts.port:
        config["port"] = parts.port
    return config


async def prepare_embedded(url: str, database: str = "hrapp", template: str | None = None) -> None:
    """Roles and database of an embedded server; `url` is its superuser's."""
    connection = await asyncpg.connect(**{**connection_config(url), "database": "postgres"})
    try:
        await _ensure_roles(connection)
        if not await connection.fetchval("select 1 from pg_database where datname = $1", database):
            source = f' template "{template}"' if template else ""
            await connection.execute(f'create database "{database}" owner {OWNER}{source}')
    finally:
        await connection.close()


async def _ensure_roles(connection: asyncpg.Connection) -> None:
    for role in (OWNER, *APP_ROLES):
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
            with contextlib.suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
                await connection.execute(f"create role {role} login nosuperuser nocreatedb nocreaterole nobypassrls")


async def migrate(url: str, *, patience: str = "0") -> int:
    """Run every migration that has not run, in one transaction under a lock. Answers how many ran.

    `patience` is PostgreSQL's lock_timeout: while an older release serves, nobody shall wait behind us for long.
    When this process dies its connection ends within a second, and its locks with it.
    """
    use_piccolo_conf()
    if DB.pool:
        raise RuntimeError("migrate before the pool is opened")
    DB.config = {
        **connection_config(url),
        "server_settings": {
            "application_name": "hrapp-migrate",
            "client_connection_check_interval": "1s",
            "lock_timeout": patience,
        },
    }
    async with DB.opened("BEGIN"):
        await DB.fetch("select pg_advisory_xact_lock($1)", _LOCK)
        await _roles()
        before = await _ran()
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            result = await run_forwards("all")
        if result is not None and not result.success:
            raise Refused(f"a migration failed: {result.message}\n{said.getvalue()}")
        await _no_temporary_tables()
        await schemas.written()
        await proving.keep_key()
        return await _ran() - before


async def _roles() -> None:
    """The application's roles, with what they get on every table. A login that may not make roles uses one for all."""
    there = {row["rolname"] for row in await DB.fetch("select rolname from pg_roles where rolname like 'hrapp_%'")}
    missing = [role for role in APP_ROLES if role not in there]
    if missing and await _privileged():
        for role in missing:
            await DB.fetch(f"create role {role} nologin noinherit nosuperuser nobypassrls")
            await DB.fetch(f"grant {role} to current_user")  # one login that drops to the role it needs
        missing = []
    if missing:
        if WEB not in missing:
            raise Refused(f"the database lacks the roles {', '.join(missing)}; make them as {WEB} was made")
        return
    await DB.connection.execute(_PRIVILEGES)
    old = await DB.value("select to_regclass('public.kernel_setting') is not null")
    if old and not await DB.value("select has_table_privilege($1, 'kernel_setting', 'select')", PAY):
        await DB.connection.execute(_CATCH_UP)


async def _no_temporary_tables() -> None:
    """The application makes none, and one of its own could stand in front of a real table. Only the owner of the
    database can say so; `create database` gives them to everybody."""
    row = await DB.row(
        "select quote_ident(datname) as name, pg_has_role(current_user, datdba, 'USAGE') as ours from pg_database"
        " where datname = current_database()"
    )
    if row is not None and row["ours"]:
        await DB.fetch(f"revoke temporary on database {row['name']} from public")


async def _privileged() -> bool:
    return bool(await DB.value("select rolsuper or rolcreaterole from pg_roles where rolname = current_user"))


async def _ran() -> int:
    if await DB.value("select to_regclass('public.migration')") is None:
        return 0
    return int(await DB.value("select count(*) from migration"))


async def restricted_role(url: str) -> str | None:
    """The role to drop to when the application was only given an owner's or a superuser's URL."""
    connection = await asyncpg.connect(**connection_config(url))
    try:
        role: str | None = await connection.fetchval(
            "select rolname from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'MEMBER')"
            " and current_user <> $1",
            WEB,
        )
        return role
    finally:
        await connection.close()


async def must_fit(url: str) -> None:
    """Refused when this release's code does not run on the schema as it is."""
    connection = await asyncpg.connect(**connection_config(url))
    try:
        if sentence := schemas.misfit(await schemas.state(connection)):
            raise Refused(sentence)
    finally:
        await connection.close()


async def missing_migrations() -> list[str]:
    """Sentences for tables that changed without a migration."""
    use_piccolo_conf()
    import hrapp.piccolo_conf as conf

    found = []
    for name in BaseMigrationManager().get_app_names(sort_by_migration_dependencies=False):
        statements = await AutoMigrationManager().get_alter_statements(conf.APP_REGISTRY.app_configs[name])
        if any(s.statements for s in statements):
            found.append(
                f'the tables of {name} changed without a migration: run `./run migration {name} "what changes"`'
            )
    return found
