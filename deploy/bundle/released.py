"""What was released, from which releases each can be reached, and the sources of each as they were.

`docs/releases.json` is the list. A release is written into it in the commit that its tag then names:
`./run release X.Y.Z` does, and says what to type next.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIST = "docs/releases.json"
VERSION = re.compile(r"\d+\.\d+\.\d+")
BEFORE_THE_LIST = "deploy/bundle/upgrade-path.json"  # what trees had that are older than the list


@dataclass(frozen=True, slots=True)
class Release:
    """`head`: the newest migration it knows. `since`: the oldest release that it can be installed over. `stops`: what
    has to be installed in between, coming from before it."""

    version: str
    tag: str
    date: str
    head: str
    since: str
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Releases:
    coming: str
    since: str
    stops: tuple[str, ...]
    released: tuple[Release, ...]


def load(source: Path) -> Releases:
    told = json.loads((source / LIST).read_text(encoding="utf-8"))
    entries = [
        Release(
            **{
                **{"since" if key == "from" else key: value for key, value in entry.items()},
                "stops": tuple(entry["stops"]),
            }
        )
        for entry in told["released"]
    ]
    coming = told["coming"]
    return Releases(coming["version"], coming["from"], tuple(coming["stops"]), tuple(entries))


def way(source: Path, version: str) -> dict[str, Any]:
    """From which releases this one can be reached, as a bundle says it."""
    if not (source / LIST).exists():
        return dict(json.loads((source / BEFORE_THE_LIST).read_text(encoding="utf-8")))
    found = load(source)
    for entry in found.released:
        if entry.version == version:
            return {"minimum": entry.since, "stops": list(entry.stops)}
    return {"minimum": found.since, "stops": list(found.stops)}


def key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


# -- the sources of a release --------------------------------------------------------------------------------


@contextmanager
def worktree(repository: Path, ref: str, *, keep: bool = False) -> Iterator[Path]:
    """The sources of a tag or commit, in a folder of their own for as long as they are needed."""
    there = git(repository, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", check=False)
    if there.returncode:
        raise SystemExit(f"there is no tag or commit {ref} here; `git fetch --tags` brings the tags of releases")
    folder = Path(tempfile.mkdtemp(prefix="hrapp-of-")) / "hrapp"
    git(repository, "worktree", "add", "--quiet", "--detach", str(folder), there.stdout.strip())
    try:
        yield folder
    finally:
        if keep:
            print(f"kept: {folder}; `git worktree remove --force {folder}` takes it away", flush=True)
        else:
            git(repository, "worktree", "remove", "--force", str(folder), check=False)
            folder.parent.rmdir()


def git(repository: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(repository), *words], check=check, capture_output=True, text=True)


def version_of(repository: Path, ref: str) -> str:
    text = git(repository, "show", f"{ref}:src/hrapp/__init__.py").stdout
    found = re.search(r'^__version__ = "(.*)"$', text, re.MULTILINE)
    return found[1] if found else ""


def head_of(repository: Path, ref: str) -> str:
    """The newest migration in the sources of a tag or commit."""
    said = git(repository, "grep", "-h", "-E", '^ID = "', ref, "--", "*/migrations/*.py", check=False).stdout
    return max(re.findall(r'^ID = "(.+)"', said, re.MULTILINE), default="")


def disagreements(repository: Path, entries: tuple[Release, ...]) -> list[str]:
    """Where the list and the tags of this clone say different things."""
    tags = {tag for tag in git(repository, "tag", "--list", "v*").stdout.split() if VERSION.fullmatch(tag[1:])}
    found = [f"{tag} is tagged and not in {LIST}" for tag in sorted(tags - {entry.tag for entry in entries})]
    for entry in entries:
        if entry.tag not in tags:
            found.append(f"{entry.version} is in {LIST}, and there is no tag {entry.tag}")
            continue
        said = {"version": version_of(repository, entry.tag), "head": head_of(repository, entry.tag)}
        for name, value in said.items():
            if value != (listed := getattr(entry, name)):
                found.append(f"{entry.tag}: its {name} is {value}, the list says {listed}")
    return found


# -- a new one -----------------------------------------------------------------------------------------------


def released(source: Path, date: str, *, next_version: str, since: str) -> Release:
    """What was coming is released; `next_version` is coming, and can be reached from `since` on."""
    found = load(source)
    version = found.coming
    told = json.loads((source / LIST).read_text(encoding="utf-8"))
    entry = Release(version, f"v{version}", date, _head(source), found.since, found.stops)
    told["released"].append({"from" if key == "since" else key: value for key, value in asdict(entry).items()})
    told["coming"] = {"version": next_version, "from": since, "stops": []}
    (source / LIST).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return entry


def _head(source: Path) -> str:
    every = (path.read_text(encoding="utf-8") for path in source.glob("src/**/migrations/*.py"))
    return max((found[1] for text in every if (found := re.search(r'^ID = "(.+)"', text, re.MULTILINE))), default="")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="./run release", description="Write what is coming into the list of releases."
    )
    parser.add_argument("next", help="the version that comes after it, X.Y.Z")
    parser.add_argument("--since", help="the oldest release that one can be installed over; otherwise this one")
    chosen = parser.parse_args()
    version = load(ROOT).coming
    if not VERSION.fullmatch(chosen.next) or key(chosen.next) <= key(version):
        sys.exit(f"release: {version} is coming; what comes after it is X.Y.Z and higher, not {chosen.next}")
    own = re.search(r'^__version__ = "(.*)"$', (ROOT / "src/hrapp/__init__.py").read_text(), re.MULTILINE)
    if own is None or own[1] != version:
        sys.exit(
            f"release: {version} is coming, but __version__ in src/hrapp/__init__.py says {own[1] if own else '-'}"
        )
    date = time.strftime("%Y-%m-%d", time.gmtime())
    entry = released(ROOT, date, next_version=chosen.next, since=chosen.since or version)
    print(f"{entry.version} of {entry.date}, schema {entry.head}, is in {LIST}. Now:")
    print(f'  git commit -am "Release {version}" && git tag -s {entry.tag} -m "hrapp {version}"')
    print(f"  HRAPP_RELEASE_KEY=FILE ./run bundle --of {entry.tag} --renew")


if __name__ == "__main__":
    main()
