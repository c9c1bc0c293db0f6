from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Bytea

ID = "2026-11-25T16:25:10:262702"
VERSION = "1.38.0"
DESCRIPTION = "what is kept of imported files stands sealed alone"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_imports", description=DESCRIPTION
    )

    manager.drop_column(
        table_class_name="Line",
        tablename="imports_line",
        column_name="changes",
        db_column_name="changes",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Line",
        tablename="imports_line",
        column_name="notes",
        db_column_name="notes",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Line",
        tablename="imports_line",
        column_name="subject",
        db_column_name="subject",
        schema=None,
    )

    manager.alter_column(
        table_class_name="Line",
        tablename="imports_line",
        column_name="sealed",
        db_column_name="sealed",
        params={"default": None},
        old_params={"default": b""},
        column_class=Bytea,
        old_column_class=Bytea,
        schema=None,
    )

    return manager
