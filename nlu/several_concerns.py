"""Tells which concerns a message holds: usually one, now and then two or three in one breath.

The message and its clauses are scored by the intent model; a small model, fitted by nlu.several_training to
messages of both kinds, then says for each further category whether it is a concern of its own or belongs to
the same story (docs/adr/0005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.clauses import without_joining_words
from nlu.intent_model import Encoder, IntentModel, Ranking, softmax
from nlu.scored_message import Numbers, ScoredMessage, rank, score_message
from nlu.several_model import FEATURES, SeveralModel

MOST_CONCERNS = 4

_NEVER = -5.0
"""Score of a category in a place where there are no words."""


@dataclass(frozen=True)
class HeardConcern:
    """One concern in a message, as the intent that reports it."""

    intent: str
    confidence: float
    text: str
    """The part of the message that is about it."""


def read_message(
    text: str, model: IntentModel, encoder: Encoder, several: SeveralModel
) -> tuple[Ranking, list[HeardConcern]]:
    """The ranking of the intents, and the concerns that the message holds if it is a report."""
    scored = score_message(text, model, encoder)
    chances = rank(scored)
    ranking = [(scored.intents[at], float(chances[at])) for at in np.argsort(-chances, kind="stable")]
    reports = scored.reports
    first = int(np.argmax(chances[reports]))
    found = {first: float(chances[reports[first]])}
    if scored.clauses:
        further = further_chances(scored, first, several)
        likely = sorted(further, key=lambda n: -further[n])[: MOST_CONCERNS - 1]
        found |= {n: further[n] for n in likely if further[n] >= several.enough}
        if len(found) > 1:
            # Clear concerns share the probability of one intent: what counts is how clear its own part is.
            found[first] = max(found[first], _own_chance(scored, first))
    parts = _parts(scored, list(found))
    concerns = [
        HeardConcern(scored.intents[reports[n]], confidence, parts[n]) for n, confidence in found.items()
    ]
    return ranking, concerns


def further_chances(scored: ScoredMessage, first: int, several: SeveralModel) -> dict[int, float]:
    """For each category but the first, how likely it is a concern of its own."""
    names = [scored.intents[at] for at in scored.reports]
    others = [n for n in range(len(names)) if n != first]
    presence = several.presence.scores(scored.embedding, names)
    table = features(scored, first, others, several.expected(names[first], names), presence)
    return dict(zip(others, several.chances(table).tolist(), strict=True))


def features(
    scored: ScoredMessage,
    first: int,
    others: list[int],
    expected: NDArray[np.float64],
    presence: Numbers,
) -> Numbers:
    """What tells whether other categories are concerns beside the first, a row each, columns as FEATURES.

    `expected` [categories, 2] holds how strongly each category usually sounds in stories about the first
    alone: mean and deviation. `presence` [categories] are the log odds that the whole message holds each.
    """
    at = scored.reports
    whole, clauses, pairs = scored.whole[at], scored.by_clause[:, at], scored.by_pair[:, at]
    shares = softmax(clauses)
    reporting = softmax(scored.by_clause)[:, at].sum(axis=1)
    tops = shares.argmax(axis=1)
    led = np.bincount(tops, minlength=len(at)).astype(np.float64)
    where = clauses.argmax(axis=0)
    # Row n: how strongly every category sounds in the clause that is best for category n.
    here = clauses[where]
    own = here.diagonal()
    next_best, third = here.copy(), here.copy()
    np.fill_diagonal(next_best, -np.inf)
    np.fill_diagonal(third, -np.inf)
    third[:, first] = -np.inf
    strongest = np.maximum(clauses.max(axis=0), pairs.max(axis=0))
    table = np.column_stack(
        (
            whole,
            whole - whole[first],
            own,
            pairs.max(axis=0),
            own - next_best.max(axis=1),
            own - here[:, first],
            own - third.max(axis=1),
            _best_elsewhere(scored, int(at[first]))[where],
            np.log([clause.words for clause in scored.clauses])[where],
            np.full(len(at), np.log(len(clauses))),
            (strongest - expected[:, 0]) / expected[:, 1],
            led,
            led / len(clauses),
            reporting[where],
            np.log(shares.sum(axis=0) + 0.01),
            *_presence_columns(presence, first),
        )
    )
    return np.asarray(table[others], np.float32).reshape(-1, len(FEATURES))


def _presence_columns(presence: Numbers, first: int) -> tuple[NDArray[np.float64], ...]:
    """How present each category is in the whole message, beside the first and beside the rest."""
    others = np.where(np.arange(len(presence)) == first, -np.inf, presence)
    by_strength = np.sort(others)[::-1]
    next_best = np.where(others == by_strength[0], by_strength[1], by_strength[0])
    everywhere = np.ones(len(presence))
    return (
        presence,
        everywhere * presence[first],
        presence - presence[first],
        presence - next_best,
        everywhere * (1 / (1 + np.exp(-presence))).sum(),
        others == by_strength[0],
    )


def _best_elsewhere(scored: ScoredMessage, intent: int) -> Numbers:
    """For each clause, the best score of an intent in the stretches that don't touch it."""
    stretches = (*scored.clauses, *scored.pairs)
    starts = np.array([stretch.start for stretch in stretches])
    ends = np.array([stretch.end for stretch in stretches])
    scores = scored.by_clause[:, intent]
    if scored.pairs:
        scores = np.concatenate((scores, scored.by_pair[:, intent]))
    own = slice(0, len(scored.clauses))
    apart = (ends[None, :] <= starts[own, None]) | (starts[None, :] >= ends[own, None])
    best = np.where(apart, scores[None, :], -np.inf).max(axis=1)
    return np.asarray(np.where(apart.any(axis=1), best, _NEVER), np.float32)


def _own_chance(scored: ScoredMessage, n: int) -> float:
    """How clearly the clearest stretch is about a category."""
    at = int(scored.reports[n])
    return float(max(softmax(scored.by_clause)[:, at].max(), softmax(scored.by_pair)[:, at].max()))


def _parts(scored: ScoredMessage, found: list[int]) -> dict[int, str]:
    """The clauses that are about each concern; one that says little goes with the clause before it."""
    if len(found) < 2:
        return dict.fromkeys(found, scored.text.strip())
    shares = softmax(scored.by_clause[:, scored.reports])[:, found]
    owners: list[int] = []
    for row in shares:
        clear = row.max() >= 1 / 3 or not owners
        owners.append(int(row.argmax()) if clear else owners[-1])
    # Each concern has at least the clause where it sounds strongest.
    for k, n in enumerate(found):
        if k not in owners:
            owners[int(scored.by_clause[:, scored.reports[n]].argmax())] = k
    parts = {}
    for k, n in enumerate(found):
        own = [clause.text for clause, owner in zip(scored.clauses, owners, strict=True) if owner == k]
        best = scored.clauses[int(scored.by_clause[:, scored.reports[n]].argmax())].text
        parts[n] = ", ".join(without_joining_words(text) for text in own) or best
    return parts
