"""Which messages can't be read."""

from __future__ import annotations

import pytest

from bot.domain.languages import is_unreadable


@pytest.mark.parametrize("text", ["На вулиці сміття", "街上有垃圾", "هناك قمامة في الشارع"])
def test_another_script_is_unreadable_however_sure_the_model(text: str) -> None:
    assert is_unreadable(text, 0.0, "report_litter", 0.99)


def test_another_language_is_told_by_unknown_words_and_an_unsure_model() -> None:
    assert is_unreadable("ktoś wyrzucił stare meble", 0.0, "report_litter", 0.2)
    assert not is_unreadable("wardrob an pram lft dwn ginl", 0.33, "report_litter", 0.9)
    assert not is_unreadable("somebody left a wardrobe", 1.0, "report_litter", 0.2)


@pytest.mark.parametrize("text", ["", "???", "Zażółć", "Dębowa 7"])
def test_a_word_or_two_may_be_a_name(text: str) -> None:
    assert not is_unreadable(text, 0.0, "report_litter", 0.1)


def test_being_taken_for_out_of_scope_is_no_sign_that_it_was_read() -> None:
    french = "bonjour, mon voisin fait du bruit toute la nuit"
    assert is_unreadable(french, 0.0, "out_of_scope", 0.99)
    assert not is_unreadable("how much is a parking permit", 1.0, "out_of_scope", 0.99)


def test_a_question_about_languages_is_one_only_when_that_is_quite_sure() -> None:
    assert is_unreadable("hay basura en mi calle desde hace una semana", 0.1, "ask_language", 0.82)
    assert not is_unreadable("parlez vous francais", 0.0, "ask_language", 0.97)
