"""A change of one case by a form: done once, never over somebody else's, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.console import ConsoleServices
from bot.console.forms import whole_number
from bot.console.pages.cases import CHANGED, case_page, get_concern
from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern
from bot.domain.staff import Actor
from bot.errors import CaseChangedError, StaffError

_KEPT = ("staff", "category", "agency", "state", "outcome", "reason", "text", "question", "main", "day")


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A form that was sent about a concern."""

    visit: Visit
    unit: Session
    concern: Concern
    version: int

    @property
    def given(self) -> tuple[Session, Actor, Concern, int]:
        """What each method of the services begins with."""
        return (self.unit, self.visit.staff, self.concern, self.version)

    @property
    def services(self) -> ConsoleServices:
        """What the change is made with."""
        return self.visit.services

    def text(self, name: str) -> str:
        """A field of the form."""
        return self.visit.form.text(name)

    def ticked_prompts(self) -> list[str]:
        """The prompts that were ticked, of those that the case has."""
        sees_sensitive = self.visit.may(Permission.LINK_SENSITIVE)
        files = self.services.case_files
        file = files.read(self.unit, self.visit.staff, self.concern, sees_sensitive=sees_sensitive)
        known = {prompt.key for prompt in file.prompts}
        return [key for key in self.visit.form.choices("prompt") if key in known]

    def one_of[E: StrEnum](self, kind: type[E], name: str) -> E:
        """A choice of the form; raises StaffError when there is none."""
        try:
            return kind(self.text(name))
        except ValueError:
            raise StaffError("choose one of the list") from None


def case_form(
    routes: Routes, form: str, permission: Permission = Permission.WORK_CONCERNS
) -> Callable[[Callable[[CaseChange], None]], Callable[[CaseChange], None]]:
    """Take a form of the case's page, at its name below the case, with a function that makes the change."""

    def add(do: Callable[[CaseChange], None]) -> Callable[[CaseChange], None]:
        @routes.post(f"/concerns/{{reference}}/{form}", permission)
        def handle(visit: Visiting, reference: str) -> Response:
            return _change_case(visit, reference, form, do)

        return do

    return add


def _change_case(visit: Visit, reference: str, form: str, do: Callable[[CaseChange], None]) -> Response:
    """Do it and lead back to the case; what can't be done changes nothing and keeps what was typed."""
    version = visit.form.text("version")
    try:
        with visit.services.database.unit_of_work() as unit:
            concern = get_concern(visit, unit, reference)
            number = whole_number(version) or 0
            do(CaseChange(visit, unit, concern, number))
    except CaseChangedError:
        problem = CHANGED
    except StaffError as error:
        problem = str(error)
    else:
        return visit.go(f"{CONCERNS}/{reference}#{form}")
    typed = {name: visit.form.text(name) for name in _KEPT}
    with visit.services.database.unit_of_work() as unit:
        concern = get_concern(visit, unit, reference)
        return case_page(visit, unit, concern, problem=problem, at=form, typed=typed)
