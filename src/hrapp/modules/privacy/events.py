"""What happens around a person's own data."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class ExportAsked(Event):
    """A person asked for a copy of their own data."""

    said = mark("asked for a copy of their own data")


class ExportTaken(Event):
    """The copy was downloaded."""

    said = mark("downloaded a copy of their own data")


class CorrectionAsked(Event):
    """A person said that something about them is wrong; `details` name the field, not the value."""

    said = mark("asked for a correction")


class CorrectionDecided(Event):
    """HR accepted or refused it, or it was withdrawn; `details`: field, result."""

    said = mark("decided about a correction")


class NoticeRead(Event):
    """A person confirmed that they read a version of the notice; `details`: version."""

    said = mark("read the notice about personal data")


class ErasureProposed(Event):
    """The time of a class of a person's data is over; `details`: what."""

    said = mark("proposed to erase what is no longer needed")


class ErasureConfirmed(Event):
    """One of the two who have to confirm did; `details`: what."""

    said = mark("confirmed that data is erased")


class ErasureKept(Event):
    """What is due is kept for another year, for a reason; `details`: what, until."""

    said = mark("kept data that was to be erased")


class ErasureDropped(Event):
    """What was proposed is not over any more: somebody is back, or left later; `details`: what."""

    said = mark("took back a proposal to erase, since the time is not over")


class DataErased(Event):
    """A class of a person's data was erased; `details`: what, rows."""

    said = mark("erased data")


EVENTS = (
    ExportAsked,
    ExportTaken,
    CorrectionAsked,
    CorrectionDecided,
    NoticeRead,
    ErasureProposed,
    ErasureConfirmed,
    ErasureKept,
    ErasureDropped,
    DataErased,
)
