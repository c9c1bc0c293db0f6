"""How a module hands its tables and migrations to Piccolo."""

from collections.abc import Sequence
from pathlib import Path

from piccolo.conf.apps import AppConfig
from piccolo.table import Table


def app_config(name: str, file: str, tables: Sequence[type[Table]], requires: Sequence[str] = ("kernel",)) -> AppConfig:
    """`file` is the __file__ of the module's piccolo_app.py; `requires` are modules whose tables it refers to."""
    folders = {"kernel": "hrapp.kernel.piccolo_app"}
    return AppConfig(
        app_name=f"hrapp_{name}",
        migrations_folder_path=str(Path(file).parent / "migrations"),
        table_classes=list(tables),
        migration_dependencies=[folders.get(r, f"hrapp.modules.{r}.piccolo_app") for r in requires],
    )
