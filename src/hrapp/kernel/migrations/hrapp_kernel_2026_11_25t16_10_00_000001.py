from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T16:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the keys of pay are there for the role of pay alone; nobody removes a key's row"

FORWARDS = """
alter table kernel_key enable row level security, force row level security;
create policy kernel_key_keeper on kernel_key to current_user using (true);
do $$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_pay') then
        create policy kernel_key_open on kernel_key to hrapp_web using (data <> 'salary');
        create policy kernel_key_pay on kernel_key to hrapp_pay, hrapp_import using (true);
        revoke delete, truncate on kernel_key from hrapp_web, hrapp_pay, hrapp_import;
        grant insert, update on kernel_key to hrapp_pay;
    end if;
end $$;
"""

BACKWARDS = """
drop policy kernel_key_keeper on kernel_key;
drop policy if exists kernel_key_open on kernel_key;
drop policy if exists kernel_key_pay on kernel_key;
alter table kernel_key disable row level security, no force row level security;
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
