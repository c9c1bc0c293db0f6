"""How much an import may hold: a server of 1 GB must refuse what would bring its jobs down, and say so in a sentence.

The service's own limits count (`MemoryHigh` of its unit), and without any, so much of the machine as the unit would
allow. What a cell weighs was measured with `./run proof import-weight`: a roster of 20,000 people and 20 columns takes
380 MiB until its preview is kept.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from hrapp.modules.imports.engine.sniffing import MIB

_OF_THE_MACHINE = 0.6  # as MemoryHigh in deploy/systemd
_AT_REST = 160 * MIB  # a worker that does nothing
_OF_A_CELL = 1024  # from the file to the last line of the preview
_FEWEST = 100_000  # cells that every server takes
_LEAST_TO_OPEN, _MOST_TO_OPEN = 384 * MIB, 1500 * MIB


def most_cells() -> int:
    """Cells with something in them that the files of one import may have together."""
    return max(_FEWEST, (allowed() - _AT_REST) // _OF_A_CELL)


def most_to_open() -> int:
    """Bytes of address space for the process that opens files."""
    return max(_LEAST_TO_OPEN, min(_MOST_TO_OPEN, allowed() - _AT_REST))


@lru_cache(maxsize=1)
def allowed() -> int:
    """Bytes of memory that this process and those beside it in its service may use."""
    return _limit(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")) or _of_the_machine()


def _of_the_machine() -> int:
    return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * _OF_THE_MACHINE)


def _limit(mine: Path, tree: Path) -> int | None:
    """The narrowest limit of the group this process is in and those above it; None where there is none (or no tree that
    tells of it)."""
    try:
        path = next(line[3:] for line in mine.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return None
    group = tree / path.strip("/")
    groups = [group, *group.parents]
    told = [_read(each / name) for each in groups[: groups.index(tree)] for name in ("memory.high", "memory.max")]
    return min((limit for limit in told if limit is not None), default=None)


def _read(where: Path) -> int | None:
    try:
        return int(where.read_text())
    except (OSError, ValueError):  # "max"
        return None
