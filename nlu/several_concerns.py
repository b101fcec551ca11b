"""Tells which concerns a message holds: usually one, now and then two or three in one breath."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.domain.clauses import Clause, span, split_clauses
from nlu.intent_model import Encoder, IntentModel, Ranking, softmax

_REPORT = "report_"
_ENOUGH = 0.6


@dataclass(frozen=True)
class HeardConcern:
    """One concern in a message, as the intent that reports it."""

    intent: str
    confidence: float
    text: str
    """The part of the message that is about it."""


def read_message(text: str, model: IntentModel, encoder: Encoder) -> tuple[Ranking, list[HeardConcern]]:
    """The ranking of the intents for the whole message, and its concerns, likeliest first."""
    clauses = split_clauses(text)
    stretches = list(clauses) if len(clauses) > 1 else []
    stretches += [span(text, a, b) for a, b in pairwise(clauses) if len(clauses) > 2]
    texts = [text, *(stretch.text for stretch in stretches)]
    scores = np.stack([model.scores(*pair) for pair in zip(texts, encoder.encode(texts), strict=True)])
    chances = softmax(scores / np.float32(model.temperature))
    ranking = [(model.intents[at], float(chances[0][at])) for at in np.argsort(-chances[0], kind="stable")]
    return ranking, _concerns(text, model.intents, chances, stretches)


def _concerns(
    text: str, intents: tuple[str, ...], chances: NDArray[np.float32], stretches: list[Clause]
) -> list[HeardConcern]:
    reports = [n for n, name in enumerate(intents) if name.startswith(_REPORT)]
    best = max(reports, key=lambda n: float(chances[0][n]))
    heard = [HeardConcern(intents[best], float(chances[0][best]), text)]
    for n in reports:
        if n == best or not stretches:
            continue
        at = int(np.argmax(chances[1:, n]))
        if chances[1 + at][n] >= _ENOUGH and chances[0][n] > 0.02:
            heard.append(HeardConcern(intents[n], float(chances[1 + at][n]), stretches[at].text))
    return heard[:3]
