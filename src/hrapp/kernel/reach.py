"""How far a permission can reach, as words: data in roles and grants. Pure.

nowhere · self · direct (who reports to one) · subtree (all below one, and the departments one leads) · department
(named ones) · company (everybody). A word that is not here reaches nowhere.
"""

from __future__ import annotations

NOWHERE, SELF, DIRECT, SUBTREE, DEPARTMENT, COMPANY = KINDS = (
    "nowhere",
    "self",
    "direct",
    "subtree",
    "department",
    "company",
)
OTHERS = frozenset({DIRECT, SUBTREE, DEPARTMENT, COMPANY})
