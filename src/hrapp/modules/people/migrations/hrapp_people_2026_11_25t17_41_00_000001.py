from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T17:41:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "functions that run as the owner look at temporary tables last"

# Unless pg_temp is named, it is searched first: a temporary table of the caller's would answer for the real one.
FUNCTIONS = ("people_identity_known(varchar)",)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_people", description=DESCRIPTION)

    async def run():
        for function in FUNCTIONS:
            await DB.connection.execute(f"alter function {function} set search_path = pg_catalog, public, pg_temp")

    manager.add_raw(run)
    return manager
