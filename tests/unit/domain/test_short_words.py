"""Short answers in other languages mean what a button means; no English word does."""

from __future__ import annotations

import pytest

from bot.domain.short_words import ShortAnswer, ShortWords
from bot.gateways.short_words import load_short_words
from bot.settings import ROOT


@pytest.fixture(scope="module")
def words() -> ShortWords:
    """Those of the product."""
    return load_short_words(ROOT / "data" / "languages")


@pytest.mark.parametrize(
    ("text", "intent", "language"),
    [
        ("tak", "affirm", "pl"),
        ("Tak!", "affirm", "pl"),
        ("nie, dziękuję", "deny", "pl"),
        ("nie dziękuję", "deny", "pl"),
        ("da", "affirm", "ro"),
        ("Nu știu.", "dont_know", "ro"),
        ("Так", "affirm", "uk"),
        ("ні", "deny", "uk"),
        ("людина", "ask_human", "uk"),
        ("/language", "ask_language", "en"),
        ("Polski", "choose_language", "pl"),
    ],
)
def test_they_are_known(words: ShortWords, text: str, intent: str, language: str) -> None:
    assert words.find(text) == ShortAnswer(intent, language)


@pytest.mark.parametrize("text", ["yes", "no", "stop", "skip", "", "tak było wczoraj", "nu" * 40])
def test_all_else_is_left_to_the_model(words: ShortWords, text: str) -> None:
    assert words.find(text) is None


def test_a_word_can_mean_one_thing_only() -> None:
    with pytest.raises(ValueError, match="Tak"):
        ShortWords({"affirm": {"pl": ["tak"]}, "deny": {"xx": ["Tak"]}})
