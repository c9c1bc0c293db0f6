"""The list of releases: it says what the tags say, and every bundle says by it from where it can be reached."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import hrapp
from deploy.bundle import released
from hrapp.kernel import schemas
from tests.rig import next as later

ROOT = Path(__file__).parents[3]


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.cn", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A house of two releases: 0.1.0 is tagged, 0.2.0 is coming."""
    made = tmp_path / "house"
    grown(made, "0.1.0", "2026-11-01T10:00:00:000001")
    (made / "docs").mkdir()
    told = {"coming": {"version": "0.1.0", "from": "0.1.0", "stops": []}, "released": []}
    (made / released.LIST).write_text(json.dumps(told))
    git(tmp_path, "init", "-q", "-b", "main", str(made))
    released.released(made, "2026-11-02", next_version="0.2.0", since="0.1.0")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "Release 0.1.0")
    git(made, "tag", "v0.1.0")
    grown(made, "0.2.0", "2026-12-01T10:00:00:000001")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "more")
    return made


def grown(folder: Path, version: str, moment: str) -> None:
    steps = folder / "src/hrapp/modules/notify/migrations"
    steps.mkdir(parents=True, exist_ok=True)
    (folder / "src/hrapp/__init__.py").write_text(f'__version__ = "{version}"\n')
    (steps / f"hrapp_notify_{version.replace('.', '_')}.py").write_text(f'ID = "{moment}"\n')


def listed(folder: Path) -> tuple[released.Release, ...]:
    return released.load(folder).released


def test_what_is_released_is_what_its_tag_says(repository: Path) -> None:
    (entry,) = listed(repository)
    assert (entry.version, entry.tag, entry.head) == ("0.1.0", "v0.1.0", "2026-11-01T10:00:00:000001")
    assert released.disagreements(repository, listed(repository)) == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"version": "0.1.0",\n      "tag"', '"version": "0.1.1",\n      "tag"', "its version is 0.1.0"),
        ("2026-11-01T10:00", "2026-12-01T10:00", "its head is 2026-11-01T10:00:00:000001"),
        ('"tag": "v0.1.0"', '"tag": "v0.1.9"', "there is no tag v0.1.9"),
    ],
)
def test_where_list_and_tag_differ_it_is_named(repository: Path, old: str, new: str, named: str) -> None:
    path = repository / released.LIST
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert any(named in said for said in released.disagreements(repository, listed(repository)))


def test_a_tag_that_nobody_listed_is_named(repository: Path) -> None:
    git(repository, "tag", "v0.3.0")
    git(repository, "tag", "visit")  # another word
    assert released.disagreements(repository, listed(repository)) == ["v0.3.0 is tagged and not in docs/releases.json"]


def test_the_sources_of_a_release_are_there_as_long_as_they_are_needed(repository: Path) -> None:
    with released.worktree(repository, "v0.1.0") as folder:
        assert released._head(folder) == "2026-11-01T10:00:00:000001"
    assert not folder.parent.exists()
    with pytest.raises(SystemExit, match="fetch --tags"), released.worktree(repository, "v9.9.9"):
        pass


def test_a_bundle_says_by_the_list_from_where_it_can_be_reached(repository: Path) -> None:
    assert released.way(repository, "0.1.0") == {"minimum": "0.1.0", "stops": []}
    path = repository / released.LIST
    told = json.loads(path.read_text())
    told["coming"] = {"version": "2.0.0", "from": "1.0.0", "stops": ["1.4.0"]}
    path.write_text(json.dumps(told))
    assert released.way(repository, "2.0.0") == {"minimum": "1.0.0", "stops": ["1.4.0"]}
    assert released.way(repository, "2.7.0") == {"minimum": "1.0.0", "stops": ["1.4.0"]}, "what a proof builds"
    path.unlink()  # a tree older than the list
    before = repository / released.BEFORE_THE_LIST
    before.parent.mkdir(parents=True)
    before.write_text('{"minimum": "0.0.1", "stops": []}')
    assert released.way(repository, "0.1.0")["minimum"] == "0.0.1"


# -- this repository -----------------------------------------------------------------------------------------


def test_the_list_is_in_order_and_says_what_is_coming() -> None:
    found = released.load(ROOT)
    versions = [entry.version for entry in found.released] + [found.coming]
    assert versions == sorted(set(versions), key=released.key)
    assert hrapp.__version__ in (found.coming, *versions[-2:-1])  # the commit of a release says the one before
    known = set(versions)
    for since, stops in [(e.since, e.stops) for e in found.released] + [(found.since, found.stops)]:
        assert {since, *stops} <= known
    for entry in found.released:
        assert entry.tag == f"v{entry.version}" and entry.head <= schemas.head()


def test_the_list_agrees_with_the_tags() -> None:
    entries = released.load(ROOT).released
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no clone: there are no tags to compare with")
    if not released.git(ROOT, "tag", "--list", "v*").stdout.strip():
        pytest.skip("a clone without tags" if entries else "nothing is released yet")
    assert released.disagreements(ROOT, entries) == []


def test_what_a_proof_builds_knows_its_way(tmp_path: Path) -> None:
    assert released.way(later.tree(tmp_path / "next"), "9.9.9") == released.way(ROOT, "9.9.9")
