"""What happens to pay. Never the figures: the audit trail is read by people who must not see them."""

from hrapp.kernel.work import Event


class PolicyPublished(Event):
    """A raise policy version was published; `details` names the version."""


class RoundOpened(Event):
    """A raise round was opened with a suggestion per person."""


class RaiseProposed(Event):
    """HR asked for another figure than the suggested one; the general manager decides."""


class RaiseDecided(Event):
    """Somebody's raise was decided; `details` say whether it follows the suggestion and who proposed."""


class RoundReleased(Event):
    """The results of a round became visible to the employees and pay takes effect on its day."""
