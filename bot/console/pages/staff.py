"""Accounts of staff: who there is, what they are, and the links by which they get in."""

from __future__ import annotations

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.db.models import StaffMember
from bot.domain.staff import Account, Role
from bot.errors import StaffError
from bot.services.staff import LINK_LIFETIME

STAFF = f"{PREFIX}/staff"
routes = Routes(Entry("Staff", STAFF, Permission.MANAGE_STAFF, order=80, section=Section.SET_UP))


@routes.get("/staff", Permission.MANAGE_STAFF)
def list_staff(visit: Visiting) -> Response:
    """Everybody who has an account."""
    with visit.services.database.unit_of_work() as unit:
        return visit.page("staff.html", members=visit.console.staff.list_members(unit))


@routes.get("/staff/add", Permission.MANAGE_STAFF)
def show_add_staff(visit: Visiting) -> Response:
    """The form for somebody new."""
    return _form_page(visit, None, None)


@routes.post("/staff/add", Permission.MANAGE_STAFF)
def add_staff(visit: Visiting) -> Response:
    """Make an account; its link is shown once, for handing on."""
    account = _account(visit)
    try:
        with visit.services.database.unit_of_work() as unit:
            member, secret = visit.console.staff.add(unit, visit.staff, account)
            return _link_page(visit, member, secret)
    except StaffError as error:
        return _form_page(visit, None, account, str(error))


@routes.get("/staff/{staff_id}", Permission.MANAGE_STAFF)
def show_staff(visit: Visiting, staff_id: int) -> Response:
    """One account."""
    with visit.services.database.unit_of_work() as unit:
        member = _get(visit, unit, staff_id)
        return _form_page(visit, member, _account_of(member))


@routes.post("/staff/{staff_id}", Permission.MANAGE_STAFF)
def change_staff(visit: Visiting, staff_id: int) -> Response:
    """Change name, role, agency and areas."""
    account = _account(visit)
    with visit.services.database.unit_of_work() as unit:
        member = _get(visit, unit, staff_id)
        try:
            visit.console.staff.change(unit, visit.staff, member, account)
        except StaffError as error:
            return _form_page(visit, member, account, str(error))
    return visit.go(STAFF)


@routes.post("/staff/{staff_id}/reset", Permission.MANAGE_STAFF)
def reset_staff(visit: Visiting, staff_id: int) -> Response:
    """Take password and second step away, and show a new link."""
    with visit.services.database.unit_of_work() as unit:
        member = _get(visit, unit, staff_id)
        return _link_page(visit, member, visit.console.staff.reset(unit, visit.staff, member))


@routes.post("/staff/{staff_id}/disable", Permission.MANAGE_STAFF)
def disable_staff(visit: Visiting, staff_id: int) -> Response:
    """Let somebody in no more."""
    with visit.services.database.unit_of_work() as unit:
        member = _get(visit, unit, staff_id)
        try:
            visit.console.staff.disable(unit, visit.staff, member)
        except StaffError as error:
            return _form_page(visit, member, _account_of(member), str(error))
    return visit.go(STAFF)


@routes.post("/staff/{staff_id}/enable", Permission.MANAGE_STAFF)
def enable_staff(visit: Visiting, staff_id: int) -> Response:
    """Let somebody in again."""
    with visit.services.database.unit_of_work() as unit:
        visit.console.staff.enable(unit, visit.staff, _get(visit, unit, staff_id))
    return visit.go(STAFF)


def _get(visit: Visit, unit: Session, staff_id: int) -> StaffMember:
    return visit.console.staff.get(unit, staff_id)


def _account(visit: Visit) -> Account:
    form = visit.form
    agency = form.text("agency")
    if agency and visit.services.directory.find_agency(agency) is None:
        raise ConsoleRefusal("not_readable", 400)
    try:
        role = Role(form.text("role"))
    except ValueError:
        raise ConsoleRefusal("not_readable", 400) from None
    areas = frozenset(form.choices("areas")) & visit.services.area_names.keys()
    subject = form.text("subject") or None
    return Account(form.text("email"), form.text("name"), role, agency or None, areas, subject)


def _account_of(member: StaffMember) -> Account:
    return Account(
        email=member.email,
        name=member.name,
        role=Role(member.role),
        agency_id=member.agency_id,
        areas=frozenset(member.areas),
        subject=member.provider_subject,
    )


def _form_page(
    visit: Visit, member: StaffMember | None, account: Account | None, problem: str | None = None
) -> Response:
    return visit.page(
        "staff_form.html",
        422 if problem else 200,
        member=member,
        account=account,
        roles=list(Role),
        agencies=visit.services.directory.list_agencies(),
        problem=problem,
        provider=visit.services.provider_sign_in,
    )


def _link_page(visit: Visit, member: StaffMember, secret: str) -> Response:
    address = f"{visit.services.settings.hub_address}{PREFIX}/open/{secret}"
    hours = int(LINK_LIFETIME.total_seconds()) // 3600
    return visit.page("staff_link.html", member=member, address=address, hours=hours)
