"""`./run migration NAME "what changes"`: write a migration for a module whose tables changed."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from pathlib import Path

from piccolo.apps.migrations.commands.new import NoChanges, _create_new_migration

from hrapp.kernel import migrate


async def write(name: str, description: str) -> str:
    migrate.use_piccolo_conf()
    import hrapp.piccolo_conf as conf

    app = name if name.startswith("hrapp_") else f"hrapp_{name}"
    if app not in conf.APP_REGISTRY.app_configs:
        return f"there is no module {name}: choose one of {', '.join(sorted(conf.APP_REGISTRY.app_configs))}"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            made = await _create_new_migration(conf.APP_REGISTRY.app_configs[app], auto=True, description=description)
    except NoChanges:
        return f"the tables of {name} did not change"
    folder = Path(conf.APP_REGISTRY.app_configs[app].resolved_migrations_folder_path)
    _import_new_id(folder / f"{made.migration_filename}.py")
    return f"wrote {made.migration_filename}.py; read it before you commit it"


def _import_new_id(path: Path) -> None:
    """Piccolo writes out the table that a new foreign key points to, and forgets what its default needs."""
    text = path.read_text(encoding="utf-8")
    wanted = "from hrapp.kernel.ids import new_id\n"
    if "new_id" in text and wanted not in text:
        path.write_text(wanted + text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit('usage: ./run migration NAME "what changes"')
    print(asyncio.run(write(sys.argv[1], sys.argv[2])))
