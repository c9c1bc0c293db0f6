"""What can go wrong, in sentences a person can act on. The web turns each into its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class HrappError(Exception):
    """Base of everything the product raises on purpose; `str(error)` may be shown to its reader."""


class NotFound(HrappError):
    """The thing is not there, or not for this viewer: both look the same."""


class NotAllowed(HrappError):
    """This person never has that permission."""


class SignInNeeded(HrappError):
    """Nobody is signed in."""


class FactorNeeded(HrappError):
    """Somebody is signed in half way: `stage` "half" has to give a factor, "due" has to set one up."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage


class ProofNeeded(HrappError):
    """Show again who sits there, please, by a "password" or a "code" (`asks`). `sent` is the form that waits for it,
    `sentence` what was wrong with the last proof, if there was one."""

    def __init__(self, asks: str, sent: Sequence[tuple[str, object]] = (), sentence: str = "") -> None:
        super().__init__(sentence)
        self.asks = asks
        self.sent = list(sent)


class Conflict(HrappError):
    """Somebody else changed it in the meantime; the sentence says what to do now."""


class Invalid(HrappError):
    """Bad input: {field: sentence}. The form is shown again with everything that was entered."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class Refused(HrappError):
    """hrapp does not start, or a command does not run, and the sentence says what to change."""
