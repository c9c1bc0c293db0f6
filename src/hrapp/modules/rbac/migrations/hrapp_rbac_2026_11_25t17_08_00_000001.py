from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T17:08:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the outer bound for ID numbers knows of roles that ended, single access, loans and the shell's codes"

RULES = """
-- Whose rights an account has this day: its own, and those that were lent to it for this class of data.
create function rbac_behind(data varchar) returns varchar[]
language sql stable security definer set search_path = pg_catalog, public as $$
    select array(
        select nullif(current_setting('app.account', true), '')
        union
        select l.giver from rbac_delegation l
        where l.taker = nullif(current_setting('app.account', true), '') and data = any(l.classes)
          and l.ended_at is null and l.since <= current_date + 1 and l.until > current_date
    )
$$;

-- An outer bound, seen from the database alone: the application's scopes are narrower.
create function rbac_reaches(data varchar, permissions varchar, given varchar[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select 1 from rbac_role_assignment r
        where r.account = any(rbac_behind(data)) and r.ended_at is null and (r.until is null or r.until > current_date)
          and r.role <> 'it'
          and (r.role = any(given) or exists (
            select 1 from rbac_bundle b
            where b.role = r.role and b.permission like permissions and b.reach in ('department', 'company')))
    ) or exists (
        select 1 from rbac_grant g
        where g.account = any(rbac_behind(data)) and g.permission like permissions and g.ended_at is null
          and g.until > current_date
          and not exists (select 1 from rbac_role_assignment r
            where r.account = g.account and r.role = 'it' and r.ended_at is null)
    )
$$;

create or replace function rbac_reveals_identity() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
    select rbac_reaches('identity', 'people.%', array['hr', 'hrbp']::varchar[])
$$;

do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        revoke delete on rbac_shell_code from hrapp_web, hrapp_pay;
    end if;
end $do$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_rbac", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RULES)

    manager.add_raw(run)
    return manager
