from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T19:41:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "votes, loans and heads for a while go by a proof of who acts"

# A loan is the lender's own to make, and the two sides say who leads a department for a while.
RULES = """
alter table rbac_delegation enable row level security, force row level security;
alter table rbac_acting enable row level security, force row level security;
create policy rbac_delegation_keeper on rbac_delegation to current_user using (true);
create policy rbac_acting_keeper on rbac_acting to current_user using (true);
do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        create policy rbac_delegation_import on rbac_delegation to hrapp_import using (true);
        create policy rbac_acting_import on rbac_acting to hrapp_import using (true);
        create policy rbac_delegation_read on rbac_delegation for select to hrapp_web, hrapp_pay using (true);
        create policy rbac_acting_read on rbac_acting for select to hrapp_web, hrapp_pay using (true);
        create policy rbac_delegation_own on rbac_delegation for insert to hrapp_web
            with check (giver = (select kernel_actor()));
        create policy rbac_delegation_end on rbac_delegation for update to hrapp_web
            using ((select kernel_actor()) in (giver, taker));
        create policy rbac_acting_two on rbac_acting for insert to hrapp_web
            with check ((select rbac_family(kernel_actor())) in ('hr', 'general_manager'));
        revoke update on rbac_acting from hrapp_web;
    end if;
end $do$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_rbac", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RULES)
        await DB.fetch("select kernel_go_by_proof('rbac_')")

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
