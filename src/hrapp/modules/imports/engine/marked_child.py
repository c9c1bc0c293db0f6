"""The process that writes a workbook with what is wrong marked: it handles a foreign file, so it has limits."""

from __future__ import annotations

import resource
import sys

import msgspec

from hrapp.modules.imports.engine.child import CPU_SECONDS, Question, answer
from hrapp.modules.imports.engine.marks import Marks
from hrapp.modules.imports.engine.opening import answered_apart
from hrapp.modules.imports.engine.ours import without_ours
from hrapp.modules.imports.engine.weight import most_to_open


class Asked(msgspec.Struct, frozen=True):
    """`cells`: what somebody wrote anew in hrapp, by sheet and address."""

    content: bytes
    marks: Marks
    cells: dict[str, dict[str, str]] = {}


def marked_workbook(content: bytes, marks: Marks, cells: dict[str, dict[str, str]]) -> bytes | None:
    """None where it took too long or too much."""
    return answered_apart(__name__, msgspec.msgpack.encode(Asked(content, marks, cells)))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (most_to_open(), most_to_open()))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Asked)
    sys.stdout.buffer.write(write(asked))


def write(asked: Asked) -> bytes:
    from hrapp.modules.imports.engine.marked import written_anew

    opened = answer(Question(content=asked.content))
    if opened.problem:
        sys.exit(opened.problem)
    grids = without_ours(opened.grids)
    for grid in grids:
        for where, text in asked.cells.get(grid.name, {}).items():
            grid.correct(where, text)
    return written_anew(grids, asked.marks)


if __name__ == "__main__":
    main()
