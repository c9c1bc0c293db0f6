"""`./run migration NAME "what changes"`: write a migration for a module whose tables changed."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys

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
    return f"wrote {made.migration_filename}.py; read it before you commit it"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit('usage: ./run migration NAME "what changes"')
    print(asyncio.run(write(sys.argv[1], sys.argv[2])))
