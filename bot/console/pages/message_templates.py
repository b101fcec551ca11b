"""Message templates: what coordinators change, add, take away, and take back as the place pack has it."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.db.models import ConcernState
from bot.domain.categories import Category
from bot.domain.message_templates import PLACEHOLDERS, MessageTemplate
from bot.errors import StaffError
from bot.services.message_templates import KnownTemplate

TEMPLATES = f"{PREFIX}/templates"
routes = Routes(Entry("Templates", TEMPLATES, Permission.EDIT_TEMPLATES, order=62, section=Section.SET_UP))


@routes.get("/templates", Permission.EDIT_TEMPLATES)
def list_templates(visit: Visiting) -> Response:
    """All of them."""
    with visit.services.database.unit_of_work() as unit:
        return visit.page("templates.html", templates=visit.services.templates.list_all(unit))


@routes.get("/templates/write", Permission.EDIT_TEMPLATES)
def begin_template(visit: Visiting) -> Response:
    """The form for a new one."""
    return _form_page(visit, None, MessageTemplate("", "", ""))


@routes.post("/templates/write", Permission.EDIT_TEMPLATES)
def add_template(visit: Visiting) -> Response:
    """Keep a new one."""
    return _save(visit, None)


@routes.get("/templates/{key}", Permission.EDIT_TEMPLATES)
def show_template(visit: Visiting, key: str) -> Response:
    """One of them."""
    known = _get(visit, key)
    return _form_page(visit, known, known.template)


@routes.post("/templates/{key}", Permission.EDIT_TEMPLATES)
def change_template(visit: Visiting, key: str) -> Response:
    """Keep what was changed; one that was taken away is offered again."""
    return _save(visit, _get(visit, key))


@routes.post("/templates/{key}/withdraw", Permission.EDIT_TEMPLATES)
def withdraw_template(visit: Visiting, key: str) -> Response:
    """Offer it no more."""
    _get(visit, key)
    with visit.services.database.unit_of_work() as unit:
        visit.services.templates.withdraw(unit, visit.staff, key)
    return visit.go(TEMPLATES)


@routes.post("/templates/{key}/reset", Permission.EDIT_TEMPLATES)
def reset_template(visit: Visiting, key: str) -> Response:
    """Take it as the place pack has it."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.templates.reset(unit, visit.staff, key)
    return visit.go(f"{TEMPLATES}/{key}")


def _get(visit: Visit, key: str) -> KnownTemplate:
    with visit.services.database.unit_of_work() as unit:
        return visit.services.templates.get(unit, key)


def _save(visit: Visit, known: KnownTemplate | None) -> Response:
    form = visit.form
    written = MessageTemplate(
        key=known.template.key if known else "",
        title=form.text("title"),
        text=form.text("text"),
        categories=frozenset(form.choices("categories")) & set(Category),
        states=frozenset(form.choices("states")) & set(ConcernState),
    )
    try:
        with visit.services.database.unit_of_work() as unit:
            visit.services.templates.save(unit, visit.staff, written)
    except StaffError as error:
        return _form_page(visit, known, written, str(error))
    return visit.go(TEMPLATES)


def _form_page(
    visit: Visit, known: KnownTemplate | None, written: MessageTemplate, problem: str = ""
) -> Response:
    return visit.page(
        "template.html",
        422 if problem else 200,
        known=known,
        written=written,
        address=f"{TEMPLATES}/{known.template.key if known else 'write'}",
        categories=list(Category),
        states=list(ConcernState),
        placeholders=PLACEHOLDERS,
        problem=problem,
        problem_at="#title" if "title" in problem and "placeholder" not in problem else "#text",
    )
