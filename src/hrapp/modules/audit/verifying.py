"""Does the trail still say what it said? Computes the whole chain anew and names the number where it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.modules.audit import heads
from hrapp.modules.audit.actions import subjects
from hrapp.modules.audit.chain import PAYLOAD, START, link
from hrapp.modules.audit.heads import Head

_AT_ONCE = 5000
_MOST = 50  # sentences; what is more is counted
UNSEALED_AFTER = timedelta(minutes=1)
MISSED = timedelta(hours=2)
# An entry is sealed within seconds. One whose time lies this far before a seal that was already there came later.
LATE = timedelta(hours=1)

_SEALS = f"""
select s.seq, s.at as sealed_at, s.prev, s.hash, s.entry, e.id, e.at, e.person, e.details, {PAYLOAD} as payload,
    array(select u.person from audit_subject u where u.entry = e.id order by u.person collate "C") as subjects
from audit_seal s left join audit_entry e on e.id = s.entry
where s.seq > $1 order by s.seq limit $2
"""
_UNSEALED = """
select count(*) as n, min(e.id) as first, min(e.at) as since from audit_entry e
where e.at < $1 and not exists (select 1 from audit_seal s where s.entry = e.id)
"""


class Verdict(msgspec.Struct):
    """What was found: how many entries hold together, until when, and sentences of what does not."""

    sealed: int = 0
    sealed_since: datetime | None = None
    sealed_until: datetime | None = None
    heads: int = 0
    problems: list[str] = []
    more: int = 0
    notes: list[str] = []

    def say(self, sentence: str) -> None:
        if len(self.problems) < _MOST:
            self.problems.append(sentence)
        else:
            self.more += 1


class _Walk:
    """Along the chain, seal by seal."""

    def __init__(self, verdict: Verdict, expected: Mapping[int, list[Head]]) -> None:
        self.verdict, self.expected = verdict, expected
        self.seq, self.prev = 0, START
        self.before: datetime | None = None

    def step(self, row: Mapping[str, Any]) -> None:
        seq = row["seq"]
        if seq != self.seq + 1:
            what = f"{self.seq + 1}" if seq == self.seq + 2 else f"{self.seq + 1} to {seq - 1}"
            self.verdict.say(f"{what}: removed; the next seal is {seq}")
        elif row["prev"] != self.prev:
            self.verdict.say(f"{seq}: does not follow from the seal before it")
        if row["id"] is None:
            self.verdict.say(f"{seq}: its entry {row['entry']} was removed")
        elif link(row["prev"], seq, row["sealed_at"], row["payload"]) != row["hash"]:
            self.verdict.say(f"{seq}: its entry {row['entry']} is not what was sealed")
        else:
            self._entry(row)
        for head in self.expected.get(seq, ()):
            if head.hash != bytes(row["hash"]).hex():
                self.verdict.say(f"{seq}: not the chain whose head was written on {head.at}")
        self.seq, self.prev, self.before = seq, row["hash"], row["sealed_at"]
        self.verdict.sealed += 1
        self.verdict.sealed_since = self.verdict.sealed_since or row["sealed_at"]
        self.verdict.sealed_until = row["sealed_at"]

    def _entry(self, row: Mapping[str, Any]) -> None:
        if self.before is not None and row["at"] + LATE < self.before:
            self.verdict.say(f"{row['seq']}: its entry {row['entry']} was put in later than it says")
        if subjects(row["person"], row["details"]) != list(row["subjects"]):
            self.verdict.say(f"{row['seq']}: the list of people of its entry {row['entry']} was changed")


async def verify(heads_file: Path | None = None) -> Verdict:
    """In the caller's unit of work, which may be read-only."""
    verdict = Verdict()
    known = _heads(verdict, heads_file)
    walk = _Walk(verdict, known)
    while rows := await DB.fetch(_SEALS, walk.seq, _AT_ONCE):
        for row in rows:
            walk.step(row)
    for seq in sorted(known):
        if seq > walk.seq:
            at = known[seq][0].at
            verdict.say(f"{walk.seq + 1}: removed; a head of {at} reaches to {seq}, the chain ends at {walk.seq}")
            break
    _gone(verdict, known, heads_file or heads.place())
    await _unsealed(verdict)
    return verdict


def _gone(verdict: Verdict, known: Mapping[int, list[Head]], file: Path | None) -> None:
    """A head is due every hour in which something was sealed. A file without them was emptied, cut or put back."""
    if file is None or verdict.sealed_until is None:
        return
    last = max((datetime.fromisoformat(head.at) for found in known.values() for head in found), default=None)
    if last is not None and verdict.sealed_until - last > MISSED:
        verdict.say(f"{file} holds no head after {last.isoformat(timespec='seconds')}, and entries were sealed since")
    elif last is None and verdict.sealed_since is not None and clock.now() - verdict.sealed_since > MISSED:
        verdict.say(f"{file} holds no head of this chain: they were taken away, or none was ever written")


async def _unsealed(verdict: Verdict) -> None:
    row = await DB.row(_UNSEALED, clock.now() - UNSEALED_AFTER)
    if row and row["n"]:
        since = row["since"].isoformat(timespec="seconds")
        verdict.say(f"{row['n']} entries are not sealed, the first is {row['first']} of {since}")


def _heads(verdict: Verdict, asked: Path | None) -> dict[int, list[Head]]:
    """The heads of this database by their number, each with its signature checked."""
    file = asked or heads.place()
    if file is None or not (asked or file.exists()):
        verdict.notes.append("no heads are kept outside the database: an end that was cut off would not be seen")
        return {}
    found: dict[int, list[Head]] = {}
    for head in _checked(verdict, file, heads.own_key()):
        if head.database == DB.config.get("database"):
            found.setdefault(head.seq, []).append(head)
            verdict.heads += 1
    return found


def _checked(verdict: Verdict, file: Path, key: str | None) -> Iterable[Head]:
    foreign: set[str] = set()
    for head in heads.read(file):
        if isinstance(head, str):
            verdict.say(head)
        elif not head.holds() or (key is not None and head.key != key):
            verdict.say(f"{head.seq}: the head of {head.at} is not signed by our key")
        else:
            foreign.add(head.key)
            yield head
    if key is None and foreign:
        verdict.notes.append(f"our key is not here; the heads are signed by {', '.join(sorted(foreign))}")
