"""The steps of an import: what is still open in each, which one comes next. Pure but for the words."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, ngettext

STEPS = {
    "tables": mark("What we found"),
    "columns": mark("Columns"),
    "values": mark("Values to decide"),
    "problems": mark("Problems"),
}
PREVIEW = mark("Preview")


class Step(msgspec.Struct, frozen=True):
    """A link in the row of steps. `open`: how much is still to be decided there."""

    title: str
    url: str
    open: int
    here: bool


class Next(msgspec.Struct, frozen=True):
    """Where the one button leads."""

    words: str
    url: str


def steps(batch: str, open_things: Mapping[str, int], here: str = "") -> list[Step]:
    found = [
        Step(_(title), f"/imports/{batch}/{name}", open_things.get(name, 0), name == here)
        for name, title in STEPS.items()
    ]
    return [*found, Step(_(PREVIEW), f"/imports/{batch}", 0, not here)]


def next_step(batch: str, open_things: Mapping[str, int], here: str = "") -> Next:
    """The next step with something to decide, else the preview. Steps with nothing to decide are passed over."""
    names = list(STEPS)
    later = names[names.index(here) + 1 :] if here in names else names
    for name in later:
        if n := open_things.get(name, 0):
            words = ngettext("Next: %(step)s, one thing", "Next: %(step)s, %(n)s things", n, step=_(STEPS[name]))
            return Next(words, f"/imports/{batch}/{name}")
    return Next(_("Next: preview"), f"/imports/{batch}")


def first_open(batch: str, open_things: Mapping[str, int]) -> str:
    """Where somebody lands after an upload: where only they can decide, else at the preview."""
    asks = next((name for name in ("tables", "columns", "values") if open_things.get(name)), None)
    return f"/imports/{batch}/{asks}" if asks else f"/imports/{batch}"
