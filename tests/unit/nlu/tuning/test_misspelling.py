"""Examples are misspelt as people do it, and never beyond recognition."""

import random

import pytest

from nlu.tuning.misspelling import misspell

MESSAGE = "Somebody's dumped a mattress behind the garages, again."


def by_chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same slips every time


class TestMisspell:
    def test_the_same_chance_makes_the_same_slips(self) -> None:
        assert misspell(MESSAGE, by_chance(3)) == misspell(MESSAGE, by_chance(3))

    def test_most_messages_keep_their_letters(self) -> None:
        plain = "somebodys dumped a mattress behind the garages again"
        kept = [misspell(MESSAGE, by_chance(seed)) in (MESSAGE, plain) for seed in range(300)]
        assert 0.6 < sum(kept) / len(kept) < 0.95

    def test_some_lose_capitals_and_stops(self) -> None:
        assert any(misspell(MESSAGE, by_chance(seed)).islower() for seed in range(50))

    @pytest.mark.parametrize("seed", range(60))
    def test_no_word_is_lost_and_short_ones_stay(self, seed: int) -> None:
        words = misspell(MESSAGE, by_chance(seed)).lower().split()
        assert len(words) == len(MESSAGE.split())
        assert {"a", "the"} <= set(words)

    def test_an_empty_message_stays_empty(self) -> None:
        assert misspell("", by_chance(1)) == ""
