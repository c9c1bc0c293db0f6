from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T16:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the web role finds the ID numbers of others only for those whose role may open them"

# An outer bound, seen from the database alone: the application's scopes are narrower.
FORWARDS = """
create function rbac_reveals_identity() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select 1 from rbac_role_assignment r
        where r.account = nullif(current_setting('app.account', true), '') and r.role in ('hr', 'hrbp')
    )
$$;
do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        create policy people_identity_reveal on people_identity for select to hrapp_web
            using ((select rbac_reveals_identity()));
    end if;
end $do$;
"""

BACKWARDS = """
drop policy if exists people_identity_reveal on people_identity;
drop function rbac_reveals_identity();
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_rbac", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
