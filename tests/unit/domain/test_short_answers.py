"""Short answers to our own questions, of which the danger gate alone is the judge."""

from __future__ import annotations

import pytest

from bot.domain.drafts import DraftConcern, ReportDraft, Step
from bot.domain.short_answers import is_short_answer


def asked(step: Step | None, category: str = "asb") -> ReportDraft:
    return ReportDraft(told=["lads on bikes"], concerns=[DraftConcern(category, "lads", 0.9)], asking=step)


@pytest.mark.parametrize("step", [Step.VEHICLE, Step.WHEN, Step.WHEREABOUTS, Step.DETAILS, Step.CONTACT])
def test_a_few_words_at_a_question_are_one(step: Step) -> None:
    assert is_short_answer(asked(step), "he was on foot")


@pytest.mark.parametrize("step", [None, Step.WORDS, Step.CATEGORY, Step.SAFE])
def test_words_that_tell_what_is_happening_are_none(step: Step | None) -> None:
    assert not is_short_answer(asked(step), "he was on foot")


def test_more_than_five_words_are_none() -> None:
    assert is_short_answer(asked(Step.DETAILS), "he was there on foot")
    assert not is_short_answer(asked(Step.DETAILS), "he was there on foot again")


@pytest.mark.parametrize("category", ["welfare_concern", "domestic_abuse", "hate_crime"])
def test_details_about_somebody_at_risk_are_none(category: str) -> None:
    assert not is_short_answer(asked(Step.DETAILS, category), "she is very cold")
    assert is_short_answer(asked(Step.WHEN, category), "about a week")
