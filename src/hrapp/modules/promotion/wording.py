"""Sentences that the company's own ones replace."""

ELIGIBLE = "员工{name}已满足晋升条件，请审核"
