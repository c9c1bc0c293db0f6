"""What happens to roles."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class RoleGiven(Event):
    """An account was given a role; `details` names it."""

    said = mark("gave a role")
