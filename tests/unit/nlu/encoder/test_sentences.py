"""The built encoder, as the hub opens it."""

import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from nlu.encoder.files import home_folder
from nlu.encoder.sentences import SentenceEncoder, last_layer
from nlu.errors import EncoderMissingError

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """Built by the environment that can; one that was built before is found again."""
    subprocess.run(
        [str(ROOT / "nlu" / ".venv" / "bin" / "python"), "-m", "nlu.encoder.build"], cwd=ROOT, check=True
    )
    return SentenceEncoder.open(home_folder())


class TestEncode:
    def test_embeddings_are_rows_of_length_one(self, encoder: SentenceEncoder) -> None:
        embeddings = encoder.encode(["a sofa in the lane", "loud music"])
        assert (embeddings.shape, embeddings.dtype) == ((2, 768), np.float32)
        np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1.0, atol=1e-4)

    def test_near_meanings_are_near_without_a_word_in_common(self, encoder: SentenceEncoder) -> None:
        sofa, couch, music = last_layer(
            encoder.encode(
                [
                    "a sofa was dumped in the lane",
                    "somebody left their old couch out",
                    "their music never stops",
                ]
            )
        )
        assert sofa @ couch > sofa @ music + 0.2

    def test_what_the_last_layer_says_is_of_length_one_too(self, encoder: SentenceEncoder) -> None:
        said = last_layer(encoder.encode(["a sofa in the lane", "loud music"]))
        assert said.shape == (2, 384)
        np.testing.assert_allclose(np.linalg.norm(said, axis=1), 1.0, atol=1e-4)

    def test_an_embedding_does_not_depend_on_its_company(self, encoder: SentenceEncoder) -> None:
        texts = [f"the bin at number {number} was not emptied" for number in range(40)]
        np.testing.assert_array_equal(encoder.encode(texts)[7], encoder.encode([texts[7]])[0])

    def test_nothing_gives_nothing(self, encoder: SentenceEncoder) -> None:
        assert encoder.encode([]).shape == (0, 768)

    @pytest.mark.parametrize("text", ["", " ", "\u0000", "🗑️🗑️", "слово", "word " * 5000])
    def test_any_text_has_an_embedding(self, encoder: SentenceEncoder, text: str) -> None:
        assert np.isfinite(encoder.encode([text])).all()

    def test_a_message_of_twenty_words_takes_a_few_milliseconds(self, encoder: SentenceEncoder) -> None:
        text = (
            "there is a large pothole outside our house and a cyclist nearly came off it again this morning"
        )
        taken = []
        for _ in range(30):
            began = time.process_time()
            encoder.encode([text])
            taken.append(time.process_time() - began)
        assert min(taken) < 0.006


class TestOpen:
    def test_one_that_was_not_built_says_how_to(self, tmp_path: Path) -> None:
        with pytest.raises(EncoderMissingError, match=r"nlu\.encoder\.build"):
            SentenceEncoder.open(tmp_path)
