"""The machine as `hrapp-admin` sees it: the backup's Box, and beside it releases, units and logs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hrapp_backup.box import Box


@dataclass(frozen=True, slots=True)
class Site:
    """The defaults are the appliance's; a test gives folders of its own."""

    box: Box = field(default_factory=Box)
    opt: Path = Path("/opt/hrapp")
    units: Path = Path("/etc/systemd/system")
    passing_units: Path = Path("/run/systemd/system")
    logs: Path = Path("/var/log/hrapp")
    clusters: Path = Path("/etc/postgresql")
    nginx_log: Path = Path("/var/log/nginx/hrapp.access.log")
    python: str = "/usr/bin/python3"
    hrapp: str = "/usr/local/bin/hrapp"  # the application as its own user, with its keys
    openssl: str = "/usr/bin/openssl"
    systemctl: tuple[str, ...] = ("systemctl",)

    @property
    def at_boot(self) -> bool:
        """We are the unit that puts things right before the pages and jobs are started. They start by themselves
        after it: whoever waited for them in there would wait until the end of its patience, and they with it."""
        return not self.box.here().starting

    @property
    def releases(self) -> Path:
        return self.opt / "releases"

    @property
    def incoming(self) -> Path:
        """Root's alone: what is checked here is what is used."""
        return self.opt / "incoming"

    @property
    def closed(self) -> Path:
        """While this file is there nginx shows the maintenance page."""
        return self.box.state / "closed"

    @property
    def placed_elsewhere(self) -> bool:
        """A control machine placed this one with others, and knows them; this machine does not."""
        return (self.box.etc / "placed-from-elsewhere").exists()

    @property
    def upgrade_state(self) -> Path:
        return self.box.state / "upgrade.json"

    @property
    def release_key(self) -> Path:
        """The public key that later bundles are checked with; the first install put it here."""
        return self.box.etc / "release.pub"
