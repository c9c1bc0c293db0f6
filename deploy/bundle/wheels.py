"""The application's wheel, and every wheel it and Ansible need, for the Python of each Debian."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.bundle.caching import kept

PYTHONS = ("3.11", "3.13")
GLIBC = 36  # Debian 12
PLATFORMS = [
    *(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC, 4, -1)),
    "manylinux2014_x86_64",
    "manylinux2010_x86_64",
    "manylinux1_x86_64",
]
# Not for a Debian with CPython; pip would ask its own interpreter, not the one the wheels are for.
ELSEWHERE = ("sys_platform == 'win32'", "implementation_name == 'pypy'", "platform_python_implementation == 'PyPy'")


def application(source: Path, version: str, out: Path, epoch: int) -> Path:
    """hrapp itself, from a copy of what belongs into it, with this version."""
    copy = out / "source"
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        copy.mkdir(exist_ok=True)
        shutil.copy2(source / name, copy / name)
    for folder in ("src", "templates"):
        shutil.copytree(
            source / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")
        )
    about = copy / "src/hrapp/__init__.py"
    about.write_text(
        re.sub(r'^__version__ = ".*"$', f'__version__ = "{version}"', about.read_text(), flags=re.MULTILINE)
    )
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(out),
        str(copy),
    ]
    subprocess.run(build, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)})
    shutil.rmtree(copy)
    (wheel,) = out.glob("hrapp-*.whl")
    return wheel


def third_party(lock: Path) -> Path:
    """Every wheel of a lock file, for both Pythons, checked against its hashes."""
    wanted = without_markers(lock.read_text())

    def download(folder: Path) -> None:
        (folder / "lock.txt").write_text(wanted)
        for python in PYTHONS:
            print(f"bundle: wheels of {lock.name} for Python {python}", flush=True)
            command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-input"]
            command += ["--only-binary=:all:", "--no-deps", "--require-hashes", "--python-version", python]
            command += ["--implementation", "cp", *(word for name in PLATFORMS for word in ("--platform", name))]
            subprocess.run([*command, "-r", str(folder / "lock.txt"), "-d", str(folder)], check=True)

    return kept(f"wheels-{lock.stem}", f"{PYTHONS} {PLATFORMS} {wanted}", download)


def without_markers(lock: str) -> str:
    """The lock for our two Debians: what is for others is left out, what is for either is for both."""
    kept_lines: list[str] = []
    dropping = False
    for line in lock.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith(" "):
            dropping = any(marker in line for marker in ELSEWHERE)
            line = re.sub(r"\s*;[^\\]*", " ", line)
        if not dropping:
            kept_lines.append(line.rstrip())
    return "\n".join(kept_lines) + "\n"


def locked(wanted: str, folder: Path, also: list[Path] = []) -> str:  # noqa: B006 (only read)
    """A lock with the hashes of exactly the files that are in the folder."""
    names = [line.split("==")[0].split("[")[0].strip() for line in wanted.splitlines() if not line.startswith(" ")]
    lines = []
    for name in names:
        files = [path for path in sorted(folder.glob("*.whl")) if _project(path) == _plain(name)]
        version = files[0].name.split("-")[1]
        lines += [f"{name}=={version} \\", *_hashes(files)]
    for wheel in also:
        lines += [f"{_project(wheel)}=={wheel.name.split('-')[1]} \\", *_hashes([wheel])]
    return "\n".join(lines) + "\n"


def _hashes(files: list[Path]) -> list[str]:
    lines = [f"    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


def _project(wheel: Path) -> str:
    return _plain(wheel.name.split("-")[0])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
