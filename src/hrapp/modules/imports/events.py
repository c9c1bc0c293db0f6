"""What happens when old spreadsheets are taken."""

from hrapp.kernel.marking import mark
from hrapp.kernel.work import FactsChanged


class ImportApplied(FactsChanged):
    """A batch was written: what people, figures or pay say may have changed. `details` names the files and counts."""

    said = mark("imported spreadsheets")
