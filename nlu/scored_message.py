"""Scores a message as a whole and stretch by stretch with the intent model."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.domain.clauses import Clause, span, split_clauses, without_joining_words
from nlu.intent_model import Encoder, IntentModel, softmax

REPORT = "report_"

type Numbers = NDArray[np.float32]

# How much the clauses (on average) and the best pair of them count beside the whole message: people bury the
# point in a long message, and these weights did best on messages left out (docs/adr/0005).
_CLAUSE_WEIGHT = 0.5
_PAIR_WEIGHT = 0.25


@dataclass(frozen=True)
class ScoredMessage:
    """A message with the scores of its stretches, each divided by the model's temperature."""

    text: str
    clauses: tuple[Clause, ...]
    pairs: tuple[Clause, ...]
    """Neighbouring clauses taken together, where there are more than two."""
    intents: tuple[str, ...]
    whole: Numbers
    """[intents]"""
    by_clause: Numbers
    """[clauses, intents]; of a message with one clause, the whole."""
    by_pair: Numbers
    """[pairs, intents]; where there are none, those of the clauses."""
    embedding: Numbers
    """Of the whole message."""

    @property
    def reports(self) -> NDArray[np.int64]:
        """Which intents report something."""
        return np.array([n for n, name in enumerate(self.intents) if name.startswith(REPORT)])

    def combined(self) -> Numbers:
        """What speaks for each reporting intent in the whole message and its stretches together."""
        at = self.reports
        clauses = _CLAUSE_WEIGHT * self.by_clause[:, at].mean(axis=0)
        pairs = _PAIR_WEIGHT * self.by_pair[:, at].max(axis=0)
        return np.asarray(
            (self.whole[at] + clauses + pairs) / (1 + _CLAUSE_WEIGHT + _PAIR_WEIGHT), np.float32
        )


def score_message(text: str, model: IntentModel, encoder: Encoder) -> ScoredMessage:
    """Split a message and score all its stretches."""
    clauses = split_clauses(text)
    if len(clauses) < 2:
        clauses = ()
    pairs = tuple(span(text, *pair) for pair in pairwise(clauses)) if len(clauses) > 2 else ()
    texts = [text, *(without_joining_words(stretch.text) for stretch in (*clauses, *pairs))]
    embeddings = encoder.encode(texts)
    scores = np.stack([model.scores(*pair) for pair in zip(texts, embeddings, strict=True)])
    scores = np.asarray(scores / np.float32(model.temperature), np.float32)
    by_clause = scores[1 : 1 + len(clauses)] if clauses else scores[:1]
    return ScoredMessage(
        text=text,
        clauses=clauses,
        pairs=pairs,
        intents=model.intents,
        whole=scores[0],
        by_clause=by_clause,
        by_pair=scores[1 + len(clauses) :] if pairs else by_clause,
        embedding=embeddings[0],
    )


def rank(scored: ScoredMessage) -> Numbers:
    """Probability of each intent: of those that report something, by the clauses as well as the whole."""
    chances: Numbers = softmax(scored.whole[np.newaxis])[0]
    if scored.clauses:
        at = scored.reports
        chances[at] = chances[at].sum() * softmax(scored.combined()[np.newaxis])[0]
    return np.asarray(chances, np.float32)
