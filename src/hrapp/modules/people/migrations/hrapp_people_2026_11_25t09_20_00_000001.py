from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T09:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "a contract may be for a project"

FORWARDS = """
alter table people_person drop constraint people_person_contract;
alter table people_person add constraint people_person_contract check (contract_kind in ('fixed', 'open_ended', 'project'));
"""

BACKWARDS = """
update people_person set contract_kind = 'fixed' where contract_kind = 'project';
alter table people_person drop constraint people_person_contract;
alter table people_person add constraint people_person_contract check (contract_kind in ('fixed', 'open_ended'));
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_people", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
