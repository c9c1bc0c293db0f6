import json
from decimal import Decimal

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel import keys
from hrapp.kernel.database import DB

ID = "2026-11-25T16:06:10:000001"
VERSION = "1.38.0"
DESCRIPTION = "what is there of pay and raises is sealed"

_RAISE = (
    "inputs", "reason_none", "suggested_pct", "suggested_increment", "decided_pct", "decided_increment", "reason",
    "proposed_pct", "proposed_increment", "proposed_reason",
)  # fmt: skip


async def _seal(table: str, owner: str, columns: tuple[str, ...]) -> None:
    rows = await DB.fetch(f"select id, {owner} as owner, {', '.join(columns)} from {table}")
    if not rows:
        return
    place = keys.Place(table, "sealed")
    opened = await keys.for_writing("salary", [row["owner"] for row in rows])
    await DB.insert_many(
        f"update {table} set sealed = $2 where id = $1",
        [
            (row["id"], opened[row["owner"]].seal(place, row["id"], {name: _plain(name, row[name]) for name in columns}))
            for row in rows
        ],
    )


def _plain(name: str, value: object) -> object:
    """A migration's connection hands JSON over as text."""
    if name in ("components", "inputs") and isinstance(value, str):
        return json.loads(value)
    return str(value) if isinstance(value, Decimal) else value


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_compensation", description=DESCRIPTION)

    async def run():
        # Both look at columns that go, or keep what is about to be sealed from being touched.
        await DB.connection.execute(
            "drop trigger compensation_pay_record_kept on compensation_pay_record;"
            " drop function compensation_keep_decided_pay();"
            " alter table compensation_raise disable trigger compensation_raise_released"
        )
        await _seal("compensation_pay_record", "person", ("base", "components", "reason"))
        await _seal("compensation_raise_round", "id", ("base_total", "budget"))
        await _seal("compensation_raise", "person", ("base", *_RAISE))
        await DB.connection.execute(
            "update compensation_raise set suggested = suggested_pct is not null;"
            " alter table compensation_raise enable trigger compensation_raise_released"
        )

    manager.add_raw(run)
    return manager
