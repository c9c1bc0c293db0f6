"""What happens to people."""

from dataclasses import dataclass

from hrapp.kernel.classes import IDENTITY
from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event, FactsChanged


class LevelChanged(FactsChanged):
    """A person's level and position changed on a day; `details` names both levels, the day and the kind."""

    said = mark("put a change of level into effect")


class IdentityRevealed(Event):
    """Somebody opened the ID number of a person; `details` say for what. The number is not in it."""

    said = mark("opened an ID number")
    data = IDENTITY


class PersonalCorrected(Event):
    """A field of somebody's record was put right; `details` name the field, not the value."""

    said = mark("corrected somebody's record")


@dataclass(frozen=True, kw_only=True)
class PeopleTakenBack(Event):
    """People whom an import had brought are about to be taken out again: whoever keeps what follows from their records
    (a message, a finding) lets go of it. What somebody decided about them stays, and so do they then."""

    said = mark("took out imported people")
    people: tuple[str, ...] = ()
