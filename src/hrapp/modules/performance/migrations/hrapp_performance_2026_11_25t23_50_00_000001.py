from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB
from hrapp.kernel.journal import journalled

ID = "2026-11-25T23:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "a person has one form of a title and period, a position one of a title; imports of forms can be undone"

FORWARDS = """
create unique index performance_form_of_person on performance_form (person, period, title) where person is not null;
create unique index performance_form_of_position on performance_form (position, title) where person is null;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_performance", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)
        await DB.fetch(journalled("performance_form"))
        await DB.fetch(journalled("performance_form_item", "form"))

    async def undo():
        await DB.connection.execute("drop index performance_form_of_person; drop index performance_form_of_position")
        for table in ("performance_form", "performance_form_item"):
            await DB.fetch(f"drop trigger kernel_journal on {table}")

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
