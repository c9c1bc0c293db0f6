from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T18:45:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "whoever decides on loan does not decide what the lender proposed"

FORWARDS = """
create function compensation_raise_on_loan() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (
        select 1 from rbac_delegation l
        join accounts_account giver on giver.id = l.giver join accounts_account taker on taker.id = l.taker
        where giver.person = new.proposed_by and taker.person = new.decided_by
          and 'approve' = any(l.actions) and 'salary' = any(l.classes)
          and l.ended_at is null and l.since <= current_date and l.until > current_date
          and (exists (
              select 1 from rbac_role_assignment r
              where r.account = l.giver and r.ended_at is null and (r.until is null or r.until > current_date)
                and (r.role = 'general_manager' or exists (
                    select 1 from rbac_bundle b where b.role = r.role and b.permission = 'compensation.decide'
                        and b.reach in ('direct', 'subtree', 'department', 'company')))
          ) or exists (
              select 1 from rbac_grant g where g.account = l.giver and g.permission = 'compensation.decide'
                and g.ended_at is null and g.until > current_date))
    ) then
        raise check_violation using message = 'a deputy does not decide what the lender proposed',
            constraint = 'compensation_raise_on_loan';
    end if;
    return new;
end $$;
create trigger compensation_raise_on_loan before insert or update of decided_by, proposed_by on compensation_raise
    for each row when (new.decided_by is not null and new.proposed_by is not null)
    execute function compensation_raise_on_loan();
"""

BACKWARDS = """
drop trigger compensation_raise_on_loan on compensation_raise; drop function compensation_raise_on_loan();
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_compensation", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
