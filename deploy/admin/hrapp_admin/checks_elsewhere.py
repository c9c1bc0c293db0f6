"""The doctor on the database's machine, where that is another one: it looks at its disks by itself, and what it saw comes
along with the answers of its PostgreSQL (hrapp-database-disk)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hrapp_admin import checks_machine
from hrapp_admin.answers import OK, WARN, Answer
from hrapp_admin.site import Site

# Its own clock is asked too: whether something is old has nothing to do with ours.
DISKS = (
    "select extract(epoch from now());"
    " select replace(shobj_description(oid, 'pg_tablespace'), E'\\n', ' ') from pg_tablespace where spcname = 'pg_default';"
)
SILENT = 3600  # seconds; it tells every quarter of an hour


@dataclass(frozen=True, slots=True)
class Told:
    at: float
    disks: dict[str, tuple[int, int]]  # place: free, total

    @classmethod
    def read(cls, text: str) -> Told | None:
        """Nothing when the comment is somebody else's."""
        try:
            said = json.loads(text)
            found = {str(place): (int(room["free"]), int(room["total"])) for place, room in said["disks"].items()}
            at = datetime.fromisoformat(str(said["at"]).replace("Z", "+00:00"))
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        whole = found and all(0 <= free <= total and total for free, total in found.values())
        return cls(at.timestamp(), found) if whole and at.tzinfo else None


def disks(site: Site, host: str, answered: list[str]) -> Iterator[Answer]:
    now, text = [*answered, "", ""][:2]
    told = Told.read(text)
    if told is None:
        yield Answer(f"disk.{host}", WARN, "disk-untold", {"host": host})
        return
    found = [checks_machine.disk(site, f"{host}:{place}", *room) for place, room in told.disks.items()]
    if abs(age := float(now) - told.at) > SILENT:  # or of a time to come, by a clock that was wrong
        since = datetime.fromtimestamp(told.at).astimezone().strftime("%Y-%m-%d %H:%M")
        yield Answer(f"disk.{host}", WARN, "disk-silent", {"host": host, "since": since}, {"age_seconds": age})
        found = [answer for answer in found if answer.level != OK]  # it was well then: who knows how it is now
    yield from found
