from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T17:08:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "whoever nominated somebody is not the only one who agrees"

RULES = """
create function promotion_case_apart() returns trigger language plpgsql as $$
begin
    if new.state = 'approved' and old.state is distinct from 'approved' and new.opened_by is not null and not exists (
        select 1 from approvals_request r join approvals_decision d on d.request = r.id
        where r.subject_kind = 'promotion.case' and r.subject = new.id and d.verdict = 'approve'
          and d.decided_by <> new.opened_by and d.decided_by <> new.person
    ) then
        raise check_violation using message = 'whoever nominated is not the only one who agrees',
            constraint = 'promotion_case_apart';
    end if;
    return new;
end $$;
create trigger promotion_case_apart before update of state on promotion_case
    for each row execute function promotion_case_apart();
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_promotion", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RULES)

    manager.add_raw(run)
    return manager
