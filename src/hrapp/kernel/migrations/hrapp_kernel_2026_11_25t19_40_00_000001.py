from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T19:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the database believes who acts only with a proof that is made outside of it"

# HMAC-SHA-256 in the database's own words; the two pads are the key, and only the owner of the tables reads them.
FORWARDS = """
create table kernel_proof (
    one boolean primary key default true check (one), pad_in bytea not null, pad_out bytea not null
);

create function kernel_proven() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce((
        select encode(sha256(k.pad_out || sha256(k.pad_in || convert_to(
            coalesce(current_setting('app.account', true), '') || '|' || coalesce(current_setting('app.person', true), '')
            || '|' || pg_backend_pid() || '|' || current_setting('app.at', true), 'UTF8'))), 'hex')
            = current_setting('app.proof', true)
          and abs(extract(epoch from now()) - nullif(current_setting('app.at', true), '')::bigint) < 600
        from kernel_proof k
    ), false)
$$;
create function kernel_actor() returns varchar
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when kernel_proven() then nullif(current_setting('app.account', true), '')::varchar end
$$;
create function kernel_actor_person() returns varchar
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when kernel_proven() then nullif(current_setting('app.person', true), '')::varchar end
$$;

do $do$
declare
    app_role varchar;
begin
    for app_role in select rolname from pg_roles where rolname in ('hrapp_web', 'hrapp_pay', 'hrapp_import', 'hrapp_seal')
    loop
        execute format('revoke all on kernel_proof from %I', app_role);
    end loop;
end $do$;

-- For the migrations of the modules: what goes by the setting goes by the proof.
create function kernel_by_proof(said text) returns text language sql immutable set search_path = pg_catalog as $$
    select regexp_replace(regexp_replace(said,
        'nullif\\(current_setting\\(''app\\.account''(::text)?, true\\), ''''(::text)?\\)', '(select kernel_actor())', 'gi'),
        'nullif\\(current_setting\\(''app\\.person''(::text)?, true\\), ''''(::text)?\\)', '(select kernel_actor_person())', 'gi')
$$;
create function kernel_go_by_proof(beginning text) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    found record;
begin
    for found in select p.* from pg_policies p
        where starts_with(p.policyname, beginning) and concat(p.qual, p.with_check) like '%app.%'
    loop
        execute format('alter policy %I on %I', found.policyname, found.tablename)
            || coalesce(' using (' || kernel_by_proof(found.qual) || ')', '')
            || coalesce(' with check (' || kernel_by_proof(found.with_check) || ')', '');
    end loop;
    for found in select pg_get_functiondef(f.oid) as body from pg_proc f
        where starts_with(f.proname, beginning) and f.pronamespace = 'public'::regnamespace and f.prosrc like '%app.%'
    loop
        execute kernel_by_proof(found.body);
    end loop;
end $$;
revoke execute on function kernel_go_by_proof(text) from public;
"""

BACKWARDS = """
drop function kernel_go_by_proof(text); drop function kernel_by_proof(text);
drop function kernel_actor(); drop function kernel_actor_person(); drop function kernel_proven(); drop table kernel_proof;
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
