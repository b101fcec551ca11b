"""What people wrote in a round: found by words, grouped by theme, and looked at before it is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.pages.survey_rounds import ROUNDS, get_round
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import OpeningState, SurveyOpening, TextDecision
from bot.domain.surveys import Kind, Question
from bot.errors import SurveyError
from bot.services.survey_openings import survey_of
from bot.services.survey_texts import WrittenText

routes = Routes()
_WORDS = "/surveys/rounds/{round_id}/words"
_LONGEST, _A_PAGE = 100, 25
_NO_THEME, _WAITING = "none", "waiting"
_FILTERS = ("question", "search", "theme", "state", "page")

type _Changes = Callable[[Session, SurveyOpening, Question], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which texts the address asks for."""

    question: str = ""
    search: str = ""
    theme: str = ""
    """A theme's number, or `none`."""
    state: str = ""
    """A decision, or `waiting`."""
    page: str = ""

    def fits(self, one: WrittenText) -> bool:
        """Whether a text is one of them."""
        theme = _NO_THEME if one.theme is None else str(one.theme.id)
        state = _WAITING if one.decision is None else one.decision
        is_found = self.search.casefold() in one.text.casefold()
        return is_found and self.theme in {"", theme} and self.state in {"", state}

    def address(self, **changed: str) -> str:
        """Query of the address for these, or with something changed."""
        query = {name: getattr(self, name) for name in _FILTERS} | changed
        return urlencode({name: value for name, value in query.items() if value})


@routes.get(_WORDS, Permission.READ_WORDS)
def show_words(visit: Visiting, round_id: int) -> Response:
    """The texts of one question that fit the address; that they were read is in the audit trail."""
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        subject = ("survey_opening", str(round_id))
        visit.services.audit.record(unit, visit.staff, "survey.read_words", subject)
        return _page(visit, unit, opening)


@routes.post(f"{_WORDS}/group", Permission.READ_WORDS)
def group_words(visit: Visiting, round_id: int) -> Response:
    """Group what stands in no theme that staff named."""

    def group(unit: Session, opening: SurveyOpening, question: Question) -> None:
        visit.services.surveys.themes.group(unit, visit.staff, opening, question.id)

    return _change(visit, round_id, group)


@routes.post(f"{_WORDS}/theme", Permission.READ_WORDS)
def name_theme(visit: Visiting, round_id: int) -> Response:
    """Call a theme something else, or put it into another one."""

    def name(unit: Session, opening: SurveyOpening, _question: Question) -> None:
        themes, number = visit.services.surveys.themes, visit.form.text("theme_id")
        theme = themes.get_theme(unit, opening, int(number or 0))
        themes.name(unit, visit.staff, theme, visit.form.text("name"))

    return _change(visit, round_id, name)


@routes.post(f"{_WORDS}/text", Permission.READ_WORDS)
def change_text(visit: Visiting, round_id: int) -> Response:
    """Put a text into a theme, and say whether it may be published and without what."""

    def change(unit: Session, opening: SurveyOpening, question: Question) -> None:
        form, themes = visit.form, visit.services.surveys.themes
        response_id, new = form.text("response"), form.text("new_theme")
        to = f"new:{new}" if new else form.text("to_theme")
        themes.move(unit, visit.staff, opening, question.id, response_id, to)
        if decision := form.text("decision"):
            parts = form.exact("hide").splitlines()
            themes.texts.decide(
                unit, visit.staff, opening, question.id, response_id, TextDecision(decision), parts
            )

    return _change(visit, round_id, change)


def _change(visit: Visit, round_id: int, change: _Changes) -> Response:
    """Do it and show the same texts again, or what is wrong, with what was typed."""
    asked = _asked(visit)
    try:
        with visit.services.database.unit_of_work() as unit:
            opening = get_round(visit, unit, round_id)
            question = survey_of(opening).by_id.get(asked.question)
            if question is None or question.kind is not Kind.TEXT:
                raise ConsoleRefusal("not_found", 404)
            change(unit, opening, question)
    except ValueError:
        raise ConsoleRefusal("not_found", 404) from None
    except SurveyError as error:
        with visit.services.database.unit_of_work() as unit:
            return _page(visit, unit, get_round(visit, unit, round_id), str(error))
    return visit.go(f"{ROUNDS}/{round_id}/words?{asked.address()}")


def _asked(visit: Visit) -> _Asked:
    """From the address, or from the hidden fields of a form."""
    query, form = visit.request.query_params, visit.form
    return _Asked(**{name: (query.get(name) or form.text(name)).strip()[:_LONGEST] for name in _FILTERS})


def _page(visit: Visit, unit: Session, opening: SurveyOpening, problem: str | None = None) -> Response:
    asked, themes = _asked(visit), visit.services.surveys.themes
    questions = [one for one in survey_of(opening).questions if one.kind is Kind.TEXT]
    chosen = next((one for one in questions if one.id == asked.question), questions[0] if questions else None)
    written = themes.texts.list_texts(unit, opening, chosen.id) if chosen else []
    found = [one for one in written if asked.fits(one)]
    number = int(asked.page) if asked.page.isdecimal() and len(asked.page) < _A_PAGE else 1
    last = max(-(-len(found) // _A_PAGE), 1)
    number = min(max(number, 1), last)
    return visit.page(
        "survey_words.html",
        422 if problem else 200,
        survey=survey_of(opening),
        is_closed=opening.state in {OpeningState.CLOSED, OpeningState.PUBLISHED},
        path=f"{ROUNDS}/{opening.id}/words",
        round_path=f"{ROUNDS}/{opening.id}",
        questions=[(one.id, one.text) for one in questions],
        question=chosen,
        asked=asked,
        all=len(written),
        found=len(found),
        texts=found[(number - 1) * _A_PAGE : number * _A_PAGE],
        page=number,
        last=last,
        themes=[
            (theme, sum(one.theme is theme for one in written))
            for theme in (themes.list_themes(unit, opening, chosen.id) if chosen else [])
        ],
        undecided=sum(one.decision is None for one in written),
        typed=visit.form,
        problem=problem,
    )
