"""Which messages can't be read."""

from __future__ import annotations

import pytest

from bot.domain.languages import is_unreadable


@pytest.mark.parametrize("text", ["На вулиці сміття", "街上有垃圾", "هناك قمامة في الشارع"])
def test_another_script_is_unreadable_however_sure_the_model(text: str) -> None:
    assert is_unreadable(text, known_share=0.0, confidence=0.99)


def test_another_language_is_told_by_unknown_words_and_an_unsure_model() -> None:
    assert is_unreadable("ktoś wyrzucił stare meble", known_share=0.0, confidence=0.2)
    assert not is_unreadable("wardrob an pram lft dwn ginl", known_share=0.33, confidence=0.9)
    assert not is_unreadable("somebody left a wardrobe", known_share=1.0, confidence=0.2)


@pytest.mark.parametrize("text", ["", "???", "Zażółć", "Dębowa 7"])
def test_a_word_or_two_may_be_a_name(text: str) -> None:
    assert not is_unreadable(text, known_share=0.0, confidence=0.1)
