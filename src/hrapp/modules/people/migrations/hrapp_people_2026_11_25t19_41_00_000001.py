from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T19:41:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "ID numbers go by a proof of who acts"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_people", description=DESCRIPTION)

    async def run():
        await DB.fetch("select kernel_go_by_proof('people_')")

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
