"""Embeddings that the hub made and sends along with a message, so that Rasa needn't make them again."""

from __future__ import annotations

import base64
from collections import OrderedDict
from threading import Lock

import numpy as np
from numpy.typing import NDArray

_MOST = 64
_NUMBER = np.dtype("<f4")


def as_text(embedding: NDArray[np.float32]) -> str:
    """An embedding as it travels in JSON; not a digit is lost."""
    return base64.b64encode(embedding.astype(_NUMBER).tobytes()).decode("ascii")


def from_text(text: str) -> NDArray[np.float32]:
    """The embedding of `as_text`; raises ValueError for anything else."""
    return np.frombuffer(base64.b64decode(text, validate=True), _NUMBER).astype(np.float32)


class GivenEmbeddings:
    """Waits for the message that an embedding belongs to; each is taken once."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._waiting: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def give(self, encoder_id: str, text: str, embedding: NDArray[np.float32]) -> None:
        """Keep one that an encoder made of a text."""
        with self._lock:
            self._waiting[encoder_id, text] = embedding
            while len(self._waiting) > self._most:
                self._waiting.popitem(last=False)

    def take(self, encoder_id: str, text: str, width: int) -> NDArray[np.float32] | None:
        """The embedding that this encoder would make of the text; None unless it was given."""
        with self._lock:
            embedding = self._waiting.pop((encoder_id, text), None)
        return embedding if embedding is not None and embedding.shape == (width,) else None


#: Of this process: the channel gives, the component that makes features takes.
given_embeddings = GivenEmbeddings()
