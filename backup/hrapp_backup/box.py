"""Where everything is on this machine, and how its programs are called. A test gives folders of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hrapp_backup.elsewhere import Elsewhere, told
from hrapp_backup.programs import Done, run

Progress = Callable[[str, str], None]  # (in English, in Chinese): what begins now


RECOVERY = "hrapp-upgrade-recover.service"


def _own_unit() -> str:
    """The control group of this process, which systemd names after the unit."""
    try:
        return Path("/proc/self/cgroup").read_text()
    except OSError:
        return ""


def silent(_english: str, _chinese: str) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Box:
    """The defaults are the appliance's."""

    etc: Path = Path("/etc/hrapp")
    data: Path = Path("/var/lib/hrapp")
    runtime: Path = Path("/run/hrapp")
    release: Path = Path("/opt/hrapp/current")
    web_socket: Path | None = Path("/run/hrapp/web.sock")
    postgres_socket: str = "/run/postgresql"
    postgres_programs: Path | None = None  # None: Debian's folder of the server's major version
    elsewhere: Elsewhere | None = None  # where the database is when it is on another machine
    superuser: str = "postgres"
    database: str = "hrapp"
    owner: str = "hrapp_owner"
    restic_program: Path | None = None
    hrapp_program: Path | None = None
    app_user: str | None = "hrapp"  # None: whoever we are
    owner_user: str | None = "hrapp-owner"
    scratch_user: str | None = "postgres"
    stopping: tuple[tuple[str, ...], ...] = (
        ("systemctl", "stop", "hrapp-web.socket", "hrapp-web.service", "hrapp-worker.service"),
    )
    starting: tuple[tuple[str, ...], ...] = (
        ("systemctl", "start", "hrapp-web.socket", "hrapp-web.service", "hrapp-worker.service"),
    )
    reserve: int = 256 << 20  # bytes that stay free on a disk that we write to

    def at_boot(self) -> Box:
        """Before the application's units: they start by themselves afterwards, and nobody answers yet."""
        return replace(self, stopping=(), starting=(), web_socket=None)

    def as_told(self) -> Box:
        """With the database where the settings of this machine say that it is."""
        return replace(self, elsewhere=told(self.config))

    def here(self) -> Box:
        """This box, for whoever may be the unit that puts things right at boot: units that come after that one must
        not be waited for in it, or both wait for ever."""
        return self.at_boot() if RECOVERY in _own_unit() else self

    @property
    def config(self) -> Path:
        return self.etc / "config.toml"

    @property
    def credentials(self) -> Path:
        return self.etc / "credentials"

    @property
    def class_keys(self) -> Path:
        return self.credentials / "keys"

    @property
    def key_file(self) -> Path:
        return self.credentials / "backup.key"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def audit(self) -> Path:
        return self.data / "audit"

    @property
    def state(self) -> Path:
        return self.data / "state"

    @property
    def work(self) -> Path:
        return self.data / "backup"

    @property
    def scratch(self) -> Path:
        return self.data / "drill"

    @property
    def lock(self) -> Path:
        return self.runtime / "op.lock"

    @property
    def restic(self) -> Path:
        return self.restic_program or self.release / "bin" / "restic"

    @property
    def hrapp(self) -> Path:
        return self.hrapp_program or self.release / "venv" / "bin" / "hrapp"

    def url(self, role: str, database: str, socket: str | None = None) -> str:
        if self.elsewhere and not socket:
            return self.elsewhere.address(role, database)
        return f"postgresql://{role}@/{database}?host={socket or self.postgres_socket}"

    def app(
        self, arguments: list[str], database: str, *, socket: str | None = None, more: Mapping[str, str] | None = None
    ) -> Done:
        """A command of the application on a database of this name, as the application's user."""
        settings = self._app_settings(database, socket, more, "credentials-db")
        return run([self.hrapp, *arguments], more=settings, user=self.app_user)

    def migrate(
        self, arguments: list[str], database: str, *, socket: str | None = None, more: Mapping[str, str] | None = None
    ) -> Done:
        """As the owner of the database, who alone may change its schema."""
        settings = self._app_settings(database, socket, more, "credentials-owner")
        return run([self.hrapp, "migrate", *arguments], more=settings, user=self.owner_user)

    def _app_settings(
        self, database: str, socket: str | None, more: Mapping[str, str] | None, passwords: str
    ) -> dict[str, str]:
        settings = {
            "HRAPP_DATABASE_URL": self.url(self.owner, database, socket),
            "HRAPP_WEB_DATABASE_URL": self.url("hrapp_web", database, socket),
            "HRAPP_PAY_DATABASE_URL": self.url("hrapp_pay", database, socket),
            "HRAPP_IMPORT_DATABASE_URL": self.url("hrapp_import", database, socket),
            "HRAPP_SEAL_DATABASE_URL": self.url("hrapp_seal", database, socket),
            **(self.elsewhere.reached_from(self.etc, passwords) if self.elsewhere and not socket else {}),
            **(more or {}),
        }
        if self.config.exists():
            settings["HRAPP_CONFIG"] = str(self.config)
        return settings

    def own(self, path: Path, user: str | None) -> None:
        """Give a folder of ours to the user who works in it."""
        if user is not None and os.geteuid() == 0:
            shutil.chown(path, user, user)
