"""A round while it runs: its last day is moved, people are invited, and its links and codes are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.pages.survey_rounds import ROUNDS, get_round
from bot.console.pages.surveys import SURVEYS, code_picture
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import OpeningState, SurveyOpening
from bot.domain.survey_polls import can_be_poll
from bot.errors import SurveyError
from bot.services.survey_openings import survey_of

routes = Routes()
type Step = Callable[[Session, SurveyOpening], None]


@routes.get("/surveys/rounds/{round_id}/running", Permission.EDIT_SURVEYS)
def show_running(visit: Visiting, round_id: int) -> Response:
    """What can be done while it runs."""
    with visit.services.database.unit_of_work() as unit:
        return _page(visit, unit, get_round(visit, unit, round_id))


@routes.post("/surveys/rounds/{round_id}/end", Permission.EDIT_SURVEYS)
def move_end(visit: Visiting, round_id: int) -> Response:
    """Give people more time, or less with a reason."""
    reason = visit.form.text("reason")
    try:
        day = date.fromisoformat(visit.form.text("closes_on"))
    except ValueError:
        with visit.services.database.unit_of_work() as unit:
            return _page(visit, unit, get_round(visit, unit, round_id), "Write the day, such as 2027-03-01.")
    rounds = visit.services.surveys.rounds

    def move(unit: Session, opening: SurveyOpening) -> None:
        rounds.move_end(unit, visit.staff, opening, day, reason)

    return _do(visit, round_id, move)


@routes.post("/surveys/rounds/{round_id}/invite", Permission.EDIT_SURVEYS)
def draft_invitation(visit: Visiting, round_id: int) -> Response:
    """Write the draft of a post that invites to it."""
    invitations = visit.services.surveys.rounds.invitations
    try:
        with visit.services.database.unit_of_work() as unit:
            post = invitations.draft(unit, visit.staff, get_round(visit, unit, round_id))
            return visit.go(f"{PREFIX}/posts/{post.id}")
    except SurveyError as error:
        with visit.services.database.unit_of_work() as unit:
            return _page(visit, unit, get_round(visit, unit, round_id), str(error), at="#invite")


@routes.post("/surveys/rounds/{round_id}/take-back", Permission.EDIT_SURVEYS)
def take_back_round(visit: Visiting, round_id: int) -> Response:
    """Drop a round that hasn't begun."""
    rounds = visit.services.surveys.rounds

    def take_back(unit: Session, opening: SurveyOpening) -> None:
        rounds.take_back(unit, visit.staff, opening)

    return _do(visit, round_id, take_back, then=SURVEYS)


@routes.get("/surveys/rounds/{round_id}/code.svg", Permission.EDIT_SURVEYS)
def show_telegram_code(visit: Visiting, round_id: int) -> Response:
    """The QR code that begins it on Telegram."""
    with visit.services.database.unit_of_work() as unit:
        address = _telegram_link(visit, get_round(visit, unit, round_id))
    if not address:
        raise ConsoleRefusal("not_found", 404)
    return code_picture(address)


@routes.post("/surveys/rounds/{round_id}/poll", Permission.EDIT_SURVEYS)
def post_poll(visit: Visiting, round_id: int) -> Response:
    """Post it as a poll in linked groups and channels."""
    chosen = {int(number) for number in visit.form.choices("chats") if number.isdecimal()}
    polls = visit.services.surveys.rounds.polls

    def post(unit: Session, opening: SurveyOpening) -> None:
        polls.post(unit, visit.staff, opening, chosen)

    return _do(visit, round_id, post, at="#chats")


def _do(visit: Visit, round_id: int, step: Step, then: str = "", at: str = "#closes_on") -> Response:
    try:
        with visit.services.database.unit_of_work() as unit:
            step(unit, get_round(visit, unit, round_id))
    except SurveyError as error:
        with visit.services.database.unit_of_work() as unit:
            return _page(visit, unit, get_round(visit, unit, round_id), str(error), at)
    return visit.go(then or f"{ROUNDS}/{round_id}/running")


def _page(
    visit: Visit, unit: Session, opening: SurveyOpening, problem: str | None = None, at: str = "#closes_on"
) -> Response:
    polls = visit.services.surveys.rounds.polls
    posted = polls.list_polls(unit, opening)
    return visit.page(
        "survey_running.html",
        422 if problem else 200,
        opening=opening,
        survey=survey_of(opening),
        can_change=opening.state in {OpeningState.PLANNED, OpeningState.OPEN},
        closes_on=visit.form.text("closes_on") or opening.closes_on.isoformat(),
        reason=visit.form.text("reason"),
        address=f"{visit.services.settings.hub_address}/survey/{opening.survey_id}",
        telegram=_telegram_link(visit, opening),
        polls=posted,
        chats=[one for one in polls.list_chats(unit) if one.id not in {poll.chat_id for poll in posted}],
        can_be_poll=can_be_poll(survey_of(opening)),
        problem=problem,
        problem_at=at,
    )


def _telegram_link(visit: Visit, opening: SurveyOpening) -> str:
    name = visit.services.settings.telegram_name
    return f"https://t.me/{name}?start=survey_{opening.survey_id}" if name else ""
