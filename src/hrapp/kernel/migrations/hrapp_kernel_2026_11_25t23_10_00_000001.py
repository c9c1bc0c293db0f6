from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T23:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the database itself writes down what an import writes and what people edit"

# The trigger writes as the owner of the tables: no role of the application writes the journal by hand.
FORWARDS = """
create index kernel_change_row on kernel_change (table_name, row_id);

create function kernel_journal() returns trigger
language plpgsql security definer set timezone = 'UTC' set search_path = pg_catalog, public, pg_temp as $$
declare
    batch constant text := coalesce(current_setting('app.batch', true), '');
    was constant jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
    now constant jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
    one constant jsonb := coalesce(now, was);
    written jsonb;
begin
    if was is not distinct from now then
        return null;
    end if;
    if batch <> '' then
        insert into kernel_change (batch, table_name, row_id, together, before, after)
        values (batch, tg_table_name, one ->> 'id', one ->> tg_argv[0], was, now);
    elsif now is not null then
        select coalesce(jsonb_agg(key), '[]') into written from jsonb_each(now)
        where key not in ('id', 'version') and value <> 'null' and (was is null or was -> key is distinct from value);
        insert into kernel_edit (table_name, row_id, columns) values (tg_table_name, one ->> 'id', written)
        on conflict (table_name, row_id) do update set columns = (
            select coalesce(jsonb_agg(distinct each), '[]')
            from jsonb_array_elements(kernel_edit.columns || excluded.columns) as each
        );
    else
        delete from kernel_edit where table_name = tg_table_name and row_id = one ->> 'id';
    end if;
    return null;
end $$;
revoke all on function kernel_journal() from public;

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        revoke all on kernel_change, kernel_edit from hrapp_web, hrapp_pay;
        revoke insert, update, truncate on kernel_change, kernel_edit from hrapp_import;
        revoke all on sequence kernel_change_id_seq, kernel_edit_id_seq from hrapp_web, hrapp_pay, hrapp_import;
    end if;
end $$;
"""

BACKWARDS = "drop function kernel_journal() cascade; drop index kernel_change_row"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_kernel", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
