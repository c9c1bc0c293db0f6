from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-26T04:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "what imports taught is for the role of imports alone"

WALL = """
do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        revoke all on imports_memory from hrapp_web, hrapp_pay;
    end if;
end $do$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_imports", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(WALL)

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
