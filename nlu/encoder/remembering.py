"""Remembers the embeddings of the last messages, since several readers ask for the same one in a row."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from nlu.encoder.sentences import SentenceEncoder

_KEPT = 512


class RememberingEncoder:
    """Stands in the place of an encoder; safe to share between threads. Keeps nothing longer than it runs."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    @property
    def id(self) -> str:
        """Name of the encoder."""
        return self._encoder.id

    @property
    def width(self) -> int:
        """How many numbers an embedding has."""
        return self._encoder.width

    def recall(self, text: str) -> NDArray[np.float32] | None:
        """The embedding of a text that was met lately; None rather than making one."""
        with self._lock:
            return self._known.get(text)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embeddings of length 1, one row a text; those met lately are not made again."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(unknown, self._encoder.encode(unknown), strict=True))
        with self._lock:
            for text in unknown:
                self._known[text] = known[text]
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        if not texts:
            return np.zeros((0, self._encoder.width), np.float32)
        return np.stack([known[text] for text in texts])
