"""What happens to accounts."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class SignedIn(Event):
    """Somebody signed in."""

    said = mark("signed in")


class SignedOut(Event):
    """Somebody ended a session."""

    said = mark("signed out")


class AccountMade(Event):
    """An account was made for a person; a one-time code was printed."""

    said = mark("made an account")


class PasswordSet(Event):
    """The owner of an account set a password; other sessions ended."""

    said = mark("set a password")
