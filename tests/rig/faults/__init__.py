"""Faults, each on a fork of one installed machine: what is done to it, and what has to be so afterwards.

`./run rig faults` tries them all and prints the table; with --write it goes into docs/reliability.md.
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.rig.faults import backups, bundles, restores, services, surroundings, upgrades  # noqa: F401 (they tell their cases)
from tests.rig.faults.ground import CASES, Ground

PAGE = Path(__file__).resolve().parents[3] / "docs/reliability.md"
Row = tuple[str, str, str, float]


def run(suite: str, only: str = "", write: bool = False, again: bool = False) -> bool:
    """`only`: parts of cases' names, by commas. `again`: on the machine that the last run installed."""
    ground = Ground(suite, again)
    begun = time.monotonic()
    ground.prepare()
    print(f"Debian {suite}  {time.monotonic() - begun:5.1f} s  the machine that faults are done to", flush=True)
    rows: list[Row] = []
    for one in CASES:
        if only and not any(word in one.name for word in only.split(",")):
            continue
        begun = time.monotonic()
        try:
            with ground.fork(one.kind):
                begun = time.monotonic()
                outcome, said = "survived", one.run(ground)
        except Exception as failure:  # the next fault is tried whatever this one did
            outcome, said = "FAILED", f"{failure}"
        seconds = time.monotonic() - begun
        rows.append((one.fault, one.expected, outcome, seconds))
        print(f"Debian {suite}  {seconds:5.1f} s  {outcome:8} {one.name}: {one.fault}: {said}", flush=True)
    survived = sum(row[2] == "survived" for row in rows)
    print(f"Debian {suite}: {survived} of {len(rows)} survived", flush=True)
    if write:
        _write(suite, rows)
    return survived == len(rows)


def _write(suite: str, rows: list[Row]) -> None:
    """The table of this Debian on the page: a row that was tried takes the place of the one that was there."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- faults {suite} -->", f"<!-- end {suite} -->"
    head, _, rest = page.partition(begin)
    before, _, tail = rest.partition(end)
    known = {line.split(" | ")[0].removeprefix("| "): line for line in before.splitlines() if line.startswith("| ")}
    known |= {row[0]: f"| {row[0]} | {row[1]} | {row[2]} | {row[3]:.0f} s |" for row in rows}
    lines = [known[one.fault] for one in CASES if one.fault in known]
    survived = sum(" | survived | " in line for line in lines)
    table = [f"{survived} of {len(lines)} survived.", "", "| Fault | Expected | Outcome | Took |", "|---|---|---|---|"]
    PAGE.write_text(head + begin + "\n" + "\n".join([*table, *lines]) + "\n" + end + tail, encoding="utf-8")
