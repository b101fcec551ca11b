"""Who says where something is, and who says what happens instead."""

from __future__ import annotations

import pytest

from bot.domain.where_cues import WhereCues
from bot.gateways.cue_wishes import load_where_cues
from bot.settings import ROOT


@pytest.fixture(scope="module")
def cues() -> WhereCues:
    return load_where_cues(ROOT / "data" / "cues")


@pytest.mark.parametrize(
    "text",
    [
        "in the car park behind the shops",
        "It's just outside number 12",
        "outside the chemist where they all hang about",
        "yeah over by the swings",
        "bottom of our street",
        "next to where the kids are",
    ],
)
def test_a_place_begins_as_one(cues: WhereCues, text: str) -> None:
    assert cues.says_where(text)
    assert not cues.says_what(text)


@pytest.mark.parametrize(
    "text",
    [
        "somebody is asleep in the doorway of the old bank",
        "there is litter all over the playing field",
        "cars parked across the pavement so I can't get past",
        "The windows have been smashed.",
    ],
)
def test_who_tells_says_what_happens(cues: WhereCues, text: str) -> None:
    assert cues.says_what(text)


@pytest.mark.parametrize("text", ["the dog walking field", "the drug house down the road", "hello", ""])
def test_a_few_other_words_are_neither(cues: WhereCues, text: str) -> None:
    assert not cues.says_where(text)
    assert not cues.says_what(text)


def test_a_question_says_nothing(cues: WhereCues) -> None:
    assert not cues.says_where("by the way, how long will it take?")
