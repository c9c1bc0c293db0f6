"""A worker that is killed while it writes an import leaves nothing half written (`./run proof import-kill` kills oftener)."""

from __future__ import annotations

from pathlib import Path

from hrapp.kernel import embedded

from ...cast import Cast
from ...company import one
from ...proof.killing import Killing


async def test_killed_in_the_middle_nothing_is_half_written_and_it_goes_on(
    cast: Cast, server: embedded.Server, key_folder: Path, tmp_path: Path
) -> None:
    ada = await one(
        "select a.id from accounts_account a join people_person p on p.id = a.person where p.emp_no = 'E002'"
    )
    told = await Killing(server, cast.database, key_folder, tmp_path, str(ada), people=150).run(points=4)
    assert told.wrong == [] and told.untouched + told.complete == 4
