"""What happens when old spreadsheets are taken, or taken back."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import FactsChanged


class ImportApplied(FactsChanged):
    """A batch was written: what people, figures or pay say may have changed. `details` names the files and counts."""

    said = mark("imported spreadsheets")


class ImportUndone(FactsChanged):
    """A batch was taken back, as far as it could be. `details` names the files and counts."""

    said = mark("undid an import")
