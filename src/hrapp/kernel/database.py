"""The one database engine: Piccolo's, made safe.

Four things differ from the stock engine: building it opens no connection; a failed commit gives its
connection back to the pool; no query runs outside a unit of work, so nothing is ever read or written
without a transaction and its context; and questions asked side by side go out together (asking.py).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Any, Literal

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from hrapp.kernel.asking import Reading, Turns, kept

SQL = QueryString

# The roles a unit of work can have, and what they are called in the database. The web role reads neither pay nor
# its keys; the pay role does and changes little else; the import role may do all that an import needs.
# The sealer's reads the audit trail and adds seals to it, and nothing else.
WEB, PAY, IMPORT, SEAL = "web", "pay", "import", "seal"
ROLES = {WEB: "hrapp_web", PAY: "hrapp_pay", IMPORT: "hrapp_import", SEAL: "hrapp_seal"}

# Tests and the benchmark put a list here to see every statement of a page.
statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)


class Transaction(PostgresTransaction):
    """A transaction that always gives its connection back, whatever commit or rollback do."""

    __slots__ = ("_opening", "_pool", "_read_only", "_role", "asking")

    def __init__(
        self, engine: Database, opening: str | Callable[[int], str] = "BEGIN", read_only: bool = False, role: str = WEB
    ) -> None:
        super().__init__(engine, allow_nested=role != WEB)  # another role's stands beside the one that is open
        self._opening = opening
        self._read_only = read_only
        self._role = role
        self._pool = engine.pool  # given back to where it came from, even when the pool was changed meanwhile

    async def get_connection(self) -> asyncpg.Connection[Any]:
        if self._role == WEB or self._pool is None:
            opened: asyncpg.Connection[Any] = await super().get_connection()  # type: ignore[no-untyped-call]
            return opened
        engine: Any = self.engine
        self._pool = await engine.pool_of(self._role)
        acquired: asyncpg.Connection[Any] = await self._pool.acquire()
        return acquired

    async def begin(self) -> None:
        # One round trip opens the transaction, sets its mode and its context.
        opening = self._opening
        await self.connection.execute(
            opening if isinstance(opening, str) else opening(self.connection.get_server_pid())
        )

    async def commit(self) -> None:
        await self.connection.execute("COMMIT")
        self._committed = True

    async def rollback(self) -> None:
        await self.connection.execute("ROLLBACK")
        self._rolled_back = True

    async def __aenter__(self) -> Transaction:
        self.connection = await self.get_connection()
        self.asking = (Reading if self._read_only else Turns)(self.connection, _note)
        try:
            await self.begin()
        except BaseException:
            await self._release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> Literal[False]:
        try:
            await self.asking.quiet()
            if exception is not None:
                if not self._rolled_back:
                    await self.rollback()
            elif not (self._committed or self._rolled_back):
                await self.commit()
        finally:
            self.engine.current_transaction.reset(self.context)
            await asyncio.shield(self._release())
        return False

    async def _release(self) -> None:
        if self.asking.busy or self.connection.is_in_transaction():
            # A commit that failed half-way, or an answer that is still on its way: nobody else may meet it.
            self.connection.terminate()
        if self._pool:
            await self._pool.release(self.connection)
        else:
            await self.connection.close()


class Look(Transaction):
    """For a page that only reads: a connection that cannot write, and no transaction to open and close.

    Two round trips less than a transaction. Each statement sees what was committed when it began, as in a
    transaction at PostgreSQL's usual level. Row policies find no context here and deny.
    """

    __slots__ = ()

    def __init__(self, engine: Database) -> None:
        super().__init__(engine, read_only=True)
        self._pool = engine.reading_pool

    async def get_connection(self) -> asyncpg.Connection[Any]:
        if self._pool is None:
            raise RuntimeError("the pool is not open")
        connection: asyncpg.Connection[Any] = await self._pool.acquire()
        return connection

    async def begin(self) -> None: ...

    async def commit(self) -> None:
        self._committed = True

    async def rollback(self) -> None:
        self._rolled_back = True


class Database(PostgresEngine):
    """Piccolo's engine with our transaction, raw SQL by name, and no connection before it is asked for."""

    reading_pool: asyncpg.Pool[Any] | None = None
    # Of the roles that see more than the web role: {"pay": …}; opened when they are first needed.
    role_pools: dict[str, asyncpg.Pool[Any]]
    role_configs: dict[str, dict[str, Any]]

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.role_pools, self.role_configs = {}, {}

    async def pool_of(self, role: str) -> asyncpg.Pool[Any]:
        if role not in self.role_pools:
            made = await _pool({**self.config_of(role)})
            if role in self.role_pools:  # somebody else was faster
                await made.close()
            else:
                self.role_pools[role] = made
        return self.role_pools[role]

    def config_of(self, role: str) -> dict[str, Any]:
        """How this role connects: as it was told, else as the web role does under the other role's name."""
        if told := self.role_configs.get(role):
            return told
        settings = dict(self.config.get("server_settings", {}))
        if settings.get("role") == ROLES[WEB]:
            return {**self.config, "server_settings": {**settings, "role": ROLES[role]}}
        if self.config.get("user") == ROLES[WEB]:
            return {**self.config, "user": ROLES[role]}
        return self.config  # one login for everything: `hrapp check` says so

    async def check_version(self) -> None:
        """The appliance's doctor checks the server; the engine does not connect when it is built."""

    async def prep_database(self) -> None:
        """hrapp uses no extension."""

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        if self.current_transaction.get() is not None and allow_nested:
            return PostgresTransaction(engine=self)  # joins ours
        return Transaction(self)

    def opened(self, opening: str | Callable[[int], str], read_only: bool = False, role: str = WEB) -> Transaction:
        return Transaction(self, opening, read_only, role)

    def look(self) -> Look:
        return Look(self)

    @property
    def transaction_now(self) -> Transaction:
        current = self.current_transaction.get()
        if current is None:
            raise RuntimeError("a query outside a unit of work: open one with hrapp.kernel.work.unit_of_work()")
        assert isinstance(current, Transaction)
        return current

    @property
    def connection(self) -> asyncpg.Connection[Any]:
        """For statements that are no question: a migration's."""
        connection: asyncpg.Connection[Any] = self.transaction_now.connection
        return connection

    @property
    def asking(self) -> Turns:
        return self.transaction_now.asking

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[asyncpg.Record]:
        query, arguments = querystring.compile_string(engine_type=self.engine_type)
        return await self.fetch(query, *arguments)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[asyncpg.Record]:
        return await self.fetch(ddl)

    async def fetch(self, query: str, *arguments: Any) -> list[asyncpg.Record]:
        """Rows of one statement with $1, $2 … placeholders, in the current unit of work."""
        return await self.asking.ask(query, arguments)

    async def row(self, query: str, *arguments: Any) -> asyncpg.Record | None:
        rows = await self.fetch(query, *arguments)
        return rows[0] if rows else None

    async def value(self, query: str, *arguments: Any) -> Any:
        row = await self.row(query, *arguments)
        return next(iter(row.values())) if row else None

    async def select(self, query: QueryString) -> list[asyncpg.Record]:
        """Rows of a statement put together from fragments: SQL("… where {}", scope.where("p"))."""
        return await self.run_querystring(query)

    async def insert_many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """Rows that are made while they are sent need not all be there at once."""
        await self.asking.many(query, rows)


