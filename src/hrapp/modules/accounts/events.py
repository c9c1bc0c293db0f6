"""What happens to accounts."""

from hrapp.kernel.work import Event


class SignedIn(Event):
    """Somebody signed in."""


class SignedOut(Event):
    """Somebody ended a session."""


class AccountMade(Event):
    """An account was made for a person; a one-time code was printed."""


class PasswordSet(Event):
    """The owner of an account set a password; other sessions ended."""
