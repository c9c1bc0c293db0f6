from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Bytea
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-26T20:03:55:365827"
VERSION = "1.38.0"
DESCRIPTION = "a job reads large imports again"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_imports", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Batch",
        tablename="imports_batch",
        column_name="answers_before",
        db_column_name="answers_before",
        column_class_name="Bytea",
        column_class=Bytea,
        params={
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

    manager.add_column(
        table_class_name="File",
        tablename="imports_file",
        column_name="content_before",
        db_column_name="content_before",
        column_class_name="Bytea",
        column_class=Bytea,
        params={
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

    manager.drop_constraint(
        table_class_name="Batch",
        tablename="imports_batch",
        constraint_name="imports_batch_known_state",
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Batch",
        tablename="imports_batch",
        constraint_name="imports_batch_state_is_known",
        constraint_class=Check,
        params={
            "condition": "state in ('reading', 'read', 'rereading', 'applying', 'applied', 'undone', 'abandoned', 'failed')"
        },
        schema=None,
    )

    return manager
