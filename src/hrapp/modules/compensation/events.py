"""What happens to pay. Never the figures: the audit trail is read by people who must not see them."""

from hrapp.kernel.classes import SALARY
from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class PolicyPublished(Event):
    """A raise policy version was published; `details` names the version."""

    said = mark("published a raise policy")


class RoundOpened(Event):
    """A raise round was opened with a suggestion per person."""

    said = mark("opened a raise round")
    data = SALARY


class RaiseProposed(Event):
    """HR asked for another figure than the suggested one; the general manager decides."""

    said = mark("proposed a raise")
    data = SALARY


class RaiseDecided(Event):
    """Somebody's raise was decided; `details` say whether it follows the suggestion and who proposed."""

    said = mark("decided a raise")
    data = SALARY


class RoundReleased(Event):
    """The results of a round became visible to the employees and pay takes effect on its day."""

    said = mark("released a raise round")
    data = SALARY
