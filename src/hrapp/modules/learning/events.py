"""What happens in learning."""

from __future__ import annotations

from hrapp.kernel.marking import mark
from hrapp.kernel.work import FactsChanged


class TrainingRecorded(FactsChanged):
    """Somebody's attempt at a course was recorded; `object` is the attempt, `details` name course and status."""

    said = mark("recorded a training")
