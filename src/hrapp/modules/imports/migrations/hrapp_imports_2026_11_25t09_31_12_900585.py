from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-25T09:31:12:900585"
VERSION = "1.38.0"
DESCRIPTION = "lines keep their order and their gravest note"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_imports", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Line",
        tablename="imports_line",
        column_name="level",
        db_column_name="level",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 5,
            "default": "",
            "null": False,
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

    manager.add_column(
        table_class_name="Line",
        tablename="imports_line",
        column_name="ordinal",
        db_column_name="ordinal",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
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

    manager.add_constraint(
        table_class_name="Line",
        tablename="imports_line",
        constraint_name="imports_line_level",
        constraint_class=Check,
        params={"condition": "level in ('', 'info', 'warn', 'error')"},
        schema=None,
    )

    return manager
