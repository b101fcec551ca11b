"""The opinion on danger weighs what a message means against what its words say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.danger_model import DangerModel
from nlu.danger_precedents import Precedents
from nlu.phrase_features import BUCKETS, count_phrases

FIRE = np.array([1.0, 0.0, 0.0], np.float32)
FALL = np.array([0.0, 1.0, 0.0], np.float32)
BINS = np.array([0.0, 0.0, 1.0], np.float32)


def small_model() -> DangerModel:
    """Fires lie along the first axis, falls along the second, bins along the third; "last week" calms."""
    phrases = np.zeros(BUCKETS, np.float32)
    calming = set(count_phrases("last week").buckets) - set(
        count_phrases("it has happened right now").buckets
    )
    phrases[list(calming)] = -2.0
    return DangerModel(
        names=("emergency", "medical"),
        meaning=np.array([3.0, 3.0, -3.0], np.float32),
        phrases=phrases,
        rarity=np.ones(BUCKETS, np.float32),
        kinds=np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]], np.float32),
        scale=(2.0, -1.0),
        alarm_from=0.5,
        calm_below=0.1,
        encoder_id="0123456789abcdef",
        precedents=Precedents.gather(np.stack([FIRE, BINS]), np.array([True, False])),
        precedent_weight=0.0,
        doubt_from=0.0,
    )


class TestDangerModel:
    @pytest.mark.parametrize(("embedding", "kind"), [(FIRE, "emergency"), (FALL, "medical")])
    def test_it_names_the_kind_that_it_means(self, embedding: np.ndarray, kind: str) -> None:
        named, chance = small_model().think("it has happened", embedding)
        assert named == kind
        assert chance == pytest.approx(1 / (1 + np.exp(-5.0)))

    def test_it_is_calm_about_what_means_no_harm(self) -> None:
        assert small_model().think("it has happened", BINS)[1] < 0.01

    def test_words_can_calm_it(self) -> None:
        model = small_model()
        assert model.think("last week", FIRE)[1] < 0.5 < model.think("right now", FIRE)[1]

    def test_it_thinks_the_same_after_being_saved_and_read(self, tmp_path: Path) -> None:
        small_model().save(tmp_path / "danger.npz")
        with np.load(tmp_path / "danger.npz") as stored:
            read = DangerModel.from_arrays(dict(stored))
        assert read.think("last week it happened", FALL) == small_model().think("last week it happened", FALL)
        assert (read.encoder_id, read.alarm_from, read.calm_below) == ("0123456789abcdef", 0.5, 0.1)

    def test_it_refuses_a_model_of_another_format(self, tmp_path: Path) -> None:
        small_model().save(tmp_path / "danger.npz")
        with np.load(tmp_path / "danger.npz") as stored:
            arrays = {**dict(stored), "format": np.array(1)}
        with pytest.raises(ValueError, match="train it again"):
            DangerModel.from_arrays(arrays)


class TestCountPhrases:
    def test_it_tells_pairs_of_words_apart(self) -> None:
        now, then = count_phrases("is breaking"), count_phrases("breaking is")
        assert set(now.buckets) != set(then.buckets)

    def test_it_reads_with_and_without_apostrophes_alike(self) -> None:
        assert set(count_phrases("he's here").buckets) == set(count_phrases("hes here").buckets)

    def test_it_reads_with_and_without_accents_alike(self) -> None:
        assert set(count_phrases("ma nóż").buckets) == set(count_phrases("ma noz").buckets)

    def test_it_finds_a_word_inside_a_chinese_sentence(self) -> None:
        sentence, word = (set(count_phrases(text).buckets) for text in ("他有刀快来", "刀"))
        assert len(sentence & word) > 2

    def test_it_finds_likeness_in_a_misspelt_word(self) -> None:
        right, wrong = (set(count_phrases(word).buckets) for word in ("strangling", "stranglin"))
        assert len(right & wrong) > len(right) / 2
