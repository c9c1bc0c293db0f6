from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T16:06:20:000001"
VERSION = "1.38.0"
DESCRIPTION = "pay is for the role of pay alone, and there only for whoever may read it; nobody changes their own"

KEPT = """
create function compensation_keep_decided_pay() returns trigger language plpgsql as $$
begin
    if old.decision is not null and (new.sealed, new.effective_on, new.person, new.decision)
        is distinct from (old.sealed, old.effective_on, old.person, old.decision) then
        raise check_violation using message = 'decided pay is not overwritten', constraint = 'compensation_pay_record_kept';
    end if;
    return new;
end $$;
create trigger compensation_pay_record_kept before update on compensation_pay_record
    for each row execute function compensation_keep_decided_pay();
"""

# Who may read pay, seen from the database alone: an outer bound. The application's scopes are narrower.
READERS = """
create function compensation_reads_all() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (
        select 1 from rbac_role_assignment r
        where r.account = nullif(current_setting('app.account', true), '')
          and r.role in ('hr', 'general_manager', 'compensation')
    )
$$;

create function compensation_team() returns varchar[]
language sql stable security definer set search_path = pg_catalog, public as $$
    with recursive me as (
        select emp_no from people_person where id = nullif(current_setting('app.person', true), '')
    ), led as (
        select d.id from people_department d join me on d.manager_no = me.emp_no
        union select child.id from people_department child join led on child.parent = led.id
    ), below as (
        select a.person from people_assignment a join me on a.manager_no = me.emp_no where a.until is null
        union select a.person from people_assignment a join people_person p on p.emp_no = a.manager_no
            join below on below.person = p.id where a.until is null
    )
    select case when exists (
        select 1 from kernel_setting where key = 'visibility' and value -> 'pay' ? 'department_manager'
    ) then array(
        select a.person from people_assignment a where a.until is null and a.department in (select id from led)
        union select person from below
    ) else '{}'::varchar[] end
$$;
"""

WALL = """
alter table compensation_pay_record enable row level security, force row level security;
alter table compensation_raise enable row level security, force row level security;
alter table compensation_raise_round enable row level security, force row level security;
create policy compensation_pay_record_keeper on compensation_pay_record to current_user using (true);
create policy compensation_raise_keeper on compensation_raise to current_user using (true);
create policy compensation_raise_round_keeper on compensation_raise_round to current_user using (true);

do $do$
begin
    if not exists (select 1 from pg_roles where rolname = 'hrapp_pay') then
        return;
    end if;
    revoke all on compensation_pay_record, compensation_raise, compensation_raise_round
        from hrapp_web;
    grant insert, update, delete on compensation_pay_record, compensation_raise, compensation_raise_round,
        compensation_raise_policy to hrapp_pay;
    grant insert on audit_entry to hrapp_pay;
    grant insert, update on kernel_job, notify_message to hrapp_pay;

    create policy compensation_pay_record_import on compensation_pay_record to hrapp_import using (true);
    create policy compensation_raise_import on compensation_raise to hrapp_import using (true);
    create policy compensation_raise_round_import on compensation_raise_round to hrapp_import using (true);

    create policy compensation_pay_record_read on compensation_pay_record for select to hrapp_pay using (
        person = nullif(current_setting('app.person', true), '')
        or (select compensation_reads_all()) or person = any((select compensation_team())::varchar[])
    );
    create policy compensation_pay_record_write on compensation_pay_record to hrapp_pay
        using ((select compensation_reads_all())) with check ((select compensation_reads_all()));
    create policy compensation_pay_record_own_insert on compensation_pay_record as restrictive for insert to hrapp_pay
        with check (person is distinct from nullif(current_setting('app.person', true), ''));
    create policy compensation_pay_record_own_update on compensation_pay_record as restrictive for update to hrapp_pay
        using (person is distinct from nullif(current_setting('app.person', true), ''));
    create policy compensation_pay_record_own_delete on compensation_pay_record as restrictive for delete to hrapp_pay
        using (person is distinct from nullif(current_setting('app.person', true), ''));

    create policy compensation_raise_read on compensation_raise for select to hrapp_pay using (
        (select compensation_reads_all())
        or ((person = nullif(current_setting('app.person', true), '')
                or person = any((select compensation_team())::varchar[]))
            and exists (select 1 from compensation_raise_round r where r.id = raise_round and r.state <> 'open'))
    );
    create policy compensation_raise_write on compensation_raise to hrapp_pay
        using ((select compensation_reads_all())) with check ((select compensation_reads_all()));
    create policy compensation_raise_own_insert on compensation_raise as restrictive for insert to hrapp_pay
        with check (
            person is distinct from nullif(current_setting('app.person', true), '')
            or (decided_by is null and proposed_by is null)
        );
    create policy compensation_raise_own_update on compensation_raise as restrictive for update to hrapp_pay
        using (person is distinct from nullif(current_setting('app.person', true), ''));
    create policy compensation_raise_own_delete on compensation_raise as restrictive for delete to hrapp_pay
        using (person is distinct from nullif(current_setting('app.person', true), ''));

    create policy compensation_raise_round_read on compensation_raise_round for select to hrapp_pay
        using (state <> 'open' or (select compensation_reads_all()));
    create policy compensation_raise_round_write on compensation_raise_round to hrapp_pay
        using ((select compensation_reads_all())) with check ((select compensation_reads_all()));
end $do$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_compensation", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(KEPT + READERS + WALL)

    manager.add_raw(run)
    return manager
