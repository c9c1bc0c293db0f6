from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel import keys
from hrapp.kernel.database import DB

ID = "2026-11-25T18:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "what lets somebody in is bound to a key outside the database; everybody signs in again"
CLOSED = True  # sessions have to bear a mark from here on

_SEED = "accounts_factor.seed"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_accounts", description=DESCRIPTION)

    async def run():
        await DB.fetch("delete from accounts_session")
        for table in ("accounts_code", "accounts_recovery"):
            for row in await DB.fetch(f"select id, code_hash from {table}"):
                hashed = keys.witness("accounts_code", row["code_hash"])
                await DB.fetch(f"update {table} set code_hash = $2 where id = $1", row["id"], hashed)
        for row in await DB.fetch("select id, account, secret_hash, spent from accounts_device"):
            spent = [row["spent"][at : at + 32] for at in range(0, len(row["spent"]), 32)]
            hashed, *before = (keys.witness("accounts_device", row["account"], h) for h in (row["secret_hash"], *spent))
            await DB.fetch(
                "update accounts_device set secret_hash = $2, spent = $3 where id = $1", row["id"], hashed, b"".join(before)
            )
        for row in await DB.fetch("select id, account, seed from accounts_factor"):
            seed = keys.open_secret(_SEED, row["id"], row["seed"])
            sealed = keys.seal_secret(_SEED, f"{row['account']}|{row['id']}", seed)
            await DB.fetch("update accounts_factor set seed = $2 where id = $1", row["id"], sealed)

    async def undo():
        pass

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
