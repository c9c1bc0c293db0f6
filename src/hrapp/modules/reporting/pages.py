"""The company in figures: what every module offers as a metric, each opening its rows."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from hrapp.kernel import clock, registry
from hrapp.kernel.access import Viewer
from hrapp.kernel.asking import each
from hrapp.kernel.module import Figure
from hrapp.kernel.pages import WebRequest, page, panel
from hrapp.kernel.work import figures_only
from hrapp.modules.reporting.small_groups import without_small_groups

VIEW = "reporting.view"


async def figures(viewer: Viewer) -> list[Figure]:
    """Of the modules whose figures the viewer may see, in their order."""
    offered = [m for m in registry.current().each(lambda m: m.metrics) if viewer.may(m.permission)]
    with figures_only():
        found = await each(metric.figures(viewer, clock.today()) for metric in offered)
    told = [
        figure if metric.rows is None or viewer.may(metric.rows) else without_small_groups(figure)
        for metric, figures in zip(offered, found, strict=True)
        for figure in figures
    ]
    return sorted(told, key=lambda figure: figure.order)


@get("/overview", permission=VIEW)
async def show_overview(request: WebRequest) -> Response[Any]:
    return page(request, "reporting/overview.html", "overview", day=clock.today(), figures=await figures(request.user))


async def home_panel(_: WebRequest, viewer: Viewer) -> str | None:
    found = await figures(viewer)
    return panel("reporting/home_panel.html", figures=found) if found else None
