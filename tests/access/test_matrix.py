"""docs/access-matrix.md is what the code opens, and what the model opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hrapp.kernel.registry import PUBLIC, SIGNED_IN, Registry
from hrapp.modules.rbac.rules import ROLES

from . import matrix, model, worlds

PAGE = Path(__file__).parents[2] / "docs" / "access-matrix.md"


def test_the_page_is_up_to_date(house: Registry) -> None:
    said = set(PAGE.read_text(encoding="utf-8").splitlines())
    wanted = set(matrix.text(house).splitlines())
    assert not said ^ wanted, (
        "read the difference, then: python -m tests.access.matrix > docs/access-matrix.md\n"
        + "\n".join(
            [*(f"+ {line}" for line in sorted(wanted - said)), *(f"- {line}" for line in sorted(said - wanted))]
        )
    )


def test_the_model_reaches_as_far(house: Registry) -> None:
    world = model.World(date(2026, 10, 1))
    rights = {right.name: right for right in worlds.rights()}
    for page, permission, _, _, _, _, *words in matrix.lines(house):
        if permission in (PUBLIC, SIGNED_IN):
            continue
        expected = [model._reach(world, rights[permission], role).replace("nowhere", matrix.NONE) for role in ROLES]
        assert words == expected, page


def test_it_opens_no_protected_page_to_it_beyond_oneself(house: Registry) -> None:
    """Of what is protected, IT reaches no page by its role; as an employee everybody reaches their own."""
    at = ROLES.index("it")
    for page, _, _, data, _, _, *words in matrix.lines(house):
        if data in model.PROTECTED:
            assert words[at] in (matrix.NONE, "self"), page
