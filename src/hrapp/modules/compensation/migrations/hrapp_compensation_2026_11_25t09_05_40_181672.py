from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Numeric
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-25T09:05:40:181672"
VERSION = "1.38.0"
DESCRIPTION = "a proposal with its figures; whoever proposed does not decide"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_compensation", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="proposed_increment",
        db_column_name="proposed_increment",
        column_class_name="Numeric",
        column_class=Numeric,
        params={
            "default": None,
            "digits": (12, 2),
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

    manager.add_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="proposed_pct",
        db_column_name="proposed_pct",
        column_class_name="Numeric",
        column_class=Numeric,
        params={
            "default": None,
            "digits": None,
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

    manager.add_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="proposed_reason",
        db_column_name="proposed_reason",
        column_class_name="Text",
        column_class=Text,
        params={
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

    manager.add_constraint(
        table_class_name="Raise",
        tablename="compensation_raise",
        constraint_name="compensation_raise_approver",
        constraint_class=Check,
        params={
            "condition": "proposed_by is null or decided_by is null or proposed_by <> decided_by"
        },
        schema=None,
    )

    return manager
