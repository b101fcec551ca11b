"""How good rankings are against labelled messages: accuracy, F1, calibration, out-of-scope detection."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.intent_model import Ranking

OUT_OF_SCOPE = "out_of_scope"

_BINS = 10


@dataclass(frozen=True)
class Labelled:
    """A message of a test set: its label, and other labels that a reasonable reader would accept."""

    text: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class IntentScore:
    """How one intent fares, as shares from 0 to 1."""

    intent: str
    messages: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Measures:
    """The figures of a test set, as shares from 0 to 1."""

    messages: int
    strict: float
    """The likeliest intent is the label."""
    lenient: float
    """The likeliest intent is the label or one that would be accepted as well."""
    top_three: float
    """The label is among the three likeliest."""
    macro_f1: float
    calibration_error: float
    """Mean distance between confidence and share right (ECE, ten bins)."""
    out_of_scope_found: float
    in_scope_refused: float
    """Messages with another label that were taken for out of scope."""
    asked: float
    """Messages on which the confidence is too low to go on without asking."""
    intents: tuple[IntentScore, ...]
    confusions: tuple[tuple[str, str, int], ...]
    """Label, intent taken for it, how often; most frequent first."""


def measure(messages: Sequence[Labelled], rankings: Sequence[Ranking], ask_below: float) -> Measures:
    """Compare rankings with labels. Raises ValueError if there are no messages."""
    if not messages:
        raise ValueError("There are no messages to measure.")
    labels = [message.label for message in messages]
    taken = [ranking[0][0] for ranking in rankings]
    confidences = [ranking[0][1] for ranking in rankings]
    right = [label == intent for label, intent in zip(labels, taken, strict=True)]
    scores = intent_scores(labels, taken)
    return Measures(
        messages=len(messages),
        strict=_share(right),
        lenient=_share(
            [
                intent in (message.label, *message.also)
                for message, intent in zip(messages, taken, strict=True)
            ]
        ),
        top_three=_share(
            [
                label in [name for name, _ in ranking[:3]]
                for label, ranking in zip(labels, rankings, strict=True)
            ]
        ),
        macro_f1=float(np.mean([score.f1 for score in scores])),
        calibration_error=calibration_error(confidences, right),
        out_of_scope_found=_share(
            [
                intent == OUT_OF_SCOPE
                for label, intent in zip(labels, taken, strict=True)
                if label == OUT_OF_SCOPE
            ]
        ),
        in_scope_refused=_share(
            [
                intent == OUT_OF_SCOPE
                for label, intent in zip(labels, taken, strict=True)
                if label != OUT_OF_SCOPE
            ]
        ),
        asked=_share([confidence < ask_below for confidence in confidences]),
        intents=tuple(scores),
        confusions=_confusions(labels, taken),
    )


def intent_scores(labels: Sequence[str], taken: Sequence[str]) -> list[IntentScore]:
    """Precision, recall and F1 of each label that occurs, in alphabetical order."""
    hits = Counter(label for label, intent in zip(labels, taken, strict=True) if label == intent)
    expected, given = Counter(labels), Counter(taken)
    scores = []
    for intent in sorted(expected):
        precision = hits[intent] / given[intent] if given[intent] else 0.0
        recall = hits[intent] / expected[intent]
        f1 = 2 * precision * recall / (precision + recall) if hits[intent] else 0.0
        scores.append(IntentScore(intent, expected[intent], precision, recall, f1))
    return scores


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: mean of |confidence - share right| over ten bins, by the bins' sizes."""
    sure, hit = np.asarray(confidences), np.asarray(right, float)
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [abs(sure[bins == at].mean() - hit[bins == at].mean()) * (bins == at).mean() for at in set(bins)]
    return float(sum(gaps))


def _confusions(labels: Sequence[str], taken: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter(pair for pair in zip(labels, taken, strict=True) if pair[0] != pair[1])
    return tuple((label, intent, times) for (label, intent), times in counted.most_common())


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0
