"""The hub meeting pack and the overview-and-scrutiny report, each as a page and as a PDF in one click."""

from __future__ import annotations

from dataclasses import replace

from fastapi.responses import Response

from bot.console.figure_filters import AskedFigures, read_filter
from bot.console.figure_tables import Names
from bot.console.meeting_pack import MeetingPack, write_meeting_pack
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Routes
from bot.console.scrutiny_report import write_scrutiny_report
from bot.console.visits import Visit, Visiting
from bot.domain.documents import Document
from bot.domain.scrutiny import scrutinise, whole_months
from bot.services.figures import FiguresFilter

_PACK, _SCRUTINY = "/figures/meeting-pack", "/figures/scrutiny-report"
routes = Routes()


@routes.get(_PACK, Permission.READ_FIGURES)
def show_meeting_pack(visit: Visiting) -> Response:
    """The pack as a page."""
    return _page(visit, _PACK, _meeting_pack(visit))


@routes.get(f"{_PACK}.pdf", Permission.READ_FIGURES)
def save_meeting_pack(visit: Visiting) -> Response:
    """The pack as a PDF."""
    return _pdf(visit, "meeting-pack", _meeting_pack(visit))


@routes.get(_SCRUTINY, Permission.READ_FIGURES)
def show_scrutiny_report(visit: Visiting) -> Response:
    """The report as a page."""
    return _page(visit, _SCRUTINY, _scrutiny_report(visit))


@routes.get(f"{_SCRUTINY}.pdf", Permission.READ_FIGURES)
def save_scrutiny_report(visit: Visiting) -> Response:
    """The report as a PDF."""
    return _pdf(visit, "scrutiny-report", _scrutiny_report(visit))


def _meeting_pack(visit: Visit) -> Document:
    asked, counted = read_filter(visit, default="month"), visit.services.figures
    with visit.services.database.unit_of_work() as unit:
        pack = MeetingPack(
            figures=counted.summarise(unit, visit.staff, asked.wanted, asked.today),
            filed=counted.list_concerns(unit, visit.staff, asked.wanted),
            closed=counted.list_closed(unit, visit.staff, asked.wanted),
            open=counted.list_open(unit, visit.staff, asked.wanted),
            today=asked.today,
            area=_area(visit, asked),
        )
    return write_meeting_pack(pack, Names.of(visit.services))


def _scrutiny_report(visit: Visit) -> Document:
    """Over whole months and every category and area: reports of parts would tell what the whole one hides."""
    asked = read_filter(visit, default="quarter")
    wanted = FiguresFilter(whole_months(asked.wanted.period))
    threshold = visit.services.settings.small_number_threshold
    with visit.services.database.unit_of_work() as unit:
        figures = visit.services.figures.summarise(unit, visit.staff, wanted, asked.today)
        concerns = visit.services.figures.list_concerns(unit, visit.staff, wanted)
    return write_scrutiny_report(
        scrutinise(concerns, figures, asked.today, threshold),
        Names.of(visit.services),
        visit.services.partnership_name,
        _area(visit, replace(asked, wanted=wanted)),
        threshold,
    )


def _area(visit: Visit, asked: AskedFigures) -> str:
    """What the figures are of: the area that was asked for, else all that they may see."""
    if asked.wanted.area:
        return Names.of(visit.services).area(asked.wanted.area)
    names = [name for key, name in visit.services.area_names.items() if visit.staff.sees_area(key)]
    return ", ".join(names) if visit.staff.areas else "All areas"


def _page(visit: Visit, path: str, report: Document) -> Response:
    query = visit.request.url.query
    return visit.page("report.html", report=report, pdf=f"{PREFIX}{path}.pdf{f'?{query}' if query else ''}")


def _pdf(visit: Visit, name: str, report: Document) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(visit.services.make_pdf(report), media_type="application/pdf", headers=headers)
