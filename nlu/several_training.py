"""Fits the model of several concerns: `python -m nlu.several_training`, when the encoder changed.

It is fitted to messages written for it (nlu/evaluation/several_concerns_tuning.jsonl), to long training
examples, which have one concern each, and to short ones joined. A training example is scored by a model that
was not shown it. Prints how well the fit does on messages left out of it, then writes
nlu/several_concerns.json and nlu/known_words.txt.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlu.encoder.build import build_encoder
from nlu.encoder.changes import unknown_examples
from nlu.encoder.files import home_folder
from nlu.encoder.sentences import SentenceEncoder
from nlu.intent_model import IntentModel
from nlu.intent_training import FitSettings, fit_intent_model
from nlu.known_words import save_words
from nlu.scored_message import REPORT, ScoredMessage, rank, score_message
from nlu.several_concerns import features
from nlu.several_examples import joined_examples, long_stories, read_examples
from nlu.several_model import FEATURES, SeveralModel
from nlu.training import ROOT

_OWN = ROOT / "nlu" / "evaluation" / "several_concerns_tuning.jsonl"
_FOLDS = 3
# The messages written for this sound as residents do; the joined ones are many and stiff.
_WEIGHTS = {"own": 5.0, "story": 1.0, "joined": 0.3}
_SMOOTHING = 0.05
ENOUGH = 0.4


@dataclass(frozen=True)
class Case:
    """A scored message whose concerns are known."""

    scored: ScoredMessage
    intents: frozenset[str]
    kind: str


def main() -> None:
    """Score, measure, fit and write."""
    examples = list(read_examples(ROOT / "data" / "nlu"))
    encoder = SentenceEncoder(build_encoder(home_folder()))
    cases = [case for case in _cases(examples, encoder) if case.scored.clauses]
    usual = _usual([case for case in cases if len(case.intents) == 1])
    for kind, right, single in _measure(cases, usual):
        sys.stdout.write(f"{kind:16} exactly right {right:6.1%}   heard as one {single:6.1%}\n")
    fit(cases, usual).save()
    save_words([text for text, _ in examples])


def fit(cases: Sequence[Case], usual: dict[str, dict[str, tuple[float, float]]]) -> SeveralModel:
    """The model that best tells the further concerns of these messages."""
    blank = SeveralModel((0.0,) * len(FEATURES), 0.0, ENOUGH, usual)
    tables, wanted, weights = [], [], []
    for case in cases:
        first, others, table = _table(case.scored, blank)
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
    return SeveralModel(tuple(round(float(weight), 5) for weight in own), round(bias, 5), ENOUGH, usual)


def _measure(
    cases: Sequence[Case], usual: dict[str, dict[str, tuple[float, float]]]
) -> Iterator[tuple[str, float, float]]:
    """How each kind of message fares when it is left out: share exactly right, share heard as one concern."""
    outcomes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for part in range(5):
        model = fit([case for n, case in enumerate(cases) if n % 5 != part], usual)
        for case in cases[part::5]:
            heard = _heard(case.scored, model)
            kind = f"{case.kind} {'several' if len(case.intents) > 1 else 'single'}"
            outcomes[kind].append((heard == case.intents, len(heard) == 1))
    for kind, pairs in sorted(outcomes.items()):
        yield kind, float(np.mean([right for right, _ in pairs])), float(np.mean([one for _, one in pairs]))


def _heard(scored: ScoredMessage, model: SeveralModel) -> set[str]:
    first, others, table = _table(scored, model)
    names = [scored.intents[at] for at in scored.reports]
    chances = model.chances(table)
    return {names[first]} | {
        names[n] for n, chance in zip(others, chances, strict=True) if chance >= model.enough
    }


def _table(scored: ScoredMessage, model: SeveralModel) -> tuple[int, list[int], NDArray[np.float32]]:
    names = [scored.intents[at] for at in scored.reports]
    first = int(np.argmax(rank(scored)[scored.reports]))
    others = [n for n in range(len(names)) if n != first]
    return first, others, features(scored, first, others, model.expected(names[first], names))


def _usual(stories: Sequence[Case]) -> dict[str, dict[str, tuple[float, float]]]:
    """How strongly every category sounds in stories about one: mean and deviation of its best stretch."""
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


def _cases(examples: list[tuple[str, str]], encoder: SentenceEncoder) -> Iterator[Case]:
    every_text, intents = [text for text, _ in examples], [intent for _, intent in examples]
    embeddings = encoder.encode(every_text)
    settings, unknown = _settings(), unknown_examples(every_text)
    everything = fit_intent_model(every_text, embeddings, intents, encoder.id, settings, unknown)

    def train(at: NDArray[np.int64]) -> IntentModel:
        texts, names = [examples[n][0] for n in at], [intents[n] for n in at]
        # Without folds of its own it has no temperature worth using; that of the whole will do.
        model = fit_intent_model(texts, embeddings[at], names, encoder.id, replace(settings, folds=1))
        return replace(model, temperature=everything.temperature)

    chance = random.Random(5)  # noqa: S311 - the same joined messages every time
    for shown, left_out in _splits(intents, unknown):
        model = train(shown)
        reports = [examples[n] for n in left_out if intents[n].startswith(REPORT)]
        for kind, text, labels in (*long_stories(reports, chance), *joined_examples(reports, chance)):
            yield Case(score_message(text, model, encoder), labels, kind)
    for line in _OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = frozenset(REPORT + label for label in row["labels"])
        yield Case(score_message(row["text"], everything, encoder), labels, "own")


def _splits(
    intents: Sequence[str], unknown: NDArray[np.bool_] | None
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Which examples are shown to a model and which left out; a tuned encoder must not know these either."""
    if unknown is not None:
        yield np.flatnonzero(~unknown), np.flatnonzero(unknown)
    else:
        yield from StratifiedKFold(_FOLDS, shuffle=True, random_state=3).split(intents, intents)


def _settings() -> FitSettings:
    """The classifier's settings in config.yml."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    names = FitSettings.__dataclass_fields__
    return next(
        FitSettings(**{name: value for name, value in part.items() if name in names})
        for part in pipeline
        if part["name"].endswith("CalibratedIntentClassifier")
    )


if __name__ == "__main__":
    main()
