"""Reports that staff take for somebody: a form, what would happen with it, and filing just that."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import JSONResponse, Response

from bot.channels.web.chat_page import PHOTO_KINDS
from bot.console.desk_photos import FIELD as PHOTOS
from bot.console.desk_photos import TAKEN_OUT, take_photo_out, take_photos
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.queue_filters import CONCERNS
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.db.base import random_key
from bot.domain.categories import Category
from bot.domain.desk_reports import DeskReport, Source
from bot.domain.routing_facts import Hazard, Land, Tenure
from bot.domain.staff import Role
from bot.errors import StaffError
from bot.services.desk_photos import MOST_PHOTOS
from bot.services.desk_reports import DeskCheck

REPORT = f"{PREFIX}/report"
routes = Routes(Entry("Take a report", REPORT, Permission.FILE_REPORTS, order=12))
_LONGEST_KEY, _LONGEST_QUERY, _MOST_PLACES = 22, 100, 8
_CHANGED = "Where it would go is not what was shown before. Look at it below, and file it then."


@routes.get("/report", Permission.FILE_REPORTS)
def show_desk_report(visit: Visiting) -> Response:
    """The empty form."""
    return _form_page(visit, _own(visit, DeskReport()), None, random_key())


@routes.post("/report", Permission.FILE_REPORTS, most_files=MOST_PHOTOS)
def take_desk_report(visit: Visiting) -> Response:
    """Show what would happen; file it once that was seen and is still so."""
    typed = {name: visit.form.text(name) for name in DeskReport.names()}
    report, key = _own(visit, DeskReport.from_form(typed)), visit.form.text("key")
    if len(key) > _LONGEST_KEY or not key:
        raise ConsoleRefusal("not_readable", 400)
    desk = visit.services.desk
    refused = take_photos(visit, key)
    if taken_out := visit.form.text(TAKEN_OUT):
        take_photo_out(visit, taken_out)
    checked = desk.check(visit.staff, report)
    if refused or visit.form.text("do") != "file":
        return _form_page(visit, report, checked, key, problem=refused, at=PHOTOS if refused else "")
    try:
        with visit.services.database.unit_of_work() as unit:
            if visit.form.text("seen") != checked.seen and not desk.list_filed(unit, visit.staff, key):
                return _form_page(visit, report, checked, key, problem=_CHANGED, at="shown")
            photos = visit.services.desk_photos.list_kept(unit, visit.staff, key)
            desk.file(unit, visit.staff, report, key, checked, photos)
    except StaffError as error:
        at = next(iter(checked.problems), "safe")
        return _form_page(visit, report, checked, key, problem=str(error), at=at)
    return visit.go(f"{REPORT}/filed/{quote(key, safe='')}")


@routes.get("/report/filed/{key}", Permission.FILE_REPORTS)
def show_filed(visit: Visiting, key: str) -> Response:
    """What was filed: the reference to tell, who has it and by when."""
    with visit.services.database.unit_of_work() as unit:
        filed = visit.services.desk.list_filed(unit, visit.staff, key)
        if not filed:
            raise ConsoleRefusal("not_found", 404)
        sees_cases = visit.may(Permission.WORK_CONCERNS)
        return visit.page(
            "desk_filed.html",
            filed=filed,
            opened={c.reference for c in filed if sees_cases and visit.staff.sees_area(c.hub_area)},
            cases=CONCERNS,
            again=REPORT,
            agency_names=_agency_names(visit),
        )


@routes.get("/report/photos/{photo_id}", Permission.FILE_REPORTS)
def show_kept_photo(visit: Visiting, photo_id: str) -> Response:
    """A photo that waits for its report, for whoever takes that."""
    with visit.services.database.unit_of_work() as unit:
        jpeg = visit.services.desk_photos.read(unit, visit.staff, photo_id)
    return Response(jpeg, media_type="image/jpeg")


@routes.get("/report/places", Permission.FILE_REPORTS)
def suggest_places(visit: Visiting, q: str = "") -> Response:
    """Names of places that begin as typed, for the form's field."""
    found = visit.services.suggest_places(q[:_LONGEST_QUERY], _MOST_PLACES)
    return JSONResponse([place.words for place in found])


def _own(visit: Visit, report: DeskReport) -> DeskReport:
    """A partner's form is always their agency's referral, whatever was sent."""
    if visit.staff.role != Role.PARTNER:
        return report
    own = {"source": Source.PARTNER.value, "agency": visit.staff.agency_id or ""}
    return DeskReport.from_form({name: getattr(report, name) for name in DeskReport.names()} | own)


def _agency_names(visit: Visit) -> dict[str, str]:
    return {agency.id: agency.name for agency in visit.services.directory.list_agencies()}


def _form_page(
    visit: Visit,
    report: DeskReport,
    checked: DeskCheck | None,
    key: str,
    *,
    problem: str = "",
    at: str = "",
) -> Response:
    problems = checked.problems if checked else {}
    if problems and not problem:
        at, problem = next(iter(problems.items()))
    services = visit.services
    with services.database.unit_of_work() as unit:
        photos = services.desk_photos.list_kept(unit, visit.staff, key)
    return visit.page(
        "desk_report.html",
        422 if problem else 200,
        report=report,
        checked=checked,
        problems=problems,
        key=key,
        photos=photos,
        most_photos=MOST_PHOTOS,
        photo_kinds=PHOTO_KINDS,
        is_partner=visit.staff.role == Role.PARTNER,
        sources=list(Source),
        categories=list(Category),
        tenures=list(Tenure),
        lands=list(Land),
        hazards=list(Hazard),
        landlords=services.directory.list_landlords(),
        agencies=services.directory.list_agencies(),
        agency_names=_agency_names(visit),
        languages=services.languages,
        problem=problem,
        problem_at=f"#{at}",
    )
