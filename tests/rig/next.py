"""Releases that do not exist yet: the tree of this one, changed as the next might be."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("src", "templates", "deploy", "backup", "requirements", "pyproject.toml", "README.md", "LICENSE")
LOGS = ("CHANGELOG.md", "CHANGELOG.zh-CN.md", "docs/releases.json")

MIGRATION = '''"""Made by the proof of the appliance: a table that the next release has."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "{moment}"
VERSION = "1.0.0"
DESCRIPTION = "a table of the next release"
{closed}

async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hrapp_notify", description=DESCRIPTION)

    async def run() -> None:
        await DB.connection.execute("{sql}")

    manager.add_raw(run)
    return manager
'''


def tree(into: Path) -> Path:
    """A copy of what a bundle is built from."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    for name in (*PARTS, *LOGS):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            (into / name).parent.mkdir(exist_ok=True)
            shutil.copy2(source, into / name)
    return into


def with_migration(source: Path, moment: str, sql: str, closed: bool) -> Path:
    folder = source / "src/hrapp/modules/notify/migrations"
    stamp = moment.replace("-", "_").replace(":", "_").replace("T", "t")
    text = MIGRATION.format(moment=moment, sql=sql, closed="CLOSED = True\n" if closed else "")
    (folder / f"hrapp_notify_{stamp}.py").write_text(text)
    return source


def placed_otherwise(source: Path) -> Path:
    """A release whose playbook places something else than the one before: its settings of the web server say more."""
    settings = source / "deploy/ansible/roles/proxy/templates/site.conf.j2"
    assert settings.exists()
    settings.write_text(settings.read_text() + "# the next release\n")
    return source


def broken(source: Path) -> Path:
    """Starts and says that it is ready, and still does not work: the page that everybody meets first is an error."""
    page = source / "templates/accounts/sign_in.html"
    whole = page.read_text()
    assert "{% block content %}" in whole
    page.write_text(whole.replace("{% block content %}", "{% block content %}{{ 1 // 0 }}"))
    return source
