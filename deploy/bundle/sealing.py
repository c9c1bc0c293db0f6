"""The list of files, its signature, and the two shapes in which the bundle leaves."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
from pathlib import Path

SIGNED = "MANIFEST"


def seal(tree: Path, key: Path, epoch: int) -> None:
    """Write the list of everything in the tree, and sign it."""
    for path in sorted(tree.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise SystemExit(f"bundle: {path.relative_to(tree)} is neither a file nor a folder")
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (epoch, epoch))
    manifest = tree / SIGNED
    manifest.write_text("".join(_line(tree, path) for path in _files(tree)))
    sign(manifest, key)


def sign(file: Path, key: Path) -> None:
    out = file.with_name(file.name + ".sig")
    subprocess.run(
        ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", str(key), "-in", str(file), "-out", str(out)], check=True
    )


def public(key: Path, out: Path) -> None:
    subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-out", str(out)], check=True)


def fresh_key(path: Path) -> Path:
    """A key for a bundle that nobody is to trust: proofs and trials."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(path)], check=True)
        path.chmod(0o600)
    return path


def pack(tree: Path, out: Path, epoch: int) -> None:
    """One archive, the same to the byte for the same tree. What has to be read first comes first."""
    first = ["install", "check", SIGNED, f"{SIGNED}.sig", "RELEASE.json"]
    rest = [str(path.relative_to(tree)) for path in sorted(tree.rglob("*"))]
    names = [*first, *(name for name in rest if name not in first)]
    with tarfile.open(out, "w", format=tarfile.PAX_FORMAT) as archive:
        for name in names:
            member = archive.gettarinfo(str(tree / name), name)
            member.uid = member.gid = 0
            member.uname = member.gname = "root"
            member.mtime = epoch
            if member.isfile():
                with (tree / name).open("rb") as content:
                    archive.addfile(member, content)
            else:
                archive.addfile(member)


def _files(tree: Path) -> list[Path]:
    found = [path for path in tree.rglob("*") if path.is_file()]
    names = sorted((str(path.relative_to(tree)), path) for path in found)
    return [path for name, path in names if name not in (SIGNED, f"{SIGNED}.sig")]


def _line(tree: Path, path: Path) -> str:
    name = str(path.relative_to(tree))
    if any(character in name for character in " \n\\"):
        raise SystemExit(f"bundle: {name!r} has a character that a list of files cannot hold")
    stat = path.stat()
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {stat.st_size} {stat.st_mode & 0o777:o} {name}\n"
