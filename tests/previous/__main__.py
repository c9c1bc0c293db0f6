"""`./run test-previous [--of REF | --back N] [ARGS]`: the tests of the release before, with its own code, on the schema
of this tree.

An upgrade that only adds lets the release before go on working on the new schema, while it is extended and after the
code went back. Whether it can is what its own tests know. ARGS go to pytest; without them the tests of modules and
kernel are run. 0: all of them pass but those that are named below.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.bundle import released

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = Path(__file__).resolve().parent / "plugin"
CHOSEN = ("tests/modules", "tests/kernel")
MAIN_LINE = "released"  # a branch or tag; where nothing has a tag yet, what it and this tree have in common
# What is about the schema of its own release, and so says nothing about another's: why, by name.
LEFT_OUT = {
    "tests/kernel/test_served_by_a_manager.py::test_a_database_that_does_not_fit_is_not_served": (
        "it takes back the newest step that ran, which here is one that the older release does not miss"
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run test-previous", description=__doc__)
    parser.add_argument(
        "--of", metavar="REF", help="a tag or commit; otherwise the newest release in docs/releases.json"
    )
    parser.add_argument("--back", type=int, metavar="N", help="so many commits ago")
    parser.add_argument("--keep", action="store_true", help="leave its tree for looking at")
    chosen, rest = parser.parse_known_args()
    ref = chosen.of or (f"HEAD~{chosen.back}" if chosen.back else newest())
    if not ref:
        print("skipped: nothing is released yet; --of COMMIT or --back N takes any", flush=True)
        return 0
    with tree(ref, chosen.keep) as folder:
        return tested(folder, ref, rest)


def newest() -> str:
    entries = released.load(ROOT).released
    if entries:
        return entries[-1].tag
    done = git("merge-base", "HEAD", MAIN_LINE, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


@contextmanager
def tree(ref: str, keep: bool = False) -> Iterator[Path]:
    """The sources as they were, beside these, with an environment of their own."""
    with released.worktree(ROOT, ref, keep=keep) as folder:
        begun = time.monotonic()
        subprocess.run(["./run", "setup"], cwd=folder, check=True)
        said = git("log", "-1", "--format=%h %cs %s", ref).stdout.strip()
        print(f"test-previous: {said} ({time.monotonic() - begun:.0f} s to set it up)", flush=True)
        yield folder


def tested(folder: Path, ref: str, rest: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="hrapp-previous-") as scratch:
        log = Path(scratch) / "migrated"
        env = {
            **os.environ,
            "PYTHONPATH": str(PLUGIN),
            "HRAPP_NEXT": str(ROOT / ".venv/bin/hrapp"),
            "HRAPP_NEXT_LOG": str(log),
        }
        left = [f"--deselect={name}" for name in LEFT_OUT]
        workers = ["-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "loadfile"]
        command = [str(folder / ".venv/bin/python"), "-m", "pytest", "-p", "schema_of_next", *workers, *left]
        begun = time.monotonic()
        ended = subprocess.run([*command, *(rest or CHOSEN)], cwd=folder, env=env).returncode
        made = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        if not made:
            print(
                "test-previous: no database was brought to this tree's schema, so nothing was proved", file=sys.stderr
            )
            return ended or 1
        heads = ", ".join(sorted({line["head"] for line in made}))
        said = f"{ref} on the schema of {heads}: {len(made)} databases, {time.monotonic() - begun:.0f} s"
        print(f"test-previous: {said}, {'passed' if ended == 0 else 'NOT passed'}", flush=True)
        return ended


def git(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=check, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main())
