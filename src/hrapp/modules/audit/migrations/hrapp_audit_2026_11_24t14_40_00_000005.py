from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-24T14:40:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "the application may add to the audit trail and read it, never change it"

FORWARDS = """
revoke update, delete, truncate on audit_entry from public;
do $$ begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_web') then
        revoke update, delete, truncate on audit_entry from hrapp_web;
    end if;
end $$;
create index audit_entry_object on audit_entry (object, at desc);
"""

BACKWARDS = """
drop index audit_entry_object;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_audit", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
