from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T16:07:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "sessions of before know nothing of factors: everybody signs in again"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_accounts", description=DESCRIPTION)

    async def run():
        await DB.connection.execute("delete from accounts_session")

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
