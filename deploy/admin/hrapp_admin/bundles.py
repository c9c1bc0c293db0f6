"""A bundle: checked in a folder that only root can write to, and only then used.

The signature covers the list of files, and the list covers every file: a file that it does not name is refused as
one that differs is.
"""

from __future__ import annotations

import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from hrapp_backup.files import contents, free_at, hash_of, read_json
from hrapp_backup.trouble import Trouble

from hrapp_admin import release_keys
from hrapp_admin.site import Site

MANIFEST, SIGNATURE = "MANIFEST", "MANIFEST.sig"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was unpacked and found to be as it was signed."""

    path: Path

    @property
    def told(self) -> dict[str, Any]:
        return read_json(self.path / "RELEASE.json")

    @property
    def version(self) -> str:
        return str(self.told["version"])

    @property
    def way(self) -> dict[str, Any]:
        """From which releases it can be reached: {"minimum": "1.0.0", "stops": ["1.4.0"]}."""
        return read_json(self.path / "upgrade-path.json")


def opened(site: Site, file: Path) -> Bundle:
    """Copy, unpack and check. What is refused is deleted again."""
    if not file.is_file():
        raise Trouble("bundle-missing", path=file)
    site.incoming.mkdir(parents=True, exist_ok=True)
    site.incoming.chmod(0o700)
    into = site.incoming / "unpacked"
    shutil.rmtree(into, ignore_errors=True)
    needed = file.stat().st_size + site.box.reserve
    if free_at(site.incoming) < needed:
        raise Trouble("no-room", path=site.incoming, free=size(free_at(site.incoming)), needed=size(needed))
    try:
        _unpack(file, into)
        checked(site, into, file)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise
    return Bundle(into)


def checked(site: Site, folder: Path, named: Path) -> None:
    """Is everything below this folder what was signed?"""
    manifest, signature = folder / MANIFEST, folder / SIGNATURE
    if not manifest.is_file() or not signature.is_file():
        raise Trouble("bundle-broken", path=named, detail="no MANIFEST")
    release_keys.must_be_of_ours(site, folder, manifest, named)
    listed = _listed(manifest, named)
    found = contents(folder)
    for name in (MANIFEST, SIGNATURE):
        found.pop(name, None)
    strange = next((p for p in sorted(folder.rglob("*")) if p.is_symlink() or not (p.is_file() or p.is_dir())), None)
    if strange is not None:
        raise Trouble("bundle-content", path=named, detail=f"{strange.relative_to(folder)} is no plain file")
    for path in sorted(set(listed) | set(found)):
        if path not in found:
            raise Trouble("bundle-content", path=named, detail=f"{path} is missing")
        if path not in listed:
            raise Trouble("bundle-content", path=named, detail=f"{path} is not in the list")
        if listed[path][:2] != found[path]:
            raise Trouble("bundle-content", path=named, detail=f"{path} differs")
    for path, (_, _, mode) in listed.items():
        (folder / path).chmod(mode)


def _listed(manifest: Path, named: Path) -> dict[str, tuple[int, str, int]]:
    """{path: (size, sha256, mode)}"""
    found = {}
    for line in manifest.read_text(encoding="utf-8").splitlines():
        parts = line.split(" ", 3)
        if len(parts) != 4 or not parts[1].isdigit():
            raise Trouble("bundle-content", path=named, detail="its list cannot be read")
        digest, length, mode, path = parts
        found[path] = (int(length), digest, int(mode, 8) & 0o755)
    return found


def _unpack(file: Path, into: Path) -> None:
    """Plain files and folders below `into`, whatever the archive says."""
    into.mkdir(mode=0o700)
    try:
        with file.open("rb") as whole:
            whole.seek(_begins(file))
            with tarfile.open(fileobj=whole, mode="r|") as archive:
                for member in archive:
                    _put(archive, member, into, file)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Trouble("bundle-broken", path=file, detail=error) from None


def _put(archive: tarfile.TarFile, member: tarfile.TarInfo, into: Path, file: Path) -> None:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts:
        raise Trouble("bundle-content", path=file, detail=f"{member.name} leads outside")
    target = into / name
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    if not member.isreg():
        raise Trouble("bundle-content", path=file, detail=f"{member.name} is no plain file")
    target.parent.mkdir(parents=True, exist_ok=True)
    source = archive.extractfile(member)
    assert source is not None
    with target.open("wb") as copy:
        length, _ = hash_of(source, copy)
    if length != member.size:
        raise Trouble("bundle-broken", path=file, detail=f"{member.name} ends early")


def _begins(file: Path) -> int:
    """A .run file is a script with the same archive behind a line that says so."""
    with file.open("rb") as whole:
        if whole.read(2) != b"#!":
            return 0
        whole.seek(0)
        read = 0
        for line in whole:
            read += len(line)
            if line.strip() == b"__BUNDLE__":
                return read
    raise Trouble("bundle-broken", path=file, detail="no archive in it")


def size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count / (1 << 20):.0f} MB"
