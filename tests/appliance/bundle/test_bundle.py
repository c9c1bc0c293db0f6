"""A bundle is refused unless it is, to the byte and to the file, what was signed."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.bundle import sealing, wheels
from deploy.bundle.notes import section
from deploy.bundle.sbom import sbom

CHECK = Path(__file__).parents[3] / "deploy/bundle/check"
EPOCH = 1_700_000_000


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return sealing.fresh_key(tmp_path / "release.key")


@pytest.fixture
def tree(tmp_path: Path, key: Path) -> Path:
    made = tmp_path / "tree"
    for name, text in {
        "install": "#!/bin/sh\n",
        "check": "x",
        "RELEASE.json": "{}",
        "release/admin/a.py": "pass\n",
    }.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text)
    (made / "install").chmod(0o755)
    (made / "keys").mkdir()
    sealing.public(key, made / "keys/release.pub")
    sealing.seal(made, key, EPOCH)
    return made


def asked(tree: Path, key: Path | None = None) -> tuple[int, str]:
    command = ["sh", str(CHECK), str(tree), str(key or tree / "keys/release.pub")]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_what_was_signed_is_accepted_and_gets_its_modes_back(tree: Path) -> None:
    (tree / "install").chmod(0o644)
    assert asked(tree) == (0, "")
    assert (tree / "install").stat().st_mode & 0o777 == 0o755


def _edit(tree: Path) -> None:
    (tree / "release/admin/a.py").write_text("evil\n")


def _same_length(tree: Path) -> None:
    (tree / "release/admin/a.py").write_text("evil\n"[:4] + "\n")


def _extra(tree: Path) -> None:
    (tree / "release/admin/b.py").write_text("evil\n")


def _missing(tree: Path) -> None:
    (tree / "release/admin/a.py").unlink()


def _link(tree: Path) -> None:
    (tree / "release/admin/c.py").symlink_to("/etc/passwd")


def _listed(tree: Path) -> None:
    manifest = tree / "MANIFEST"
    manifest.write_text(manifest.read_text().replace("a.py", "b.py"))


def _unsigned(tree: Path) -> None:
    (tree / "MANIFEST.sig").unlink()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_edit, "a.py"),
        (_same_length, "a.py"),
        (_extra, "b.py"),
        (_missing, "a.py"),
        (_link, "c.py"),
        (_listed, "signature"),
        (_unsigned, "MANIFEST"),
    ],
)
def test_what_differs_is_refused_by_name(tree: Path, spoil: Callable[[Path], None], named: str) -> None:
    spoil(tree)
    code, said = asked(tree)
    assert code == 1
    assert named in said


def test_signed_anew_by_somebody_else_is_refused_where_the_key_is_known(tree: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.pub"
    known.write_bytes((tree / "keys/release.pub").read_bytes())
    other = sealing.fresh_key(tmp_path / "other.key")
    (tree / "release/admin/a.py").write_text("evil\n")
    sealing.public(other, tree / "keys/release.pub")
    sealing.seal(tree, other, EPOCH)
    assert asked(tree)[0] == 0, "it is whole in itself"
    code, said = asked(tree, known)
    assert code == 1
    assert "signature" in said


def test_the_same_tree_is_the_same_archive(tree: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.bundle", tmp_path / "2.bundle"
    sealing.pack(tree, first, EPOCH)
    (tree / "install").touch()
    sealing.pack(tree, second, EPOCH)
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(fileobj=io.BytesIO(first.read_bytes())) as archive:
        assert archive.getnames()[:4] == ["install", "check", "MANIFEST", "MANIFEST.sig"]
        assert {(member.uid, member.uname) for member in archive} == {(0, "root")}


def test_a_lock_for_other_systems_is_left_out_and_for_either_python_is_kept() -> None:
    lock = (
        "one==1 ; sys_platform == 'win32' \\\n    --hash=sha256:aa\n"
        "two==2 ; python_full_version < '3.11.3' \\\n    --hash=sha256:bb\n"
        "three==3 ; implementation_name != 'PyPy' \\\n    --hash=sha256:cc\n"
    )
    assert wheels.without_markers(lock) == "two==2 \\\n    --hash=sha256:bb\nthree==3 \\\n    --hash=sha256:cc\n"


def test_the_notes_are_those_of_the_version_or_the_newest() -> None:
    changelog = "# Changelog\n\n## 1.3.0\n\n- new\n\n## 1.2.0 (2026-11-01)\n\n- old\n"
    assert section(changelog, "1.2.0") == "# hrapp 1.2.0\n\n- old\n"
    assert section(changelog, "1.9.0") == "# hrapp 1.9.0\n\n- new\n"


def test_every_package_is_in_the_list_of_parts(tree: Path) -> None:
    (tree / "wheels").mkdir()
    (tree / "release/bin").mkdir()
    (tree / "release/bin/restic").write_bytes(b"x")
    debs = tree / "debs/trixie"
    debs.mkdir(parents=True)
    entry = "Package: {0}\nVersion: 1:2\nArchitecture: amd64\nFilename: ./{0}_2_amd64.deb\nSHA256: {1}\n"
    (debs / "Packages").write_text("\n".join(entry.format(name, 64 * "a") for name in ("nginx", "chrony")))
    told = sbom(tree, "1.0.0", "0.18", EPOCH)
    assert [part["name"] for part in told["packages"]] == ["hrapp", "nginx", "chrony", "restic"]
    assert len(told["relationships"]) == 3
    json.dumps(told)
