from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T09:06:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "one open round; what was released, and pay that follows from it, stays as it is"

FORWARDS = """
create unique index compensation_raise_round_open on compensation_raise_round ((true)) where state = 'open';

create function compensation_keep_released() returns trigger language plpgsql as $$
begin
    if exists (select 1 from compensation_raise_round r where r.id = old.raise_round and r.state <> 'open') then
        raise check_violation using message = 'a released raise is not changed', constraint = 'compensation_raise_released';
    end if;
    return coalesce(new, old);
end $$;
create trigger compensation_raise_released before update or delete on compensation_raise
    for each row execute function compensation_keep_released();

create function compensation_keep_decided_pay() returns trigger language plpgsql as $$
begin
    if old.decision is not null and (new.base, new.effective_on, new.person, new.decision)
        is distinct from (old.base, old.effective_on, old.person, old.decision) then
        raise check_violation using message = 'decided pay is not overwritten', constraint = 'compensation_pay_record_kept';
    end if;
    return new;
end $$;
create trigger compensation_pay_record_kept before update on compensation_pay_record
    for each row execute function compensation_keep_decided_pay();
"""

BACKWARDS = """
drop trigger compensation_pay_record_kept on compensation_pay_record; drop function compensation_keep_decided_pay();
drop trigger compensation_raise_released on compensation_raise; drop function compensation_keep_released();
drop index compensation_raise_round_open;
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
