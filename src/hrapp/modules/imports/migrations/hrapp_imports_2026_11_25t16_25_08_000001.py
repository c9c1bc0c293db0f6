import json

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel import keys
from hrapp.kernel.database import DB

ID = "2026-11-25T16:25:08:000001"
VERSION = "1.38.0"
DESCRIPTION = "what is there of imported files is sealed, and is for the role of imports alone"

WALL = """
do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        revoke all on imports_batch, imports_file, imports_line from hrapp_web;
        revoke all on imports_batch, imports_file, imports_line from hrapp_pay;
    end if;
end $do$;
"""


def _read(value):
    """A migration's connection hands JSON over as text."""
    return json.loads(value) if isinstance(value, str) else value


async def _seal_batch(id, report):
    key = (await keys.for_writing("salary", [id]))[id]
    whole = _read(report)
    files = [{"name": file["name"], "format": file.get("format")} for file in whole.get("files", [])]
    brief = json.dumps({"totals": whole.get("totals", {}), "files": files})
    sealed = key.seal(keys.Place("imports_batch", "sealed"), id, whole)
    await DB.fetch("update imports_batch set sealed = $2, report = $3::jsonb where id = $1", id, sealed, brief)
    place = keys.Place("imports_line", "sealed")
    rows = await DB.fetch("select id, subject, changes, notes from imports_line where batch = $1", id)
    told = [
        (row["id"], {"subject": row["subject"], "changes": _read(row["changes"]), "notes": _read(row["notes"])})
        for row in rows
    ]
    await DB.insert_many(
        "update imports_line set sealed = $2 where id = $1", [(line, key.seal(place, line, value)) for line, value in told]
    )
    place = keys.Place("imports_file", "content", bytes)
    for row in await DB.fetch("select id, content from imports_file where batch = $1 and content is not null", id):
        sealed = key.seal(place, row["id"], bytes(row["content"]))
        await DB.fetch("update imports_file set content = $2 where id = $1", row["id"], sealed)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_imports", description=DESCRIPTION)

    async def run():
        for row in await DB.fetch("select id, report from imports_batch where state <> 'abandoned'"):
            await _seal_batch(row["id"], row["report"])
        await DB.fetch("update imports_batch set report = '{}' where state = 'abandoned'")
        await DB.connection.execute(WALL)

    manager.add_raw(run)
    return manager
