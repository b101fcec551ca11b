"""Fits the model of several concerns: `python -m nlu.several_training`, when the encoder changed.

Which messages it is fitted to, and by which models these are scored, stands in nlu.several_cases. Prints how
well the fit does on messages left out of it, then writes several_concerns.json, presence_model.npz and
known_words.txt beside it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.encoder.build import build_encoder
from nlu.encoder.files import home_folder
from nlu.encoder.sentences import SentenceEncoder
from nlu.known_words import save_words
from nlu.scored_message import rank
from nlu.several_cases import Case, gather_cases
from nlu.several_concerns import features
from nlu.several_examples import read_examples
from nlu.several_model import FEATURES, SeveralModel, Usual
from nlu.training import ROOT

# The messages written for this sound as residents do; the joined ones are many and stiff.
_WEIGHTS = {"told": 5.0, "story": 1.0, "joined": 0.3}
_SMOOTHING = 0.05
ENOUGH = 0.31


def main() -> None:
    """Score, measure, fit and write."""
    examples = list(read_examples(ROOT / "data" / "nlu"))
    encoder = SentenceEncoder(build_encoder(home_folder()))
    gathered, presence = gather_cases(examples, encoder)
    cases = [case for case in gathered if case.scored.clauses]
    blank = SeveralModel((0.0,) * len(FEATURES), 0.0, ENOUGH, _usual(cases), presence)
    for kind, right, single in _measure(cases, blank):
        sys.stdout.write(f"{kind:16} exactly right {right:6.1%}   heard as one {single:6.1%}\n")
    fit(cases, blank).save()
    save_words([text for text, _ in examples])


def fit(cases: Sequence[Case], blank: SeveralModel) -> SeveralModel:
    """The model that best tells the further concerns of these messages; the rest is as `blank` has it."""
    tables, wanted, weights = [], [], []
    for case in cases:
        first, others, table = _table(case, blank)
        names = [case.scored.intents[at] for at in case.scored.reports]
        if names[first] in case.intents:
            tables.append(table)
            wanted += [names[n] in case.intents for n in others]
            weights += [_WEIGHTS[case.kind]] * len(others)
    stacked = np.vstack(tables)
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    regression = LogisticRegression(C=_SMOOTHING, max_iter=1000)
    regression.fit((stacked - mean) / deviation, wanted, sample_weight=weights)
    own = regression.coef_[0] / deviation
    bias = float(regression.intercept_[0] - own @ mean)
    return replace(blank, weights=tuple(round(float(weight), 5) for weight in own), bias=round(bias, 5))


def _measure(cases: Sequence[Case], blank: SeveralModel) -> Iterator[tuple[str, float, float]]:
    """How each kind of message fares when it is left out: share exactly right, share heard as one concern."""
    outcomes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for part in range(5):
        model = fit([case for n, case in enumerate(cases) if n % 5 != part], blank)
        for case in cases[part::5]:
            heard = _heard(case, model)
            kind = f"{case.kind} {'several' if len(case.intents) > 1 else 'single'}"
            outcomes[kind].append((heard == case.intents, len(heard) == 1))
    for kind, pairs in sorted(outcomes.items()):
        yield kind, float(np.mean([right for right, _ in pairs])), float(np.mean([one for _, one in pairs]))


def _heard(case: Case, model: SeveralModel) -> set[str]:
    first, others, table = _table(case, model)
    names = [case.scored.intents[at] for at in case.scored.reports]
    chances = model.chances(table)
    return {names[first]} | {
        names[n] for n, chance in zip(others, chances, strict=True) if chance >= model.enough
    }


def _table(case: Case, model: SeveralModel) -> tuple[int, list[int], NDArray[np.float32]]:
    scored = case.scored
    names = [scored.intents[at] for at in scored.reports]
    first = int(np.argmax(rank(scored)[scored.reports]))
    others = [n for n in range(len(names)) if n != first]
    presence = case.presence.scores(scored.embedding, names)
    return first, others, features(scored, first, others, model.expected(names[first], names), presence)


def _usual(cases: Sequence[Case]) -> Usual:
    """How strongly every category sounds in stories about one: mean and deviation of its best stretch."""
    stories = [case for case in cases if len(case.intents) == 1]
    heard: dict[str, list[NDArray[np.float32]]] = defaultdict(list)
    for case in stories:
        at = case.scored.reports
        best = np.maximum(case.scored.by_clause[:, at].max(axis=0), case.scored.by_pair[:, at].max(axis=0))
        heard[next(iter(case.intents))].append(best)
    names = [stories[0].scored.intents[at] for at in stories[0].scored.reports]
    usual = {}
    for intent, rows in sorted(heard.items()):
        mean, deviation = np.mean(rows, axis=0), np.std(rows, axis=0) + 0.1
        usual[intent] = {
            name: (round(float(mean[n]), 3), round(float(deviation[n]), 3)) for n, name in enumerate(names)
        }
    return usual


if __name__ == "__main__":
    main()
