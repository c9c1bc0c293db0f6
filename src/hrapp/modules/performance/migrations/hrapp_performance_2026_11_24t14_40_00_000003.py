from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-24T14:40:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "one current version of a metric value"

FORWARDS = """
create unique index performance_metric_value_current
    on performance_metric_value (person, metric, period) where current;
"""

BACKWARDS = """
drop index performance_metric_value_current;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_performance", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
