"""Progress in words: how far, what is missing, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.criteria import Measurement
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.text import date_iso, date_text, mark, number, period_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.promotion.assessing import Standing
from hrapp.modules.promotion.rules import Judged

ELIGIBLE = "员工{name}已满足晋升条件，请审核"
GATES = {
    "probation": mark("Cannot be reviewed yet: in probation."),
    "unpaid_leave": mark("Cannot be reviewed yet: on unpaid leave."),
}
_STATES = {
    "approved": mark("approved"),
    "pending": mark("waiting for review"),
    "returned": mark("returned"),
    "completed": mark("completed"),
    "in_progress": mark("in progress"),
    "absent": mark("absent"),
    "failed": mark("not passed"),
    "planned": mark("planned"),
}
# The one thing that helps, by what the criterion asks for.
_HELP = {
    "course": ("/learning", mark("See trainings")),
    "doc_type": ("/documents", mark("Hand in a document")),
    "metric": ("/goals", mark("See the figures")),
    "quarter": ("/goals", mark("See the goals")),
    "grades": ("/goals", mark("See the grades")),
}


class EvidenceLine(msgspec.Struct, frozen=True):
    what: str
    value: str
    source: str


class CriterionLine(msgspec.Struct, frozen=True):
    """A criterion as a page shows it."""

    label: str
    mandatory: bool
    met: bool
    ratio: Decimal
    words: str
    missing: str
    earliest: str
    help_url: str
    help_words: str
    beside: str
    evidence: tuple[EvidenceLine, ...]


class ProgressView(msgspec.Struct, frozen=True):
    path: str
    title: str
    version: int
    from_level: str
    to_level: str
    met: int
    open: int
    headline: str
    overall: Decimal
    eligible: bool
    sentence: str
    gates: tuple[str, ...]
    earliest: str
    lines: tuple[CriterionLine, ...]


def progress_view(standing: Standing) -> ProgressView:
    progress, version = standing.progress, standing.version
    total = progress.met_count + progress.open_count
    headline = (
        _("All %(total)s criteria are met", total=total)
        if not progress.open_count
        else _("%(met)s of %(total)s criteria met, %(open)s to go", met=progress.met_count, total=total, open=progress.open_count)
    )  # fmt: skip
    return ProgressView(
        path=version.path.id,
        title=version.path.title,
        version=version.version,
        from_level=version.path.from_level,
        to_level=version.path.to_level,
        met=progress.met_count,
        open=progress.open_count,
        headline=headline,
        overall=progress.overall,
        eligible=progress.eligible,
        sentence=_sentence(standing),
        gates=tuple(_(GATES[gate]) for gate in progress.gates),
        earliest=_("All could be met on %(day)s.", day=date_text(progress.earliest)) if progress.earliest else "",
        lines=tuple(_line(each, version.units.get(each.criterion.code, "")) for each in progress.judged),
    )


def _sentence(standing: Standing) -> str:
    progress = standing.progress
    if progress.eligible:
        return _("The criteria for a review are met. A review decides; it is not a promotion yet.")
    if progress.gates and not progress.missing:
        return _("The criteria are met; the review begins when the reason below has ended.")
    return _("Not yet ready for a review.")


def _line(judged: Judged, unit: str) -> CriterionLine:
    measured = judged.measurement
    if measured is None:
        words = _("not available: the module that judges this is switched off")
        return CriterionLine(
            judged.criterion.label, judged.criterion.mandatory, False, Decimal(0), words, "", "", "", "", "", ()
        )
    url, words = _help(judged)
    return CriterionLine(
        label=judged.criterion.label,
        mandatory=judged.criterion.mandatory,
        met=measured.met,
        ratio=measured.bar,
        words=_reached(judged, measured, unit),
        missing=_missing(judged, measured, unit),
        earliest=_earliest(judged),
        help_url=url if not measured.met else "",
        help_words=words,
        beside=_beside(measured.beside),
        evidence=tuple(_evidence(row, unit) for row in measured.evidence),
    )


def _counted(judged: Judged) -> str | None:
    """The word for what a criterion counts; None where it measures a figure."""
    kind, parameters = judged.criterion.kind, judged.criterion.parameters
    if kind.endswith("_streak"):
        rows = judged.measurement.evidence if judged.measurement else ()
        by_quarter = kind == "okr_streak" or any("Q" in str(row.get("period", "")) for row in rows)
        return _("quarters") if by_quarter else _("months")
    if hasattr(parameters, "doc_type"):
        return _("documents")
    if hasattr(parameters, "title") or hasattr(parameters, "grades"):
        return _("times")
    if hasattr(parameters, "of"):
        return _("months")
    return None


def _figure(value: Decimal | None, unit: str, share: bool) -> str:
    if value is None:
        return "—"
    if share:
        return f"{percent_text(value)}%"
    return (
        f"{number(value.quantize(Decimal('0.01')) if value % 1 else value)}{' ' + unit if unit and unit != '%' else ''}"
    )


def _is_share(judged: Judged, unit: str) -> bool:
    kind = judged.criterion.kind
    return unit in ("%", "％") or kind in ("training_completed", "attainment_rate") or kind.startswith("okr_progress")


def _reached(judged: Judged, measured: Measurement, unit: str) -> str:
    word = _counted(judged)
    if word:
        return f"{number(measured.current or Decimal(0))} / {number(measured.target)} {word}"
    share = _is_share(judged, unit)
    return f"{_figure(measured.current, unit, share)} / {_figure(measured.target, unit, share)}"


def _missing(judged: Judged, measured: Measurement, unit: str) -> str:
    if measured.met:
        return _("met")
    if measured.current is None:
        return _("no figures yet")
    word = _counted(judged)
    gap = measured.gap or Decimal(0)
    if word:
        return _("%(n)s more %(unit)s needed", n=number(gap), unit=word)
    return _("%(gap)s missing", gap=_figure(gap, unit, _is_share(judged, unit)))


def _earliest(judged: Judged) -> str:
    outlook = judged.outlook
    if outlook is None:
        return ""
    if outlook.periods:
        return _(
            "If %(periods)s succeed: earliest on %(day)s",
            periods="、".join(period_text(p) for p in outlook.periods[:3]),
            day=date_text(outlook.earliest),
        )
    return _("Earliest on %(day)s", day=date_text(outlook.earliest))


def _help(judged: Judged) -> tuple[str, str]:
    parameters = judged.criterion.parameters
    for key, (url, words) in _HELP.items():
        if hasattr(parameters, key):
            return url, _(words)
    return "", ""


def _beside(beside: Mapping[str, Any]) -> str:
    return "、".join(f"{_(_STATES.get(key, key))} {value}" for key, value in beside.items() if value)


def _evidence(row: Mapping[str, Any], unit: str) -> EvidenceLine:
    day = row.get("date") or row.get("since")
    period = row.get("period")
    what = (period_text(str(period)) if period else "") or str(row.get("title") or "")
    if isinstance(day, date):
        what = f"{what} {date_iso(day)}".strip()
    said = [_(_STATES.get(str(row[key]), str(row[key]))) for key in ("status", "state") if row.get(key)]
    value = row.get("value")
    if isinstance(value, Decimal):
        said.append(_figure(value, unit, unit in ("%", "％") or (not unit and abs(value) <= 1)))
    elif value is not None:
        said.append(str(value))
    return EvidenceLine(what, " ".join(said), str(row.get("source") or ""))
