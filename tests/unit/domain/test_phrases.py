"""Sentences in the language that is spoken, with their words and buttons."""

from __future__ import annotations

import pytest

from bot.domain.phrases import Phrases, UnknownPhraseError
from bot.domain.replies import Button
from bot.domain.spoken import locale, speaking, spoken
from tests.fakes.reports import phrases


def test_a_sentence_its_words_and_buttons_are_translated() -> None:
    with speaking("pl"):
        asked = phrases().reply("step_whereabouts", None, place="Upper Vale")

    assert asked.text.startswith("Gdzie dokładnie (Upper Vale)?")
    assert asked.buttons == (Button("Pomiń", "/skip"),)


@pytest.mark.parametrize(("count", "said"), [(1, "1 dnia roboczego"), (3, "3 dni roboczych")])
def test_numbers_are_counted_as_the_language_does(count: int, said: str) -> None:
    with speaking("pl"):
        assert phrases().count("report_days", count, "days") == said


def test_a_word_that_nobody_gave_is_an_error_in_any_language() -> None:
    with speaking("uk"), pytest.raises(UnknownPhraseError, match="step_consent"):
        phrases().text("step_consent")


def test_without_catalogues_everything_is_english() -> None:
    bare = Phrases({"utter_yes": [{"text": "Yes"}]}, {})
    with speaking("pl"):
        assert bare.text("yes") == "Yes"


def test_a_language_is_spoken_to_the_end_of_its_block() -> None:
    with speaking("ro"):
        with speaking("uk"):
            assert (spoken(), locale()) == ("uk", "uk")
        assert spoken() == "ro"
    assert (spoken(), locale()) == ("en", "en_GB")
