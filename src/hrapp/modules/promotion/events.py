"""What happens on the way to a promotion."""

from __future__ import annotations

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event, FactsChanged


class BecameEligible(Event):
    """Somebody meets a version's criteria; `object` is the eligibility. Told once."""

    said = mark("found somebody eligible for a review")
    data = PERFORMANCE


class CaseOpened(Event):
    """A review began; `object` is the case."""

    said = mark("opened a promotion case")
    data = PERFORMANCE


class CaseDecided(Event):
    """A step of a case was decided; `details` name the step and the verdict."""

    said = mark("decided a step of a promotion case")
    data = PERFORMANCE


class CaseEnded(Event):
    """A case was approved, returned, deferred, rejected or withdrawn; `details` name the state."""

    said = mark("ended a promotion case")
    data = PERFORMANCE


class PromotionEffective(Event):
    """The new level is in force; `object` is the case."""

    said = mark("put a promotion into effect")
    data = PERFORMANCE


class CriteriaPublished(FactsChanged):
    """A version of a path's criteria was published; `details` name the path, the version and its first day."""

    said = mark("published promotion criteria")


class CriteriaDrafted(Event):
    """A draft of a path's criteria was made or changed."""

    said = mark("drafted promotion criteria")
