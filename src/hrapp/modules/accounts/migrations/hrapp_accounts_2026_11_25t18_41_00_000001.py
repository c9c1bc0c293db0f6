from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel import keys
from hrapp.kernel.database import DB

ID = "2026-11-25T18:41:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "passwords that are there keep working"
CLOSED = True  # sessions have to bear a mark from here on


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_accounts", description=DESCRIPTION)

    async def run():
        rows = await DB.fetch("select id, password_hash from accounts_account where password_hash is not null")
        for row in rows:
            mark = keys.witness("accounts_account.password", row["id"], row["password_hash"])
            await DB.fetch("update accounts_account set password_mark = $2 where id = $1", row["id"], mark)

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
