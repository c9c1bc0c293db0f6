from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T13:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the planner learns the sizes of the tables right after an import"

# Only the owner of a table may analyze it, and the application does not connect as the owner.
FORWARDS = """
create function kernel_analyze() returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare known record;
begin
    for known in select schemaname, tablename from pg_tables
        where schemaname = 'public' and tableowner = current_user
    loop
        execute format('analyze %I.%I', known.schemaname, known.tablename);
    end loop;
end $$;
"""

BACKWARDS = """
drop function kernel_analyze();
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_kernel", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
