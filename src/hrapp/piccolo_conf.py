"""What Piccolo's migration commands look for: the engine, and the tables of all installed modules.

Installed, not active: a module that is switched off keeps its tables and migrations.
"""

from piccolo.conf.apps import AppConfig, AppRegistry

from hrapp.kernel.database import DB
from hrapp.kernel.registry import discover

__all__ = ["APP_REGISTRY", "DB"]


def _path(config: AppConfig) -> str:
    """A module's piccolo_app.py lies beside its tables.py."""
    package, _, _ = config.table_classes[0].__module__.rpartition(".")
    return f"{package}.piccolo_app"


APP_REGISTRY = AppRegistry(
    ["hrapp.kernel.piccolo_app", *(_path(module.tables) for module in discover() if module.tables)]
)
