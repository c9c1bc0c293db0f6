from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-24T14:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "one open job per dedupe key; ranges of identifiers for exclusion constraints"

FORWARDS = """
create unique index kernel_job_open on kernel_job (name, dedupe) where state in ('queued', 'running');
create index kernel_job_due on kernel_job (run_at) where state in ('queued', 'running');
-- An exclusion constraint needs a gist operator for equality, and no extension may be assumed:
-- a range from an identifier to itself overlaps exactly the same identifier.
create type id_range as range (subtype = varchar, collation = "C");
"""

BACKWARDS = """
drop type id_range; drop index kernel_job_due; drop index kernel_job_open;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_kernel", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