async def analyze() -> None:
    """After many rows at once: until the planner knows how many there are it may choose the slowest way."""
    await DB.fetch("select kernel_analyze()")


def _note(query: str) -> None:
    seen = statements.get()
    if seen is not None:
        seen.append(query)


DB = Database(config={}, extensions=())


async def open_pool(*, min_size: int = 1, max_size: int = 8) -> None:
    """The pool of the restricted role. `DB.config` must be set before (hrapp.settings does)."""
    # Compiling a query takes longer than any of ours runs.
    DB.config = {**DB.config, "server_settings": {**DB.config.get("server_settings", {}), "jit": "off"}}
    await DB.start_connection_pool(min_size=min_size, max_size=max_size, reset=_keep, init=_prepare)
    kept.at("")
    settings = {**DB.config.get("server_settings", {}), "default_transaction_read_only": "on"}
    DB.reading_pool = await _pool({**DB.config, "server_settings": settings}, max_size)


async def _pool(config: dict[str, Any], max_size: int = 4) -> asyncpg.Pool[Any]:
    settings = {**config.get("server_settings", {}), "jit": "off"}
    return await asyncpg.create_pool(
        **{**config, "server_settings": settings}, min_size=0, max_size=max_size, reset=_keep, init=_prepare
    )


async def _keep(connection: asyncpg.Connection[Any]) -> None:
    """Nothing to reset: context is set per transaction, and a broken connection is terminated."""


_ANSWERED_WITHIN = 10  # seconds in which another machine's kernel says that it is there


def _notice_silence(connection: asyncpg.Connection[Any]) -> None:
    """A machine that lost its power says nothing: by the system's settings a page would wait a quarter of an hour."""
    transport: Any = getattr(connection, "_transport", None)
    found = transport.get_extra_info("socket") if transport is not None else None
    if found is None or found.family not in (socket.AF_INET, socket.AF_INET6):
        return
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        ("TCP_USER_TIMEOUT", _ANSWERED_WITHIN * 1000),
        ("TCP_KEEPIDLE", _ANSWERED_WITHIN),
        ("TCP_KEEPINTVL", 2),
        ("TCP_KEEPCNT", 3),
    ):
        if hasattr(socket, option):  # Linux has all of them
            found.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


async def _prepare(connection: asyncpg.Connection[Any]) -> None:
    _notice_silence(connection)
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=_jsonb,
        decoder=lambda sent: msgspec.json.decode(sent[1:]),
    )
    # asyncpg learns an array type when a statement answers with it; inside a row of a row it must know it before.
    await connection.fetch(_ARRAYS)


_ARRAYS = "select " + ", ".join(
    f"'{{}}'::{kind}[]"
    for kind in ("varchar", "text", "int", "bigint", "numeric", "date", "bool", "jsonb", "timestamptz")
)


def _jsonb(value: Any) -> bytes:
    """The binary form: its version, then the text."""
    return b"\x01" + (value.encode() if isinstance(value, str) else msgspec.json.encode(value))


async def change_pool(config: dict[str, Any]) -> None:
    """Go on with another database: new units use it at once, running ones end where they began."""
    before, DB.config = leave_pools(), config
    await open_pool()
    for pool in before:
        task = asyncio.create_task(pool.close())
        _closing.add(task)
        task.add_done_callback(_closing.discard)


_closing: set[asyncio.Task[None]] = set()


def leave_pools() -> list[asyncpg.Pool[Any]]:
    """Every pool there is, taken out of use; whoever takes them closes them."""
    pools = [pool for pool in (DB.pool, DB.reading_pool, *DB.role_pools.values()) if pool]
    DB.pool, DB.reading_pool, DB.role_pools = None, None, {}
    return pools


async def close_pool() -> None:
    for pool in leave_pools():
        await pool.close()
