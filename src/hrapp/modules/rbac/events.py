"""What happens to roles, grants and rights on loan."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class RoleGiven(Event):
    """An account was given a role; `details` names it."""

    said = mark("gave a role")


class AccessProposed(Event):
    """Somebody asked for access that two have to agree to; `details` say which."""

    said = mark("proposed access for somebody")


class AccessAgreed(Event):
    """One of the two agreed, or did not."""

    said = mark("voted on access")


class AccessChanged(Event):
    """Access came into force or was taken back; whoever it is about signs in anew."""

    said = mark("changed access")


class RightsLent(Event):
    """Somebody lent rights to somebody else for a while, or took them back."""

    said = mark("lent rights")


class ShellCodeMade(Event):
    """Somebody let one command in the shell act for them."""

    said = mark("made a code for the shell")


class ShellTrusted(Event):
    """A command acted without a code although there was somebody to ask, as the environment told it to."""

    said = mark("acted from the shell without a code")


class UnusualLooks(Event):
    """Somebody saw protected data of more people, or at another hour, than in the month before; HR, the general manager
    and the auditor were told, except whoever it was."""

    said = mark("looked at unusually much data")
