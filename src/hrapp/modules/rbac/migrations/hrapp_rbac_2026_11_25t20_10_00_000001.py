from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T20:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "once there are two to be asked, the import role gives no access past them"

# The shell gives the first roles in the import role. That somebody took a role is told by the trail, where nothing is
# taken away, and not only by the password that is there now.
FORWARDS = """
create function rbac_claimed() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select count(distinct r.role) = 2
    from rbac_role_assignment r join accounts_account a on a.id = r.account
    where r.role in ('hr', 'general_manager') and (
        (r.ended_at is null and a.password_hash is not null and a.state = 'active')
        or exists (select 1 from audit_entry e where e.event = 'PasswordSet' and e.object = r.account))
$$;
create function rbac_keep_the_two() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'hrapp_import' and rbac_claimed() then
        raise insufficient_privilege using message = 'access is given by two people';
    end if;
    return null;
end $$;
create trigger rbac_role_assignment_two after insert or update or delete on rbac_role_assignment
    for each statement execute function rbac_keep_the_two();
create trigger rbac_grant_two after insert or update or delete on rbac_grant
    for each statement execute function rbac_keep_the_two();
create trigger rbac_bundle_two after insert or update or delete on rbac_bundle
    for each statement execute function rbac_keep_the_two();
do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        revoke insert, update, delete on rbac_vote from hrapp_import;
        revoke truncate on rbac_role_assignment, rbac_grant, rbac_bundle, rbac_vote, rbac_proposal from hrapp_import;
    end if;
end $do$;
"""

BACKWARDS = """
drop trigger rbac_role_assignment_two on rbac_role_assignment; drop trigger rbac_grant_two on rbac_grant;
drop trigger rbac_bundle_two on rbac_bundle; drop function rbac_keep_the_two(); drop function rbac_claimed();
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
