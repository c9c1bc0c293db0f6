"""`hrapp` from a shell begins here. What a command needs is imported behind the answer to Ctrl-C (commands/line.py)."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from hrapp.kernel import interrupting


def main(arguments: Sequence[str] | None = None) -> int:
    interrupting.from_now()
    from hrapp.commands.line import main as run_line

    return interrupting.left(run_line(arguments))


if __name__ == "__main__":
    sys.exit(main())
