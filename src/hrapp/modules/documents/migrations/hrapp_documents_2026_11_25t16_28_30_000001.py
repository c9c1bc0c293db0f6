from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel import keys
from hrapp.kernel.database import DB

ID = "2026-11-25T16:28:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "files that people handed in are sealed"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_documents", description=DESCRIPTION)

    async def run():
        rows = await DB.fetch("select id, person from documents_document where content is not null")
        opened = await keys.for_writing("files", [row["person"] for row in rows]) if rows else {}
        place = keys.Place("documents_document", "content", bytes)
        for row in rows:  # one at a time: each may have megabytes
            content = await DB.value("select content from documents_document where id = $1", row["id"])
            sealed = opened[row["person"]].seal(place, row["id"], bytes(content))
            await DB.fetch("update documents_document set content = $2 where id = $1", row["id"], sealed)

    manager.add_raw(run)
    return manager
