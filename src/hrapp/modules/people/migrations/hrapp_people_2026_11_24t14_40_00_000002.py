from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-24T14:40:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "no two assignments of a person overlap"

FORWARDS = """
alter table people_assignment add constraint people_assignment_no_overlap exclude using gist (
    id_range(person, person, '[]') with &&, daterange(since, until, '[)') with &&
);
create index people_assignment_current on people_assignment (person, since desc);
"""

BACKWARDS = """
alter table people_assignment drop constraint people_assignment_no_overlap; drop index people_assignment_current;
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
