"""`./run bundle [--of TAG] [--version X.Y.Z] [--out DIR]`: hrapp-X.Y.Z.bundle and hrapp-X.Y.Z.run, the same archive twice."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.bundle import debs, keys, released, sealing, wheels
from deploy.bundle.notes import notes
from deploy.bundle.sbom import sbom

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
RELEASE = {"admin": "deploy/admin", "backup": "backup", "ansible": "deploy/ansible", "systemd": "deploy/systemd"}
JUNK = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bundle", description="Build the file that a company installs.")
    parser.add_argument("--version", help="X.Y.Z; otherwise the one of the source")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--of", metavar="TAG", help="a release as it was: its sources, by its own recipe")
    parser.add_argument("--source", type=Path, default=ROOT, help="another tree of hrapp")
    parser.add_argument("--suite", choices=[*debs.SUITES], action="append", help="only this Debian (proofs)")
    parser.add_argument("--renew", action="store_true", help="Debian packages of today; always so for a release")
    chosen = parser.parse_args()
    if chosen.of:
        again(chosen.of, chosen.out.resolve(), chosen.version, tuple(chosen.suite or ()), renew=chosen.renew)
        return
    built = bundle(chosen.source, chosen.out, chosen.version, tuple(chosen.suite or debs.SUITES), renew=chosen.renew)
    print(f"{built}  {built.stat().st_size / 1e6:.0f} MB")
    print(built.with_suffix(".run"))


def again(
    tag: str,
    out: Path,
    version: str | None = None,
    suites: tuple[str, ...] = (),
    *,
    key: Path | None = None,
    renew: bool = False,
) -> None:
    """The bundle of a release, or of any commit, built by what was the recipe then. Debian's packages are those of
    today, or those that are kept; everything else is what it was, to the byte."""
    command = [sys.executable, "-m", "deploy.bundle.build", "--out", str(out)]
    command += ["--version", version] if version else []
    command += [word for suite in suites for word in ("--suite", suite)]
    given = key or os.environ.get("HRAPP_RELEASE_KEY")
    env = os.environ | ({"HRAPP_RELEASE_KEY": str(Path(given).resolve())} if given else {})
    with released.worktree(ROOT, tag) as folder:
        subprocess.run([*command, *(["--renew"] if renew else [])], cwd=folder, env=env, check=True)


def bundle(
    source: Path,
    out: Path,
    version: str | None = None,
    suites: tuple[str, ...] = tuple(debs.SUITES),
    *,
    key: Path | None = None,
    renew: bool = False,
) -> Path:
    """The .bundle; the .run lies beside it."""
    version = version or _version(source)
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise SystemExit(f"bundle: a version is X.Y.Z, not {version}")
    out.mkdir(parents=True, exist_ok=True)
    epoch, commit = _commit(source)
    trial = key is not None or not os.environ.get("HRAPP_RELEASE_KEY")  # proofs sign with keys of their own
    key = key or _key(out)
    with tempfile.TemporaryDirectory(prefix="hrapp-bundle-", dir=out) as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        known = _wheels(source, version, tree / "wheels", epoch)
        _debs(source, tree, suites, renew)
        restic = _release(source, tree, renew)
        told = {"version": version, "built": _day(epoch), "commit": commit, **known}
        told |= {"python": list(wheels.PYTHONS), "debian": sorted(debs.SUITES[suite] for suite in suites)}
        _write(tree / "RELEASE.json", json.dumps(told, indent=2) + "\n")
        for language, text in notes(source, version).items():
            _write(tree / f"NOTES.{language}.md", text)
        _write(tree / "upgrade-path.json", json.dumps(released.way(source, version), indent=2) + "\n")
        for name in ("install", "check", "answers.py", "bring_back.py"):
            shutil.copy2(HERE / name, tree / name)
            (tree / name).chmod(0o644 if name.endswith(".py") else 0o755)
        (tree / "keys").mkdir()
        sealing.public(key, tree / "keys/release.pub")
        for path in keys.carried(source / "deploy/bundle/statements", key, trial):
            (tree / "keys/statements").mkdir(exist_ok=True)
            shutil.copy2(path, tree / "keys/statements" / path.name)
        _write(tree / "sbom.spdx.json", json.dumps(sbom(tree, version, restic, epoch), indent=1) + "\n")
        sealing.seal(tree, key, epoch)
        made = Path(folder) / "made"
        sealing.pack(tree, made, epoch)
        _run_file(made, out / f"hrapp-{version}.run", version)
        made.replace(out / f"hrapp-{version}.bundle")
    return out / f"hrapp-{version}.bundle"


def _wheels(source: Path, version: str, folder: Path, epoch: int) -> dict[str, object]:
    folder.mkdir()
    hrapp = wheels.application(source, version, folder, epoch)
    for lock, name, own in (("app.txt", "app.txt", [hrapp]), ("appliance.txt", "ansible.txt", [])):
        found = wheels.third_party(source / "requirements" / lock)
        for wheel in sorted(found.glob("*.whl")):
            shutil.copy2(wheel, folder / wheel.name)
        _write(folder / name, wheels.locked((found / "lock.txt").read_text(), found, own))
    return _schema(hrapp)


def _schema(wheel: Path) -> dict[str, object]:
    """What the release itself says it knows of the schema."""
    with tempfile.TemporaryDirectory() as folder:
        unpack = [sys.executable, "-m", "zipfile", "-e", str(wheel), folder]
        subprocess.run(unpack, check=True)
        ask = [sys.executable, "-c", "from hrapp.cli import main; main(['migrate', '--known', '--json'])"]
        env = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        said = subprocess.run(ask, check=True, capture_output=True, text=True, env=env, cwd=folder).stdout
        about = (Path(folder) / "hrapp/__init__.py").read_text()
    known = json.loads(said.strip().splitlines()[-1])
    oldest = re.search(r'^OLDEST_CODE = "(.*)"$', about, re.MULTILINE)
    return {"head": known["head"], "max_head": known["known"], "oldest_code": oldest[1] if oldest else ""}


def _debs(source: Path, tree: Path, suites: tuple[str, ...], renew: bool) -> None:
    for suite in suites:
        shutil.copytree(debs.sets(source, suite, renew), tree / "debs" / suite)


def _release(source: Path, tree: Path, renew: bool) -> str:
    for name, folder in RELEASE.items():
        shutil.copytree(source / folder, tree / "release" / name, ignore=JUNK)
    found = debs.restic(renew)
    (tree / "release/bin").mkdir()
    shutil.copy2(found / "restic", tree / "release/bin/restic")
    shutil.copy2(found / "copyright", tree / "release/bin/restic.copyright")
    shutil.copy2(HERE / "check", tree / "release/bin/check-bundle")
    return (found / "version").read_text()


def _run_file(archive: Path, out: Path, version: str) -> None:
    stub = (HERE / "stub").read_text().replace("@VERSION@", version).replace("@BYTES@", str(archive.stat().st_size))
    with out.open("wb") as whole, archive.open("rb") as content:
        whole.write(stub.encode())
        shutil.copyfileobj(content, whole)
    out.chmod(0o755)


def _key(out: Path) -> Path:
    given = os.environ.get("HRAPP_RELEASE_KEY")
    if given:
        return Path(given)
    print("bundle: no HRAPP_RELEASE_KEY; signed with a key for trials, which nobody should trust", flush=True)
    return sealing.fresh_key(out / "trial-release.key")


def _version(source: Path) -> str:
    found = re.search(r'^__version__ = "(.*)"$', (source / "src/hrapp/__init__.py").read_text(), re.MULTILINE)
    assert found
    return found[1]


def _commit(source: Path) -> tuple[int, str]:
    """The time every file of the bundle bears, and where it comes from."""
    said = subprocess.run(["git", "-C", str(source), "log", "-1", "--format=%ct %H"], capture_output=True, text=True)
    when, _, commit = said.stdout.strip().partition(" ")
    return int(os.environ.get("SOURCE_DATE_EPOCH") or when or time.time()), commit


def _day(epoch: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
