"""What a message's words tell the intent model."""

import numpy as np

from nlu.word_features import BUCKETS, count_features, weigh

FIRST_BUCKET_OF_BIN = 2892

EVEN = np.ones(BUCKETS, np.float32)


def likeness(one: str, other: str) -> float:
    rows = [weigh(count_features(text), EVEN) for text in (one, other)]
    dense = np.zeros((2, BUCKETS), np.float32)
    for at, row in enumerate(rows):
        dense[at, row.buckets] = row.values
    return float(dense[0] @ dense[1])


class TestCountFeatures:
    def test_case_and_punctuation_make_no_difference(self) -> None:
        assert likeness("FLY TIPPING!!", "fly-tipping") > 0.999

    def test_both_apostrophes_are_the_same(self) -> None:
        assert likeness("it’s", "it's") > 0.999

    def test_a_misspelt_word_is_nearer_than_another_word(self) -> None:
        assert likeness("grafitti", "graffiti") > 0.3 > likeness("grafitti", "mattress")

    def test_a_bucket_is_the_same_in_every_process(self) -> None:
        # The literal guards models on disk: another hash would read their weights wrongly.
        assert sorted(count_features("bin").buckets.tolist())[0] == FIRST_BUCKET_OF_BIN

    def test_nothing_said_has_no_features(self) -> None:
        assert count_features(" ... ").buckets.size == 0


class TestWeigh:
    def test_a_row_is_of_length_one(self) -> None:
        row = weigh(count_features("a sofa and three bags of rubble"), EVEN)
        assert abs(float(np.linalg.norm(row.values)) - 1.0) < 1e-5

    def test_words_that_training_never_met_leave_nothing(self) -> None:
        row = weigh(count_features("sofa"), np.zeros(BUCKETS, np.float32))
        assert float(np.abs(row.values).sum()) == 0.0

    def test_rarer_features_weigh_more(self) -> None:
        counted = count_features("sofa")
        rarity = EVEN.copy()
        rarity[counted.buckets[0]] = 3.0
        weighed = weigh(counted, rarity)
        assert weighed.values[0] > weighed.values[1]
