"""The pages of an earlier commit, served beside today's: what a change costs, measured in one run.

    BENCH_BEFORE=<commit> ./run bench before

The earlier tree makes its own demo company in a database of its own, with its own code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = 0.85  # of the requests per second that the pages answered before

_MAKE = """
import json, sys
from pathlib import Path
from bench import __main__ as bench
from hrapp.kernel import embedded, text
from hrapp.kernel.registry import Registry, discover
house = Registry.build(discover()); house.start(); text.load()
server = embedded.Server(Path(sys.argv[1]), Path(sys.argv[2]))
bench.company(server, Path(sys.argv[3]), sys.argv[4])
print(json.dumps(bench.pooled(bench._both_sessions)))
"""


@contextmanager
def tree(commit: str, folder: Path) -> Iterator[Path]:
    """A checkout of that commit, gone afterwards."""
    place = folder / "before"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(place), commit], check=True)
    _name(place)
    try:
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(place)], check=True)


def _name(place: Path) -> None:
    """The modules of that commit, not those that are installed now: its own entry points come first on the path."""
    told = tomllib.loads((place / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    folder = place / "src" / "hrapp-0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: hrapp\nVersion: 0\n")
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items())
        for group, named in told.items()
    ]
    (folder / "entry_points.txt").write_text("\n".join(lines))


def code(place: Path) -> dict[str, str]:
    """The environment in which Python finds that tree's code and not ours."""
    return {"PYTHONPATH": os.pathsep.join((str(place / "src"), str(place)))}


def make(place: Path, data: Path, socket: Path, folder: Path, name: str) -> tuple[str, str]:
    """Its demo company; answers the sessions of HR and of an employee."""
    told = subprocess.run(
        [sys.executable, "-c", _MAKE, str(data), str(socket), str(folder / "before-books"), name],
        cwd=place,
        env={**os.environ, **code(place)},
        check=True,
        capture_output=True,
        text=True,
    )
    hr, employee = json.loads(told.stdout.splitlines()[-1])
    return hr, employee
