"""The intent model, as Rasa and the hub use it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nlu.errors import ModelUnreadableError
from nlu.intent_model import FILE_NAME, IntentModel
from tests.unit.nlu.tiny_model import FINE_WORD, LITTER, NOISE, tiny_model


class FakeEncoder:
    """Gives every text the embedding of noise."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return np.stack([NOISE for _ in texts])


class TestClassify:
    def test_every_intent_is_ranked_likeliest_first(self) -> None:
        ranking = tiny_model().classify("", LITTER)
        chances = [chance for _, chance in ranking]
        assert ranking[0][0] == "report_litter"
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) == pytest.approx(1.0, abs=1e-6)
        assert len(ranking) == 3

    def test_a_telling_word_outweighs_the_embedding(self) -> None:
        assert tiny_model().classify(FINE_WORD, LITTER)[0][0] == "thank"

    def test_a_higher_temperature_is_less_sure_of_the_same_answer(self) -> None:
        sure, unsure = (tiny_model(temperature).classify("", LITTER)[0] for temperature in (0.5, 2.0))
        assert sure[0] == unsure[0]
        assert sure[1] > unsure[1]

    def test_text_is_embedded_where_its_embedding_is_not_known(self) -> None:
        assert tiny_model().classify_text("", FakeEncoder())[0][0] == "report_noise"


class TestSaveAndLoad:
    def test_a_loaded_model_answers_as_the_saved_one(self, tmp_path: Path) -> None:
        tiny_model(0.7).save(tmp_path / FILE_NAME)
        loaded = IntentModel.load(tmp_path / FILE_NAME)
        assert loaded.classify("cheers", NOISE) == tiny_model(0.7).classify("cheers", NOISE)
        assert (loaded.encoder_id, loaded.ask_below) == ("0123456789abcdef", 0.4)

    def test_a_missing_file_is_told_by_name(self, tmp_path: Path) -> None:
        with pytest.raises(ModelUnreadableError, match=r"nowhere\.npz"):
            IntentModel.load(tmp_path / "nowhere.npz")

    def test_a_file_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / FILE_NAME).write_bytes(b"not a model")
        with pytest.raises(ModelUnreadableError):
            IntentModel.load(tmp_path / FILE_NAME)

    def test_a_model_of_another_format_asks_to_be_trained_again(self, tmp_path: Path) -> None:
        np.savez(tmp_path / FILE_NAME, format=np.array(999))
        with pytest.raises(ModelUnreadableError, match="train it again"):
            IntentModel.load(tmp_path / FILE_NAME)

    def test_a_model_with_a_part_missing_is_refused(self, tmp_path: Path) -> None:
        replace(tiny_model()).save(tmp_path / FILE_NAME)
        with np.load(tmp_path / FILE_NAME) as stored:
            kept = {name: stored[name] for name in stored.files if name != "biases"}
        np.savez(tmp_path / FILE_NAME, **kept)
        with pytest.raises(ModelUnreadableError):
            IntentModel.load(tmp_path / FILE_NAME)
