"""The opinion on danger weighs what a message is like against what its words say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.danger_model import DangerModel, Likeness, Phrases
from nlu.phrase_features import BUCKETS, count_phrases

FIRE = np.array([1.0, 0.0, 0.0], np.float32)
FALL = np.array([0.0, 1.0, 0.0], np.float32)
BINS = np.array([0.0, 0.0, 1.0], np.float32)


def small_model(alarm_from: float = 0.5) -> DangerModel:
    """Fires lie along the first axis, falls along the second, bins along the third; "last week" calms."""
    weights = np.zeros(BUCKETS, np.float32)
    weights[count_phrases("last week").buckets] = -1.0
    return DangerModel(
        names=("emergency", "medical"),
        likeness=Likeness(
            supports=np.stack([FIRE, FALL, BINS]),
            pulls=np.array([3.0, 3.0, -3.0], np.float32),
            kinds=np.array([0, 1, -1], np.int8),
            sharpness=2.0,
            offset=-1.0,
        ),
        phrases=Phrases(weights, np.ones(BUCKETS, np.float32), 0.0),
        mix=np.array([1.0, 1.0, 0.0], np.float32),
        alarm_from=alarm_from,
        encoder_id="0123456789abcdef",
    )


class TestDangerModel:
    @pytest.mark.parametrize(("embedding", "kind"), [(FIRE, "emergency"), (FALL, "medical")])
    def test_it_names_the_kind_of_the_nearest_examples(self, embedding: np.ndarray, kind: str) -> None:
        thought = small_model().think("it has happened", embedding)
        assert thought is not None
        assert thought[0] == kind
        assert 0.5 < thought[1] < 1.0

    def test_it_stays_quiet_about_what_is_like_harmless_examples(self) -> None:
        assert small_model().think("it has happened", BINS) is None

    def test_words_can_calm_it(self) -> None:
        assert small_model().think("last week", FIRE) is None

    def test_it_alarms_only_from_its_threshold(self) -> None:
        assert small_model(alarm_from=0.999).think("it has happened", FIRE) is None

    def test_it_thinks_the_same_after_being_saved_and_read(self, tmp_path: Path) -> None:
        small_model().save(tmp_path / "danger.npz")
        with np.load(tmp_path / "danger.npz") as stored:
            read = DangerModel.from_arrays(dict(stored))
        assert read.think("it has happened", FALL) == small_model().think("it has happened", FALL)
        assert read.encoder_id == "0123456789abcdef"

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

    def test_it_finds_likeness_in_a_misspelt_word(self) -> None:
        right, wrong = (set(count_phrases(word).buckets) for word in ("strangling", "stranglin"))
        assert len(right & wrong) > len(right) / 2
