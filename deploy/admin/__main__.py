"""`hrapp-admin`: run by Debian's own Python, so that it works when a release does not."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# In a release backup/ lies beside us; in the project, at its root.
sys.path[:0] = [str(HERE), *(str(folder) for folder in (HERE.parent / "backup", HERE.parent.parent / "backup"))]

from hrapp_admin.cli import main  # noqa: E402 (the path comes first)

sys.exit(main(sys.argv[1:]))
