"""Opens the built sentence encoder and turns sentences into embeddings; for Rasa and the hub alike."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from nlu.encoder.files import EncoderFiles, built_files
from nlu.errors import EncoderMissingError

LONGEST = 256
"""Tokens of a message that are read; the encoder was trained on no longer ones."""

_WORTH_THREADS = 32


class SentenceEncoder:
    """A small pretrained transformer: near meanings give near embeddings. Safe to share between threads."""

    def __init__(self, files: EncoderFiles) -> None:
        """Raises EncoderMissingError if the files aren't there."""
        if not files.exist:
            raise EncoderMissingError(
                f"The sentence encoder {files.graph} has not been built: "
                "`python -m nlu.encoder.build` builds it."
            )
        self.id = files.graph.stem
        self._tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._session = onnxruntime.InferenceSession(
            str(files.graph), _single_thread(), providers=["CPUExecutionProvider"]
        )
        self.width = int(self._session.get_outputs()[0].shape[0])

    @classmethod
    def open(cls, home: Path, encoder_id: str | None = None) -> "SentenceEncoder":
        """The encoder under the home folder: by default the one now asked for, else the one of that id."""
        return cls(built_files(home, encoder_id))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeddings of length 1, one row a text.

        Each text is run by itself, so that its embedding never depends on what else is encoded with it; many
        at once (training) are spread over the processors.
        """
        if not texts:
            return np.zeros((0, self.width), np.float32)
        if len(texts) < _WORTH_THREADS:
            return np.stack([self._encode_one(text) for text in texts])
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return np.stack(list(pool.map(self._encode_one, texts)))

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        ids = np.asarray(self._tokenizer.encode(text).ids, np.int64)
        embedding: NDArray[np.float32] = self._session.run(None, {"input_ids": ids})[0]
        return embedding


def _single_thread() -> onnxruntime.SessionOptions:
    """One message is too little work to share: more threads only take processors from other messages."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def last_layer(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of embeddings, a row each, what the last layer says, of length 1: near where the meaning is near."""
    last = embeddings[:, : embeddings.shape[1] // 2]
    return np.asarray(last / np.maximum(np.linalg.norm(last, axis=1, keepdims=True), 1e-12), np.float32)
