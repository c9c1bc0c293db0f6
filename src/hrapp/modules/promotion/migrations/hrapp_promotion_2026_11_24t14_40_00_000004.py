from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-24T14:40:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "one open eligibility and one running case per person"

FORWARDS = """
create unique index promotion_eligibility_open
    on promotion_eligibility (person, criteria_version) where closed_on is null;
create unique index promotion_case_running
    on promotion_case (person) where state in ('open', 'approved', 'scheduled', 'returned', 'deferred');
alter table promotion_criteria_version add constraint promotion_criteria_version_number check (version > 0);
"""

BACKWARDS = """
drop index promotion_case_running; drop index promotion_eligibility_open; alter table promotion_criteria_version drop constraint promotion_criteria_version_number;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_promotion", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
