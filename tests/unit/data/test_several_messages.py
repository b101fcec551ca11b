"""The messages with one concern or several that nlu.several_training and the encoder learn from."""

from __future__ import annotations

import json
from pathlib import Path

from bot.domain.categories import Category
from nlu.several_examples import read_told

ROOT = Path(__file__).resolve().parents[3]
TOLD = list(read_told(ROOT / "data" / "several"))
TESTED = ROOT / "nlu" / "evaluation" / "several_concerns.jsonl"


def test_every_label_is_a_category_and_stands_once() -> None:
    known = {category.value for category in Category}
    wrong = [labels for _, labels in TOLD if not labels or not set(labels) <= known]
    assert wrong == []
    assert all(len(set(labels)) == len(labels) for _, labels in TOLD)


def test_no_message_stands_twice() -> None:
    assert len({text.casefold() for text, _ in TOLD}) == len(TOLD)


def test_every_category_is_met_alone_and_with_others() -> None:
    for category in Category:
        held = [len(labels) for _, labels in TOLD if category.value in labels]
        assert held.count(1) >= 20
        assert sum(number > 1 for number in held) >= 20


def test_none_is_a_message_that_is_measured_on() -> None:
    tested = {json.loads(line)["text"].casefold() for line in TESTED.read_text(encoding="utf-8").splitlines()}
    assert not tested & {text.casefold() for text, _ in TOLD}
