"""What happens to accounts. Details name browsers and numbers of attempts, never what was typed."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class SignedIn(Event):
    """Somebody signed in."""

    said = mark("signed in")


class SignedOut(Event):
    """Somebody ended a session."""

    said = mark("signed out")


class SignInFailed(Event):
    """Several attempts in a row failed, of one account or from one place; told at 5, 10, 20, 40 …"""

    said = mark("failed to sign in several times")
    outcome = "refused"


class NewDevice(Event):
    """Somebody signed in from a browser that this account did not know."""

    said = mark("signed in from a new browser")


class DeviceCopied(Event):
    """A browser's remembered secret was used again after it had changed: somebody has a copy. Its sessions ended."""

    said = mark("used a browser's secret that was used up; its sessions ended")


class DeviceForgotten(Event):
    """A browser is no longer known to an account."""

    said = mark("made an account forget a browser")


class SessionsEnded(Event):
    """Sessions of an account were ended by its owner, by HR, or because its rights changed."""

    said = mark("ended sessions")


class AccountMade(Event):
    """An account was made for a person."""

    said = mark("made an account")


class AccountStopped(Event):
    """An account may no longer sign in; its sessions and codes ended."""

    said = mark("disabled an account")


class AccountResumed(Event):
    """An account may sign in again."""

    said = mark("enabled an account")


class CodeMade(Event):
    """A one-time code for a new password was printed or mailed."""

    said = mark("made a one-time code")


class PasswordSet(Event):
    """The owner of an account set a password; other sessions ended."""

    said = mark("set a password")


class FactorAdded(Event):
    """An account has a second factor from now on."""

    said = mark("set up a second factor")


class FactorRemoved(Event):
    """A second factor was taken away."""

    said = mark("removed a second factor")


class RecoveryUsed(Event):
    """A recovery code was used instead of the second factor."""

    said = mark("used a recovery code")


class RecoveryMade(Event):
    """New recovery codes were made; those of before no longer work."""

    said = mark("made new recovery codes")


class ProofFailed(Event):
    """A password or code that was asked for again did not fit."""

    said = mark("failed to show again who it is")
    outcome = "refused"


EVENTS = (
    SignedIn,
    SignedOut,
    SignInFailed,
    NewDevice,
    DeviceCopied,
    DeviceForgotten,
    SessionsEnded,
    AccountMade,
    AccountStopped,
    AccountResumed,
    CodeMade,
    PasswordSet,
    FactorAdded,
    FactorRemoved,
    RecoveryUsed,
    RecoveryMade,
    ProofFailed,
)
