"""The rig's own sums: a promise that is missed makes the run red, and the rest is still looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rig.course import Course
from tests.rig.figures import PROMISED, Figures, Missed
from tests.rig.places import RigError


@pytest.mark.parametrize("name", PROMISED)
def test_what_is_promised_is_kept_up_to_the_bound(name: str) -> None:
    figures, most = Figures(), PROMISED[name][0]
    assert name in figures.keep(name, most)
    with pytest.raises(Missed, match=f"promised {most:g}"):
        figures.keep(name, most + 0.1)
    (row,) = figures.table()
    assert row.startswith("MISSED") and "load" in row


class Paper(Course):
    """A course without machines."""

    needed = ("first",)

    def __init__(self, **steps: Callable[[], str]) -> None:
        self.suite, self.lines, self.figures, self.did = "13", [], Figures(), steps

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return list(self.did.items())

    def _end(self) -> None:
        self.lines.append(self.lines[-1])


def slow(course: Figures) -> Callable[[], str]:
    return lambda: course.keep("install, no network", 181)


def broken() -> str:
    raise RigError("no")


def test_a_missed_figure_is_red_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    course = Paper(last=lambda: "well")
    course.did = {"first": slow(course.figures), **course.did}
    assert not course.run()
    said = capsys.readouterr().out
    assert "missed  first" in said and "ok      last" in said and "MISSED     181.0 of  180 s" in said


def test_without_what_is_needed_nothing_else_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert not Paper(first=broken, last=lambda: "well").run()
    assert "not well: first" in capsys.readouterr().out
    assert not Paper(other=broken, last=lambda: "well").run()
    assert "ok      last" in capsys.readouterr().out
    assert Paper(first=lambda: "well", last=lambda: "well").run()
