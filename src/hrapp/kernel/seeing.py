"""Queries say whose protected values they hand out, and to whom: not what the company itself computes with."""

from __future__ import annotations

from collections.abc import Iterable

from hrapp.kernel.access import EVERYBODY, Scope
from hrapp.kernel.work import saw


def shown(scope: Scope, data: str, people: Iterable[str], *fields: str) -> None:
    """At the end of a query. What is asked for everybody (facts, criteria, jobs) is shown to nobody by that; a page
    that shows facts says `saw` itself."""
    if scope is not EVERYBODY:
        saw(data, people, *fields)
