"""What else belongs to a release on this machine: the settings of packages, the front door, timers. Its playbook
places them. It changes nothing that the pages need, so a failure is told and not a reason to go back."""

from __future__ import annotations

import argparse
from pathlib import Path

from hrapp_backup import lock
from hrapp_backup.files import write_json
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin import releases
from hrapp_admin.progress import Progress
from hrapp_admin.releases import Release
from hrapp_admin.site import Site

# The last of them is for the database's machine, which no upgrade reaches.
PLACED = ("release/ansible/", "release/systemd/drop-in/", "release/systemd/hrapp-database-disk.")


def due(site: Site, old: Release, new: Release) -> bool:
    """Whether there is anything to place: not where the release before placed the very same, and came to its end."""
    return unplaced(site).exists() or not _placed(new) or _placed(old) != _placed(new)


def unplaced(site: Site) -> Path:
    """While this file is there, a playbook did not come to its end."""
    return site.box.state / "unplaced.json"


def _placed(release: Release) -> list[str]:
    """The lines of the release's list of files that say what its playbook is."""
    try:
        lines = (release.path / "MANIFEST").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.rpartition(" ")[2].startswith(PLACED)]


def place(site: Site, release: Release, say: Progress) -> bool:
    """Run the playbook of this release. May be repeated; what is in place stays as it is."""
    if site.placed_elsewhere:
        write_json(unplaced(site), {"to": release.version})
        say.trouble(Trouble("place-elsewhere", version=release.version))
        return False
    play = release.path / "ansible" / "site.yml"
    if not play.exists():
        return True
    say("placing what else belongs to it", "更新本机其他配置")
    write_json(unplaced(site), {"to": release.version})
    told: list[str | Path] = ["-i", "inventory/single"]
    for more in (f"@{site.box.etc / 'site.json'}", f"hrapp_debs={site.incoming / 'unpacked/debs'}"):
        if Path(more.lstrip("@").rpartition("=")[2]).exists():  # what the installation was told, and packages
            told += ["-e", more]
    ansible = release.path / "ansible-venv" / "bin" / "ansible-playbook"
    done = run([ansible, *told, play], cwd=play.parent, more={"ANSIBLE_CONFIG": str(play.parent / "ansible.cfg")})
    say.note(done.out[-4000:])
    if done.code:
        say.fail()
        said = next((line for line in done.out.splitlines() if "fatal:" in line), done.first_error)
        write_json(unplaced(site), {"to": release.version, "detail": said[:500]})
        return False
    unplaced(site).unlink(missing_ok=True)
    say.end()
    return True


def verb(_: argparse.Namespace, site: Site, language: str) -> int:
    """`hrapp-admin place`: bring this machine's settings to what the current release wants."""
    say = Progress(language, site.logs / "upgrade.log")
    with lock.operation(site.box.lock, "place", patience=600):
        release = releases.current(site)
        if site.placed_elsewhere:
            raise Trouble("place-elsewhere", version=release.version)
        if not place(site, release, say):
            raise Trouble("not-placed", version=release.version, log=say.log)
    return 0
