#!/usr/bin/python3 -IB
"""hrapp-database-disk: tells how full the disks of the database's machine are, where the application's machine can read it.

It becomes the comment on the tablespace pg_default: every login may read it from every database of the server, it belongs
to none of them (so no dump carries it and no restore takes it back), only a superuser can write it, and it is there
whatever release hrapp is on. Nothing else goes from this machine to the other one, and no port is opened for it.
"""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

PSQL = ("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", "postgres")
# psql puts the words into quotes; as a variable they are no part of the statement.
TELL = "comment on tablespace pg_default is :'told';\n"


def ask(sql: str, *more: str) -> str:
    return subprocess.run(
        [*PSQL, *more], input=sql, stdout=subprocess.PIPE, text=True, check=True, cwd="/"
    ).stdout.strip()


def disks(data: Path) -> dict[str, dict[str, int]]:
    """Each disk once: of the system and its logs, of the data, and of the write-ahead log where that was moved away."""
    found, seen = {}, set()
    for place in (Path("/"), data, (data / "pg_wal").resolve()):
        if (device := place.stat().st_dev) in seen:
            continue
        seen.add(device)
        usage = shutil.disk_usage(place)
        found[str(place)] = {"free": usage.free, "total": usage.total}
    return found


def main() -> int:
    try:
        told = {
            "disks": disks(Path(ask("show data_directory"))),
            "at": datetime.now(UTC).isoformat("T", "seconds"),
        }
        ask(TELL, "-v", f"told={json.dumps(told)}")
    except subprocess.CalledProcessError as error:  # psql has said why
        return error.returncode
    except OSError as error:
        print(f"hrapp-database-disk: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
