"""The copy of the database that an upgrade makes behind the closed door, and putting it back."""

from __future__ import annotations

from hrapp_backup.database import Server, name
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site


def server(site: Site) -> Server:
    return Server(site.box)


def pre(site: Site, version: str) -> str:
    return f"{site.box.database}_pre_{version}"


def failed(site: Site, version: str) -> str:
    return f"{site.box.database}_failed_{version}"


def make(site: Site, version: str) -> str:
    """A copy of the files, which takes seconds; nobody is connected, the doors are closed."""
    talk, copy = server(site), pre(site, version)
    talk.drop(copy)
    talk.drop(failed(site, version))
    talk.disconnect(site.box.database)
    talk.ask(
        f"create database {name(copy)} template {name(site.box.database)} owner {name(site.box.owner)}"
        " strategy file_copy",
        "postgres",
    )
    return copy


def put_back(site: Site, version: str) -> bool:
    """Swap by two renames. May be killed between them and called again; answers whether the copy is in use now."""
    talk, real, copy, broken = server(site), site.box.database, pre(site, version), failed(site, version)
    if not talk.exists(copy):
        if not talk.exists(real):
            raise Trouble("still-broken", detail=f"neither {real} nor {copy} is there")
        return False
    if talk.exists(real):
        talk.copy_rights(real, copy)
        talk.disconnect(real)
        talk.drop(broken)
        talk.ask(f"alter database {name(real)} rename to {name(broken)}", "postgres")
    talk.disconnect(copy)
    talk.ask(f"alter database {name(copy)} rename to {name(real)}", "postgres")
    return True


def let_go(site: Site, version: str) -> None:
    """It worked, or nothing had begun: the copy is not needed."""
    server(site).drop(pre(site, version))


def end_migrators(site: Site) -> None:
    """A migrator that was killed may leave its connection, with its locks."""
    server(site).ask(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'hrapp-migrate'",
        "postgres",
    )
