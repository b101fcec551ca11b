"""Fills a round with known answers by the services that take them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening
from bot.domain.survey_walk import Sitting, current, give
from bot.domain.surveys import Given, How, Survey, Value
from bot.services.survey_openings import survey_of
from tests.fakes.hub import Hub, create_test_surveys

_count = itertools.count()


def fill(
    hub: Hub,
    opening_id: int,
    people: Iterable[Mapping[str, Value]],
    *,
    is_paper: bool = True,
    sends: bool = True,
) -> None:
    """Have somebody answer for each mapping from questions to values; what isn't in it is skipped.

    With `sends=False` they stop at the first question that has to be answered and isn't in it.
    """
    answers = create_test_surveys().answers
    with hub.database.unit_of_work() as unit:
        opening = unit.get_one(SurveyOpening, opening_id)
        for values in people:
            sitting = _walk(survey_of(opening), values, stops=not sends)
            if is_paper:
                assert answers.enter_paper(unit, opening, sitting.answers)
            else:
                _answer(unit, opening, sitting, sends=sends)


def _answer(unit: Session, opening: SurveyOpening, sitting: Sitting, *, sends: bool) -> None:
    answers = create_test_surveys().answers
    row = answers.begin(unit, opening, answers.token_for(opening.id, f"filled:{next(_count)}"))
    answers.keep(row, sitting)
    unit.flush()
    assert not sends or answers.send(unit, row, None)


def _walk(survey: Survey, values: Mapping[str, Value], *, stops: bool) -> Sitting:
    sitting = Sitting()
    while (question := current(survey, sitting)) is not None:
        if question.id in values:
            sitting = give(survey, sitting, Given(How.ANSWERED, values[question.id]))
        elif stops and question.is_required:
            break
        else:
            sitting = give(survey, sitting, Given(How.SKIPPED))
    return sitting
