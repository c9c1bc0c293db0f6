from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T20:02:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "which steps have run is written by the owner alone"

RIGHTS = """
do $do$
declare
    each text;
begin
    foreach each in array array['hrapp_web', 'hrapp_pay', 'hrapp_import'] loop
        if exists (select 1 from pg_roles where rolname = each) then
            execute format('revoke insert, update, delete, truncate on migration from %I', each);
        end if;
    end loop;
end $do$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_kernel", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RIGHTS)

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
