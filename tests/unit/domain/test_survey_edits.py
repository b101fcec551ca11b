"""Editing random surveys: what an edit allows leaves no new mistake, and each question can be looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.survey_checks import find_problems
from bot.domain.survey_edits import make_id, move_question, named_by, put_question, remove_question
from bot.domain.survey_previews import preview
from bot.domain.survey_walk import current
from bot.domain.surveys import Condition, Kind, Question, Quota, Survey
from bot.errors import SurveyError
from tests.unit.domain.random_surveys import AREAS, drafts, surveys


@given(st.data(), surveys())
def test_moving_and_removing_leave_no_mistake(data: st.DataObject, survey: Survey) -> None:
    name = data.draw(st.sampled_from(list(survey.by_id)))
    try:
        if data.draw(st.booleans()):
            changed = move_question(survey, name, data.draw(st.sampled_from((-1, 1))))
        else:
            changed = remove_question(survey, name)
    except SurveyError:
        return
    assert not changed.questions or find_problems(changed, AREAS) == []


@given(st.data(), surveys())
def test_a_new_name_is_followed_everywhere(data: st.DataObject, survey: Survey) -> None:
    name = data.draw(st.sampled_from(list(survey.by_id)))
    old = survey.by_id[name]
    renamed = Question(**{one: getattr(old, one) for one in Question.__slots__} | {"id": "another"})
    changed = put_question(survey, renamed, name)
    assert find_problems(changed, AREAS) == []
    assert name not in set().union(*(named_by(one) for one in changed.questions))


@given(drafts())
def test_every_question_can_be_looked_at(survey: Survey) -> None:
    for question in survey.questions:
        shown, sitting = preview(survey, question.id, AREAS)
        asked = current(shown, sitting)
        assert asked is not None
        assert asked.id == question.id


def test_what_a_quota_counts_is_not_removed() -> None:
    survey = Survey("s", "S", "", (Question("q", Kind.YES_NO, "Q?"),), quotas=(Quota("q", "yes", 5),))
    with pytest.raises(SurveyError, match="a quota"):
        remove_question(survey, "q")


def test_a_rule_keeps_a_question_below() -> None:
    first = Question("a", Kind.YES_NO, "A?")
    later = Question("b", Kind.TEXT, "B?", show_if=(Condition("a", ("yes",)),))
    with pytest.raises(SurveyError, match="has to stay after"):
        move_question(Survey("s", "S", "", (first, later)), "a", 1)


@pytest.mark.parametrize(
    ("text", "taken", "made"),
    [
        ("How safe do you feel?", set(), "how_safe_do_you_feel"),
        ("7 days", set(), "days"),
        ("Czy?", {"czy"}, "czy_2"),
        ("Чи?", set(), "text"),
        ("A" * 90, set(), "a" * 24),
    ],
)
def test_an_id_is_made_from_a_text(text: str, taken: set[str], made: str) -> None:
    assert make_id(text, taken, "text") == made
