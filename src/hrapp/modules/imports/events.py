"""What happens when old spreadsheets are taken, or taken back."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event, FactsChanged


class ImportApplied(FactsChanged):
    """A batch was written: what people, figures or pay say may have changed. `details` names the files and counts."""

    said = mark("imported spreadsheets")


class ImportUndone(FactsChanged):
    """A batch was taken back, as far as it could be. `details` names the files and counts."""

    said = mark("undid an import")


class MarkedTaken(Event):
    """Somebody took a file of an import with them, with what is wrong marked. `details` names the file and its rows."""

    said = mark("downloaded a file of an import with what is wrong marked")


class ImportMemoryForgotten(Event):
    """What earlier imports taught was deleted, one of it or all. `details` count."""

    said = mark("deleted what imports remember")
