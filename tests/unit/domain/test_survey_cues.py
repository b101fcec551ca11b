"""Words that move about in a survey."""

from __future__ import annotations

import pytest

from bot.domain.survey_cues import SurveyCues, SurveyWish
from bot.gateways.cue_wishes import load_survey_cues
from bot.settings import ROOT


@pytest.fixture(scope="module")
def cues() -> SurveyCues:
    return load_survey_cues(ROOT / "data" / "cues")


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Back", SurveyWish.BACK),
        (" stop. ", SurveyWish.PAUSE),
        ("I\N{RIGHT SINGLE QUOTATION MARK}d rather not", SurveyWish.DECLINE),
        ("POMIŃ", SurveyWish.SKIP),
        ("send it!", SurveyWish.SEND),
    ],
)
def test_alone_they_say_what_is_wanted(cues: SurveyCues, text: str, wish: SurveyWish) -> None:
    assert cues.find(text) is wish


@pytest.mark.parametrize("text", ["stop the speeding on our road", "bring back the warden", "nothing", ""])
def test_among_others_they_are_an_answer(cues: SurveyCues, text: str) -> None:
    assert cues.find(text) is None
