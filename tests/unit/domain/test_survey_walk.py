"""Walking random surveys: every path ends, back leads back, and a pause of any length changes nothing."""

from __future__ import annotations

import json
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.survey_documents import survey_from_document, survey_to_document
from bot.domain.survey_flow import is_reachable
from bot.domain.survey_walk import (
    Sitting,
    current,
    give,
    go_back,
    list_shown,
    options_in_order,
    progress,
    text_of,
)
from bot.domain.surveys import Condition, Given, How, Kind, Option, Question, Survey
from tests.unit.domain.random_surveys import answer_some, answers_to, drafts, surveys, values_of

_MOST_COMBINED = 4


@given(st.data(), surveys())
def test_each_path_ends(data: st.DataObject, survey: Survey) -> None:
    sitting, last = Sitting(), (0, len(survey.questions))
    for _ in survey.questions:
        question = current(survey, sitting)
        if question is None:
            break
        now = progress(survey, sitting)
        assert now[0] == last[0] + 1
        assert now[0] <= now[1] <= last[1]
        sitting, last = give(survey, sitting, data.draw(answers_to(question))), now
    assert current(survey, sitting) is None
    assert set(sitting.answers) == {question.id for question in list_shown(survey, sitting.answers)}


@given(st.data(), surveys())
def test_resuming_anywhere_equals_no_pause(data: st.DataObject, survey: Survey) -> None:
    straight = paused = answer_some(data.draw, survey, data.draw(st.integers(0, 7)))
    while (question := current(survey, straight)) is not None:
        paused = Sitting.from_json(json.loads(json.dumps(paused.to_json())))
        assert current(survey, paused) == question
        assert options_in_order(question, paused) == options_in_order(question, straight)
        answer = data.draw(answers_to(question))
        straight, paused = give(survey, straight, answer), give(survey, paused, answer)
    assert paused == straight


@given(st.data(), surveys())
def test_going_back_and_giving_the_same_answer_changes_nothing(data: st.DataObject, survey: Survey) -> None:
    sitting = answer_some(data.draw, survey, data.draw(st.integers(1, 7)))
    back = go_back(survey, sitting)
    question = current(survey, back)
    assert question is not None
    if question.id in sitting.answers:
        again = give(survey, back, sitting.answers[question.id])
        assert again.answers == sitting.answers
        assert current(survey, again) == current(survey, sitting)


@given(st.data(), surveys())
def test_changing_an_answer_leaves_none_to_what_is_not_shown(data: st.DataObject, survey: Survey) -> None:
    sitting = answer_some(data.draw, survey, 7)
    for _ in range(data.draw(st.integers(0, 4))):
        sitting = go_back(survey, sitting)
    question = current(survey, sitting)
    if question is not None:
        sitting = give(survey, sitting, data.draw(answers_to(question)))
    shown = {one.id for one in list_shown(survey, sitting.answers)}
    assert set(sitting.answers) <= shown


@given(drafts())
def test_reachable_is_what_trying_all_answers_finds(survey: Survey) -> None:
    deciding = [
        one for one in survey.questions if one.kind in {Kind.ONE, Kind.YES_NO, Kind.PLACE, Kind.SEVERAL}
    ]
    if len(deciding) > _MOST_COMBINED or any(one.kind is Kind.SCALE for one in survey.questions):
        return
    reached: set[str] = set()
    for combination in product(*(_everything(one) for one in deciding)):
        answers = dict(zip((one.id for one in deciding), combination, strict=True))
        reached |= {one.id for one in list_shown(survey, answers)}
    assert reached == {one.id for one in survey.questions if is_reachable(survey, one.id)}


def _everything(question: Question) -> list[Given]:
    values = values_of(question)
    if question.kind is not Kind.SEVERAL:
        return [Given(How.ANSWERED, value) for value in values]
    picks = product((False, True), repeat=len(values))
    chosen = [tuple(v for v, is_in in zip(values, pick, strict=True) if is_in) for pick in picks]
    return [Given(How.ANSWERED, value) for value in chosen if value]


@given(surveys())
def test_a_survey_survives_being_written_down(survey: Survey) -> None:
    assert survey_from_document(json.loads(json.dumps(survey_to_document(survey)))) == survey


def test_an_earlier_answer_is_put_into_a_later_text() -> None:
    options = (Option("parks", "the parks"), Option("town", "the town centre"))
    first = Question("where", Kind.ONE, "Where?", is_required=True, options=options)
    later = Question(
        "why", Kind.TEXT, "What is wrong with {where}?", show_if=(Condition("where", ("town",)),)
    )
    survey = Survey("s", "S", "", (first, later))
    sitting = give(survey, Sitting(), Given(How.ANSWERED, "town"))
    asked = current(survey, sitting)
    assert asked is not None
    assert text_of(survey, asked.text, sitting, {}) == "What is wrong with the town centre?"
