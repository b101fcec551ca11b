"""Questions are told by how they begin."""

from __future__ import annotations

import pytest

from bot.domain.question_cues import QuestionCues
from bot.gateways.cue_wishes import load_question_cues
from bot.settings import ROOT


@pytest.fixture(scope="module")
def cues() -> QuestionCues:
    return load_question_cues(ROOT / "data" / "cues")


@pytest.mark.parametrize(
    "text",
    [
        "what will happen to him?",
        "can i add a photo later",
        "How long will it take",
        "is this private?",
        "why",
    ],
)
def test_a_question_is_one(cues: QuestionCues, text: str) -> None:
    assert cues.asks(text)


@pytest.mark.parametrize(
    "text",
    ["behind the shops?", "the can factory", "when it rains it floods", "a red Focus", "number 12?", "", "?"],
)
def test_an_answer_is_none(cues: QuestionCues, text: str) -> None:
    assert not cues.asks(text)
