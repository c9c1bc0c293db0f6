"""Where the rig keeps things, and what it needs from the host."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SUITES = {"12": "bookworm", "13": "trixie"}
TOOLS = {
    "systemd-nspawn": "systemd-container",
    "mmdebstrap": "mmdebstrap",
    "ip": "iproute2",
    "dpkg-scanpackages": "dpkg-dev",
    "apt-ftparchive": "apt-utils",
    "zstd": "zstd",
    "openssl": "openssl",
    "curl": "curl",
}


class RigError(RuntimeError):
    """A sentence for the person who runs the rig."""


def cache() -> Path:
    """Bases, layers and machines; outside the repository, kept between runs."""
    folder = Path(os.environ.get("HRAPP_RIG_CACHE") or Path.home() / ".cache" / "hrapp-rig")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def why_not() -> str:
    """Why no machine can run here, or nothing."""
    if os.geteuid() != 0:
        return "machines need root"
    if not sys.platform.startswith("linux") or not Path("/sys/fs/cgroup").is_dir():
        return "machines need Linux with control groups"
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing and not shutil.which("apt-get"):
        return f"machines need {', '.join(missing)}"
    if _is_container_without_mounts():
        return "this host may not mount file systems"
    return ""


def install_tools() -> None:
    missing = sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})
    if not missing:
        return
    print(f"apt: installing {' '.join(missing)}", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if subprocess.run(wanted, env=env, capture_output=True).returncode:
        subprocess.run(["apt-get", "update", "-qq"], env=env, check=True)
        subprocess.run(wanted, env=env, check=True, stdout=subprocess.DEVNULL)


def _is_container_without_mounts() -> bool:
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(probe, capture_output=True).returncode != 0
