"""The opinion on danger in other languages weighs words alone, and names the language."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.foreign_danger_model import ForeignDangerModel
from nlu.phrase_features import BUCKETS, count_phrases


def small_model() -> ForeignDangerModel:
    """Knows that "pozar" is Polish and dangerous, "yangin" the same in Turkish, and "smieci" Polish only."""
    spoken = np.zeros((BUCKETS + 1, 2), np.float32)
    phrases = np.zeros(BUCKETS + 1, np.float32)
    for word, language, danger in (("pozar", 0, 1.0), ("smieci", 0, -1.0), ("yangin", 1, 1.0)):
        buckets = count_phrases(word).buckets
        spoken[buckets, language] += 1
        phrases[buckets] += danger
    return ForeignDangerModel(("pl", "tr"), spoken, phrases, np.ones(BUCKETS, np.float32), alarm_from=0.1)


class TestForeignDangerModel:
    @pytest.mark.parametrize(
        ("text", "heard"),
        [
            ("pożar", ("pl", True)),
            ("POZAR", ("pl", True)),
            ("śmieci", ("pl", False)),
            ("yangın", ("tr", True)),
        ],
    )
    def test_it_names_the_language_and_hears_danger(self, text: str, heard: tuple[str, bool]) -> None:
        assert small_model().listen(text) == heard

    def test_it_hears_the_same_after_being_saved_and_read(self, tmp_path: Path) -> None:
        small_model().save(tmp_path / "foreign.npz")
        with np.load(tmp_path / "foreign.npz") as stored:
            read = ForeignDangerModel.from_arrays(dict(stored))
        assert [read.listen(text) for text in ("pozar", "smieci")] == [("pl", True), ("pl", False)]

    def test_it_refuses_a_model_of_another_format(self, tmp_path: Path) -> None:
        small_model().save(tmp_path / "foreign.npz")
        with np.load(tmp_path / "foreign.npz") as stored:
            arrays = {**dict(stored), "format": np.array(99)}
        with pytest.raises(ValueError, match="train it again"):
            ForeignDangerModel.from_arrays(arrays)
