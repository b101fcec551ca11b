"""Gathers the messages that nlu.several_training is fitted to, each scored by models that don't know it.

They are messages written for this (data/several), long training examples, which have one concern each, and
short ones joined.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.model_selection import KFold, StratifiedKFold

from nlu.encoder.changes import unknown_examples
from nlu.encoder.sentences import SentenceEncoder
from nlu.intent_model import IntentModel
from nlu.intent_training import FitSettings, fit_intent_model
from nlu.presence_model import PresenceModel
from nlu.presence_training import HeldConcerns, fit_presence
from nlu.scored_message import REPORT, ScoredMessage, score_message
from nlu.several_examples import joined_examples, long_stories, read_told
from nlu.training import ROOT

_FOLDS = 3
# How much they count for presence: those written for it, everyday examples, those put together.
_TOLD, _EVERYDAY, _JOINED = 3.0, 1.0, 0.5
_TIMES_JOINED = 8


@dataclass(frozen=True)
class Case:
    """A scored message whose concerns are known."""

    scored: ScoredMessage
    intents: frozenset[str]
    kind: str
    presence: PresenceModel
    """One that learned neither from it nor, of the training examples, from any that it is made of."""


@dataclass(frozen=True)
class _Known:
    """The training examples with what the encoder makes of them."""

    texts: list[str]
    intents: list[str]
    embeddings: NDArray[np.float32]
    unknown: NDArray[np.bool_] | None
    """Those that the encoder never learned from; None where it learned from none."""

    def reports(self, at: NDArray[np.int64]) -> list[int]:
        """Which of those at these positions report something."""
        return [int(n) for n in at if self.intents[n].startswith(REPORT)]


def gather_cases(
    examples: list[tuple[str, str]], encoder: SentenceEncoder
) -> tuple[list[Case], PresenceModel]:
    """All cases, and the model of presence that is to serve, which learned from all written for it."""
    texts, intents = [text for text, _ in examples], [intent for _, intent in examples]
    known = _Known(texts, intents, encoder.encode(texts), unknown_examples(texts))
    everything = fit_intent_model(texts, known.embeddings, intents, encoder.id, _settings(), known.unknown)
    told = list(read_told(ROOT / "data" / "several"))
    held = [frozenset(REPORT + label for label in labels) for _, labels in told]
    embeddings = encoder.encode([text for text, _ in told])
    others = _others(known, encoder)

    def fit(at: NDArray[np.int64]) -> PresenceModel:
        written = HeldConcerns(embeddings[at], [held[n] for n in at], _TOLD)
        names = sorted({intent for intent in intents if intent.startswith(REPORT)})
        return fit_presence(names, [written, *others])

    serving = fit(np.arange(len(told)))
    cases = list(_made_cases(known, everything, encoder, serving))
    for shown, left_out in KFold(_FOLDS, shuffle=True, random_state=3).split(embeddings):
        presence = fit(shown)
        cases += [
            Case(score_message(told[n][0], everything, encoder), held[n], "told", presence) for n in left_out
        ]
    return cases, serving


def _made_cases(
    known: _Known, everything: IntentModel, encoder: SentenceEncoder, presence: PresenceModel
) -> Iterator[Case]:
    def train(at: NDArray[np.int64]) -> IntentModel:
        texts, names = [known.texts[n] for n in at], [known.intents[n] for n in at]
        # Without folds of its own it has no temperature worth using; that of the whole will do.
        settings = replace(_settings(), folds=1)
        model = fit_intent_model(texts, known.embeddings[at], names, encoder.id, settings)
        return replace(model, temperature=everything.temperature)

    chance = random.Random(5)  # noqa: S311 - the same joined messages every time
    for shown, left_out in _splits(known):
        model = train(shown)
        reports = [(known.texts[n], known.intents[n]) for n in known.reports(left_out)]
        for kind, text, labels in (*long_stories(reports, chance), *joined_examples(reports, chance)):
            yield Case(score_message(text, model, encoder), labels, kind, presence)


def _others(known: _Known, encoder: SentenceEncoder) -> list[HeldConcerns]:
    """What presence learns beside the messages written for it: everyday reports, and such joined."""
    at = np.arange(len(known.texts)) if known.unknown is None else np.flatnonzero(~known.unknown)
    reports = known.reports(at)
    chance = random.Random(9)  # noqa: S311 - the same joined messages every time
    pairs = [(known.texts[n], known.intents[n]) for n in reports]
    joined = [made for _ in range(_TIMES_JOINED) for made in joined_examples(pairs, chance)]
    embeddings = encoder.encode([text for _, text, _ in joined])
    return [
        HeldConcerns(known.embeddings[reports], [{known.intents[n]} for n in reports], _EVERYDAY),
        HeldConcerns(embeddings, [held for *_, held in joined], _JOINED),
    ]


def _splits(known: _Known) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Which examples are shown to a model and which left out; a tuned encoder must not know these either."""
    if known.unknown is not None:
        yield np.flatnonzero(~known.unknown), np.flatnonzero(known.unknown)
    else:
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=3)
        yield from folds.split(known.intents, known.intents)


def _settings() -> FitSettings:
    """The classifier's settings in config.yml."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    names = FitSettings.__dataclass_fields__
    return next(
        FitSettings(**{name: value for name, value in part.items() if name in names})
        for part in pipeline
        if part["name"].endswith("CalibratedIntentClassifier")
    )
