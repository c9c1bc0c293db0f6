from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-25T16:06:11:885237"
VERSION = "1.38.0"
DESCRIPTION = "pay and raises stand in the database sealed alone"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="hrapp_compensation", description=DESCRIPTION
    )

    manager.drop_column(
        table_class_name="PayRecord",
        tablename="compensation_pay_record",
        column_name="base",
        db_column_name="base",
        schema=None,
    )

    manager.drop_column(
        table_class_name="PayRecord",
        tablename="compensation_pay_record",
        column_name="components",
        db_column_name="components",
        schema=None,
    )

    manager.drop_column(
        table_class_name="PayRecord",
        tablename="compensation_pay_record",
        column_name="reason",
        db_column_name="reason",
        schema=None,
    )

    manager.drop_column(
        table_class_name="RaiseRound",
        tablename="compensation_raise_round",
        column_name="base_total",
        db_column_name="base_total",
        schema=None,
    )

    manager.drop_column(
        table_class_name="RaiseRound",
        tablename="compensation_raise_round",
        column_name="budget",
        db_column_name="budget",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="base",
        db_column_name="base",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="decided_increment",
        db_column_name="decided_increment",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="decided_pct",
        db_column_name="decided_pct",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="inputs",
        db_column_name="inputs",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="proposed_increment",
        db_column_name="proposed_increment",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="proposed_pct",
        db_column_name="proposed_pct",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="proposed_reason",
        db_column_name="proposed_reason",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="reason",
        db_column_name="reason",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="reason_none",
        db_column_name="reason_none",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="suggested_increment",
        db_column_name="suggested_increment",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Raise",
        tablename="compensation_raise",
        column_name="suggested_pct",
        db_column_name="suggested_pct",
        schema=None,
    )

    manager.drop_constraint(
        table_class_name="PayRecord",
        tablename="compensation_pay_record",
        constraint_name="compensation_pay_record_base",
        schema=None,
    )

    return manager
