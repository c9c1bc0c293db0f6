from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB
from hrapp.kernel.journal import journalled

ID = "2026-11-25T23:59:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "what an import writes can be undone, and what people edited is not overwritten unasked"

# Table, and what its rows belong together by.
TABLES = {"records_record": "id"}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_records", description=DESCRIPTION)

    async def run():
        for table, together in TABLES.items():
            await DB.fetch(journalled(table, together))

    async def undo():
        for table in TABLES:
            await DB.fetch(f"drop trigger kernel_journal on {table}")

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
