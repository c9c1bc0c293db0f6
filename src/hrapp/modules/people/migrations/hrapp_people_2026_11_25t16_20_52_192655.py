from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-25T16:20:52:192655"
VERSION = "1.38.0"
DESCRIPTION = "the ID number stands sealed alone"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_people", description=DESCRIPTION
    )

    manager.drop_column(
        table_class_name="Person",
        tablename="people_person",
        column_name="id_no",
        db_column_name="id_no",
        schema=None,
    )

    return manager
