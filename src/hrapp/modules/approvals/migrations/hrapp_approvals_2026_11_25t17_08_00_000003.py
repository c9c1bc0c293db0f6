from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T17:08:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "nobody decides on their own request, and nobody agrees twice in a round"

RULES = """
create function approvals_decision_apart() returns trigger language plpgsql as $$
begin
    if new.verdict in ('approve', 'reject', 'defer', 'return') and exists (
        select 1 from approvals_request r where r.id = new.request and r.person = new.decided_by
    ) then
        raise check_violation using message = 'nobody decides on their own request',
            constraint = 'approvals_decision_apart';
    end if;
    if new.verdict = 'approve' and exists (
        select 1 from approvals_decision d join approvals_request r on r.id = d.request
        join approvals_flow_version f on f.id = r.flow_version
        where d.request = new.request and d.round = new.round and d.id <> new.id and d.verdict = 'approve'
          and d.decided_by = new.decided_by
          and not coalesce((f.steps -> new.step ->> 'needs_upload')::boolean, false)
    ) then
        raise check_violation using message = 'nobody agrees twice in a round', constraint = 'approvals_decision_once_each';
    end if;
    return new;
end $$;
create trigger approvals_decision_apart before insert or update on approvals_decision
    for each row execute function approvals_decision_apart();
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_approvals", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RULES)

    manager.add_raw(run)
    return manager
