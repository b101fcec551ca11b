"""A hand-made intent model of two features and three intents."""

import numpy as np

from nlu.intent_model import IntentModel
from nlu.word_features import BUCKETS, count_features

FINE_WORD = "cheers"


def tiny_model(temperature: float = 1.0) -> IntentModel:
    """Litter lies along the first axis, noise along the second, and one word speaks for thanks."""
    word_weights = np.zeros((BUCKETS, 3), np.float16)
    word_weights[count_features(FINE_WORD).buckets, 2] = 9.0
    return IntentModel(
        intents=("report_litter", "report_noise", "thank"),
        weights=np.array([[4.0, 0.0, 0.0], [0.0, 4.0, 0.0]], np.float32),
        word_weights=word_weights,
        rarity=np.ones(BUCKETS, np.float32),
        biases=np.zeros(3, np.float32),
        temperature=temperature,
        ask_below=0.4,
        encoder_id="0123456789abcdef",
    )


LITTER = np.array([1.0, 0.0], np.float32)
NOISE = np.array([0.0, 1.0], np.float32)
