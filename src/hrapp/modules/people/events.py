"""What happens to people."""

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
