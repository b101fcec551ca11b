"""The encoder that remembers."""

from __future__ import annotations

from unittest.mock import create_autospec

import numpy as np

from nlu.encoder.remembering import RememberingEncoder
from nlu.encoder.sentences import SentenceEncoder


def encoder() -> SentenceEncoder:
    inner: SentenceEncoder = create_autospec(SentenceEncoder, instance=True)
    inner.id, inner.width = "e1", 2
    inner.encode.side_effect = lambda texts: np.full((len(texts), 2), 0.5, np.float32)  # type: ignore[attr-defined]
    return inner


def test_what_was_met_is_not_made_again() -> None:
    inner = encoder()
    remembering = RememberingEncoder(inner)
    remembering.encode(["hello"])
    remembering.encode(["hello", "other", "other"])
    assert [call.args[0] for call in inner.encode.call_args_list] == [["hello"], ["other"]]  # type: ignore[attr-defined]


def test_recalling_makes_nothing() -> None:
    inner = encoder()
    remembering = RememberingEncoder(inner)
    assert remembering.recall("hello") is None
    made = remembering.encode(["hello"])[0]
    recalled = remembering.recall("hello")
    assert recalled is not None
    assert np.array_equal(recalled, made)
    assert remembering.id == "e1"
