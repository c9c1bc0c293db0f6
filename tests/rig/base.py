"""The bare Debian a machine stands on: made once per release and package list, then only read."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.rig.places import SUITES, RigError, cache, install_tools

# What a Debian has that somebody installed from the usual image and did nothing with.
PACKAGES = (
    "systemd,systemd-sysv,dbus,python3,iproute2,ca-certificates,openssl,procps,sudo,kmod,udev,less,adduser,logrotate"
)
APT = {  # the machine room's own clock may be far from the mirror's
    "Acquire::Languages": "none",
    "Acquire::Check-Valid-Until": "false",
}


def base(suite: str) -> Path:
    """The folder of the unpacked Debian `12` or `13`."""
    if suite not in SUITES:
        raise RigError(f"There is no Debian {suite} here, only {' and '.join(SUITES)}.")
    key = hashlib.sha256(f"1 {SUITES[suite]} {PACKAGES}".encode()).hexdigest()[:10]
    folder = cache() / f"base-{suite}-{key}"
    with locked(f"base-{suite}"):
        if not (folder / "etc/os-release").exists():
            _make(suite, folder)
    return folder


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Two runs at once build a thing once."""
    with (cache() / f".{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make(suite: str, folder: Path) -> None:
    install_tools()
    print(f"rig: making a bare Debian {suite}, once", flush=True)
    begun = time.monotonic()
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    options = [f'--aptopt={name} "{value}"' for name, value in APT.items()]
    command = [
        "mmdebstrap",
        "--quiet",
        "--variant=minbase",
        f"--include={PACKAGES}",
        *options,
        SUITES[suite],
        str(part),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise RigError(f"No bare Debian {suite} could be made:\n{done.stderr[-2000:]}")
    _finish(part)
    part.rename(folder)
    print(f"rig: Debian {suite} ready after {time.monotonic() - begun:.0f} s", flush=True)


def _finish(root: Path) -> None:
    """A machine of its own: no name, no identity and no debris of the host it was made on."""
    for name in ("etc/machine-id", "var/lib/dbus/machine-id"):
        (root / name).unlink(missing_ok=True)
    (root / "etc/machine-id").write_text("uninitialized\n")
    (root / "etc/resolv.conf").unlink(missing_ok=True)
    (root / "etc/resolv.conf").write_text("")
    (root / "etc/hostname").unlink(missing_ok=True)
    for line in ("console-getty.service", "getty.target", "systemd-networkd-wait-online.service"):
        unit = root / "etc/systemd/system" / line
        unit.unlink(missing_ok=True)
        unit.symlink_to("/dev/null")  # nobody sits at these machines
