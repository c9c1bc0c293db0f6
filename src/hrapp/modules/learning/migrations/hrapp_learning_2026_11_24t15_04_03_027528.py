from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T15:04:03:027528"
VERSION = "1.38.0"
DESCRIPTION = "where an advice rule comes from"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_learning", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="AdviceRule",
        tablename="learning_advice_rule",
        column_name="source",
        db_column_name="source",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 100,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
