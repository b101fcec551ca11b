"""How people say when something happened, and that what they say is kept in their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.times import TimeCues
from bot.gateways.cue_times import load_time_cues

FILE = Path(__file__).parents[3] / "data/cues/times.yml"


@pytest.fixture(scope="module")
def times() -> TimeCues:
    return load_time_cues(FILE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the lights have been off for a fortnight", "for a fortnight"),
        ("not moved in 8 months, flat tyres", "in 8 months"),
        ("it was there 2 wks ago", "2 wks ago"),
        ("for over three yrs now they have done it", "for over three yrs now"),
        ("it began about 20 mins ago", "about 20 mins ago"),
        ("barking since 6 this morning", "this morning"),
    ],
)
def test_a_time_is_found_in_the_words_of_who_said_it(times: TimeCues, text: str, said: str) -> None:
    assert times.find(text) == said


@pytest.mark.parametrize("text", ["a min bus broke the wall", "in the yr book", "3 hr staff were rude"])
def test_a_word_that_only_looks_like_one_is_no_time(times: TimeCues, text: str) -> None:
    assert times.find(text) is None
