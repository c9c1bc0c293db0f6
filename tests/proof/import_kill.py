"""`./run proof import-kill [POINTS] [SEED]`: a worker that writes an import is killed at 50 random points; after each one the company
is as it was before or everything is there, and the batch goes on."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from hrapp.kernel import embedded, keys, migrate, text
from hrapp.kernel.database import DB, IMPORT, close_pool, open_pool
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.work import unit_of_work

from ..cast import TODAY, build_cast
from .killing import Killing, Told

POINTS, PEOPLE = 50, 600


def main(given: list[str]) -> int:
    points, seed = (*map(int, given), *(POINTS, 0)[len(given) :])
    os.environ["HRAPP_TODAY"] = TODAY.isoformat()
    os.environ["HRAPP_TRUST_SHELL"] = "1"
    with (
        tempfile.TemporaryDirectory(prefix="hrapp-proof-", dir="/var/tmp") as folder,
        embedded.server(Path(folder)) as server,
    ):
        told = asyncio.run(_killed(server, Path(folder), points, seed))
    for stage, n in told.stages.most_common():
        print(f"      killed at {stage:<12} {n:>4} ×")
    for each in told.wrong:
        print(f"  NOT {each}")
    print(f"  ok  as before {told.untouched} ×, everything there {told.complete} ×, half written {len(told.wrong)} ×")
    return 1 if told.wrong or told.untouched + told.complete != points else 0


async def _killed(server: embedded.Server, folder: Path, points: int, seed: int) -> Told:
    house = Registry.build(discover())
    house.start()
    text.load()
    keys.use(folder / "keys")
    await migrate.prepare_embedded(server.url(), "killed")
    await migrate.migrate(server.url("killed", migrate.OWNER))
    DB.config = migrate.connection_config(server.url("killed", migrate.WEB))
    await open_pool(max_size=4)
    await build_cast()
    async with unit_of_work(role=IMPORT):
        account = await DB.value(
            "select a.id from accounts_account a join people_person p on p.id = a.person where p.emp_no = 'E002'"
        )
    told = await Killing(server, "killed", folder / "keys", folder, account, PEOPLE).run(points, seed)
    await close_pool()
    return told
