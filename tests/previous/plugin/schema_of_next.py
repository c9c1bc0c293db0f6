"""Loaded into the tests of an older release: every database they make is brought to the schema of this tree, by this
tree's own program in a process of its own. Nothing else of the older release is touched.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

from hrapp.kernel import keyring, migrate

PROGRAM, LOG = os.environ["HRAPP_NEXT"], os.environ["HRAPP_NEXT_LOG"]


async def by_the_next(url: str, **_: object) -> int:
    more = {"HRAPP_DATABASE_URL": url, "HRAPP_KEYS_DIR": str(keyring._folder)}  # what is sealed, is by the test's keys
    child = await asyncio.create_subprocess_exec(
        PROGRAM,
        "migrate",
        "--json",
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | more,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await child.communicate()
    if child.returncode:
        raise RuntimeError(f"{PROGRAM} migrate: {err.decode()[-2000:]}")
    told = json.loads(out.decode().strip().splitlines()[-1])
    with Path(LOG).open("a") as log:
        log.write(json.dumps({"ran": told["ran"], "head": told["head"]}) + "\n")
    return int(told["ran"])


migrate.migrate = by_the_next
