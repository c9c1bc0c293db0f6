from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T16:12:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the trail only grows, and only the sealer's role adds seals"

FORWARDS = """
insert into audit_subject (entry, person) select id, person from audit_entry where person is not null;
create unique index audit_subject_of on audit_subject (person, entry desc);

-- Whoever owns the tables has every right on them: the triggers stop a slip of theirs, too. A migration that must
-- touch the trail says so with "set local hrapp.rewriting = 'on'", and the chain then shows what it did.
create function audit_only_grows() returns trigger language plpgsql as $$
begin
    if current_setting('hrapp.rewriting', true) = 'on' then
        return coalesce(new, old);
    end if;
    raise exception 'the audit trail only grows: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create function audit_only_sealed_by_sealer() returns trigger language plpgsql as $$
begin
    if current_user = 'hrapp_seal' or not exists (select 1 from pg_roles where rolname = 'hrapp_seal') then
        return new;
    end if;
    raise exception 'only the sealer adds seals' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_entry_only_grows before update or delete on audit_entry
    for each row execute function audit_only_grows();
create trigger audit_entry_stays before truncate on audit_entry execute function audit_only_grows();
create trigger audit_subject_only_grows before update or delete on audit_subject
    for each row execute function audit_only_grows();
create trigger audit_subject_stays before truncate on audit_subject execute function audit_only_grows();
create trigger audit_seal_only_grows before update or delete on audit_seal
    for each row execute function audit_only_grows();
create trigger audit_seal_stays before truncate on audit_seal execute function audit_only_grows();
create trigger audit_seal_by_sealer before insert on audit_seal
    for each row execute function audit_only_sealed_by_sealer();

do $$
declare writer text;
begin
    foreach writer in array array['hrapp_web', 'hrapp_pay', 'hrapp_import'] loop
        if exists (select 1 from pg_roles where rolname = writer) then
            execute format('revoke all on audit_entry, audit_subject, audit_seal from %I', writer);
            execute format('grant select, insert on audit_entry, audit_subject to %I', writer);
            execute format('grant select on audit_seal to %I', writer);
            execute format('grant usage, select on sequence audit_entry_id_seq, audit_subject_id_seq to %I', writer);
        end if;
    end loop;
    if exists (select 1 from pg_roles where rolname = 'hrapp_seal') then
        grant select on audit_entry to hrapp_seal;
        grant select, insert on audit_seal to hrapp_seal;
    end if;
end $$;
"""

BACKWARDS = """
drop trigger audit_entry_only_grows on audit_entry;
drop trigger audit_entry_stays on audit_entry;
drop trigger audit_subject_only_grows on audit_subject;
drop trigger audit_subject_stays on audit_subject;
drop trigger audit_seal_only_grows on audit_seal;
drop trigger audit_seal_stays on audit_seal;
drop trigger audit_seal_by_sealer on audit_seal;
drop function audit_only_grows();
drop function audit_only_sealed_by_sealer();
drop index audit_subject_of;
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
