"""What happens to people."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import FactsChanged


class LevelChanged(FactsChanged):
    """A person's level and position changed on a day; `details` names both levels, the day and the kind."""

    said = mark("put a change of level into effect")
