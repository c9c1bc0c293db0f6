"""This module's keys of the snapshot: pay, raises, and what they cost together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.module import SnapshotPart
from hrapp.kernel.rounding import json_fact
from hrapp.modules.compensation.basis import basis_json, basis_words
from hrapp.modules.compensation.json_shape import PayRow, pay_json, raise_json, round_json
from hrapp.modules.compensation.policy import in_force
from hrapp.modules.compensation.queries import pay_lines, policies
from hrapp.modules.compensation.rules import Budget, budget
from hrapp.modules.compensation.suggesting import suggestions_on


async def employees(day: date, people: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    lines = await pay_lines(EVERYBODY, day)
    history = {
        person: [PayRow(line.effective_on, line.base, line.state == "in_force", line.reason) for line in group]
        for person, group in groupby(lines, key=lambda line: line.person)
    }
    found = {}
    for facts, suggestion in await suggestions_on(day):
        told = raise_json(facts.emp_no, suggestion)
        if suggestion.row:
            told["basis"] = basis_words(basis_json(suggestion))
        found[facts.emp_no] = {"pay": pay_json(history.get(facts.person, []), day), "raise": told}
    return {emp_no: found[emp_no] for emp_no in people.values()}


async def company(day: date) -> dict[str, Any]:
    found = await suggestions_on(day)
    total = sum((facts.base for facts, _ in found), Decimal(0))
    policy = in_force(await policies(), day)
    increments = [suggestion.increment for _, suggestion in found]
    spent = budget(policy, total, increments) if policy else Budget(None, sum(increments, Decimal(0)))
    return {
        "monthly_base_total": json_fact(total),
        "raise": round_json([(facts.emp_no, suggestion) for facts, suggestion in found], spent, total),
    }


PART = SnapshotPart(
    employee_keys=("pay", "raise"), employees=employees, total_keys=("monthly_base_total", "raise"), company=company
)
