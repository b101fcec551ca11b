"""What people wrote in a round, just as they wrote it: found by words."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.pages.survey_rounds import ROUNDS, get_round
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visiting
from bot.domain.surveys import Kind
from bot.services.survey_openings import survey_of

routes = Routes()
_LONGEST_SEARCH = 100


@routes.get("/surveys/rounds/{round_id}/words", Permission.READ_WORDS)
def show_words(visit: Visiting, round_id: int, search: str = "") -> Response:
    """Every text by question, or those that hold the words that are searched for."""
    wanted = search.strip()[:_LONGEST_SEARCH]
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        heard = visit.services.surveys.readings.list_heard(unit, opening)
        subject = ("survey_opening", str(round_id))
        visit.services.audit.record(unit, visit.staff, "survey.read_words", subject)
        survey = survey_of(opening)
    found = []
    for question in (one for one in survey.questions if one.kind is Kind.TEXT):
        given = (one.answers.get(question.id) for one in heard)
        texts = [str(one.value) for one in given if one is not None and one.value]
        found.append((question, [t for t in texts if wanted.casefold() in t.casefold()], len(texts)))
    return visit.page(
        "survey_words.html",
        survey=survey,
        round_path=f"{ROUNDS}/{round_id}",
        found=found,
        search=wanted,
    )
