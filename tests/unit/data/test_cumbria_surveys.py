"""The ready surveys: there are five, each is right, and each says what the Gunning check asks for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.gunning import check_consultation
from bot.domain.survey_languages import list_missing
from bot.gateways.place_pack_surveys import load_surveys
from bot.settings import ROOT

AREAS = ("allerdale", "copeland", "carlisle", "eden", "south_lakeland", "barrow")
SURVEYS = {survey.id: survey for survey in load_surveys(ROOT / "data" / "cumbria", AREAS)}


def test_the_five_are_there() -> None:
    assert set(SURVEYS) == {
        "after_service",
        "asb_case_closing",
        "csp_priorities",
        "feeling_safe",
        "safer_streets",
    }


def test_only_the_day_of_the_decision_is_left_for_the_hub_to_say() -> None:
    opens, closes = date(2027, 2, 1), date(2027, 2, 28)
    for survey in SURVEYS.values():
        missing = {finding.text for finding in check_consultation(survey, opens, closes, opens, ())}
        assert missing <= {"Say when it will be decided."}, survey.id


@pytest.mark.parametrize("language", ["pl", "ro", "uk"])
def test_nothing_is_left_in_english(language: str) -> None:
    assert {survey.id for survey in SURVEYS.values() if list_missing(survey, language)} == set()


def test_words_are_short_and_plain() -> None:
    for survey in SURVEYS.values():
        for question in survey.questions:
            assert len(question.text.split()) <= 16, question.id
            assert all(len(word) <= 12 for word in question.text.split()), question.text
