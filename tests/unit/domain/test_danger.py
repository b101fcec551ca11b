"""The gate hears danger, and lets pass what only sounds like it."""

from __future__ import annotations

import pytest

from bot.domain.danger import DangerFound, DangerGate, DangerKind
from bot.domain.danger_lexicon import Firmness
from tests.unit.domain.danger_lexicons import cue, lexicon

FIRE = cue("(house|shed) is? ..1 (burning|on fire)")


def gate(*cues: object) -> DangerGate:
    """A gate with these cues, or with one for fire."""
    return DangerGate(lexicon(*(cues or (FIRE,))))  # type: ignore[arg-type]


class TestHearing:
    @pytest.mark.parametrize(
        "text",
        [
            "The house is on fire!",
            "HOUSE ON FIRE",
            "the shed's burning",
            "the house is burnning",
            "house is buuuurning",
        ],
    )
    def test_it_hears_danger_however_it_is_spelt(self, text: str) -> None:
        assert gate().hear(text) is DangerKind.EMERGENCY

    @pytest.mark.parametrize(
        "text", ["", "   ", "🔥", "!!!", "the bin is full", "the house is turning green"]
    )
    def test_it_hears_nothing_in_the_rest(self, text: str) -> None:
        assert gate().hear(text) is None

    def test_it_does_not_reach_from_one_sentence_into_the_next(self) -> None:
        assert gate().hear("I left the house. On fire is the name of the band") is None

    def test_it_names_the_kind_whose_card_says_most(self) -> None:
        heard = gate(FIRE, cue("kill myself", DangerKind.SUICIDE_SELF_HARM)).hear(
            "the house is on fire and i will kill myself"
        )
        assert heard is DangerKind.SUICIDE_SELF_HARM


class TestSettingsOfOtherLanguages:
    def test_a_cue_is_judged_by_words_of_its_own_language_and_by_english_ones(self) -> None:
        heard = gate(cue("eve girdi", language="tr"), cue("betort", language="hu"))
        assert heard.hear("hirsiz eve girdi") is DangerKind.EMERGENCY
        assert heard.hear("harom eve betort") is None
        assert heard.hear("betort last week") is None

    def test_english_denials_are_other_languages_words(self) -> None:
        heard = gate(cue("ladrao", language="pt"), cue("thief"))
        assert heard.hear("no quarto ladrao") is DangerKind.EMERGENCY
        assert heard.hear("no thief") is None

    def test_how_long_a_message_is_says_nothing_of_other_languages_tenses(self) -> None:
        story = "i potem " * 30
        assert gate(cue("wali w drzwi", language="pl")).hear(f"{story} wali w drzwi") is DangerKind.EMERGENCY


class TestCircumstances:
    @pytest.mark.parametrize(
        "text",
        [
            "the shed on fire last week",
            "my house on fire years ago",
            "the shed on fire last night",
            "house on fire in that film",
            "house on fire, sorry, false alarm",
            "the house is not on fire",
            "nobody says the house is on fire",
            "the house is on fire this season",
            "what should I do if the house is on fire",
        ],
    )
    def test_it_lets_pass_what_is_past_made_up_settled_or_denied(self, text: str) -> None:
        assert gate().hear(text) is None

    def test_it_hears_what_is_going_on_whatever_else_is_past(self) -> None:
        assert gate().hear("they had a row last week and now the shed on fire") is DangerKind.EMERGENCY

    def test_it_hears_what_is_told_in_the_present_in_a_sentence_of_its_own(self) -> None:
        assert gate().hear("I rang you last week. The house is on fire.") is DangerKind.EMERGENCY

    def test_a_what_if_covers_only_its_own_sentence(self) -> None:
        text = "What should I do if it gets dark? The house is on fire."
        assert gate().hear(text) is DangerKind.EMERGENCY

    def test_people_may_still_lie_where_they_fell_last_night(self) -> None:
        fallen = cue("nan fell", DangerKind.MEDICAL)
        assert gate(fallen).hear("nan fell last night") is DangerKind.MEDICAL

    def test_a_long_story_in_the_past_tense_is_past(self) -> None:
        story = "we walked along the road and then we came home and had our tea and watched telly and " * 3
        assert gate(cue("shed caught fire")).hear(story + "the shed caught fire") is None

    def test_a_cue_that_is_always_believed_needs_no_circumstances(self) -> None:
        always = cue("kill myself", DangerKind.SUICIDE_SELF_HARM, Firmness.ALWAYS)
        assert gate(always).hear("last week i wanted to kill myself") is DangerKind.SUICIDE_SELF_HARM

    def test_a_weak_cue_needs_a_plea(self) -> None:
        weak = cue("flames", firmness=Firmness.WITH_PLEA)
        assert gate(weak).hear("flames on my birthday cake") is None
        assert gate(weak).hear("hlp flames") is DangerKind.EMERGENCY


class TestLanguages:
    POLISH = cue("pali się", language="pl")

    def test_it_names_the_language_of_the_words_that_alarmed(self) -> None:
        assert gate(self.POLISH).listen("pali sie w domu") == DangerFound(
            DangerKind.EMERGENCY, "pl", is_certain=False
        )

    def test_a_foreign_cue_in_an_english_message_is_chance(self) -> None:
        loves = cue("loves", language="hu")
        assert gate(loves).hear("he loves the garden and my dog is fine") is None

    @pytest.mark.parametrize(
        ("text", "language"), [("jest ciemno", "pl"), ("is the bin", "en"), ("xyz", "en")]
    )
    def test_it_guesses_the_language_of_a_message(self, text: str, language: str) -> None:
        assert gate().language_of(text) == language


def test_a_very_long_message_is_heard_as_far_as_bounds_allow() -> None:
    assert gate().hear("the house is on fire " + "and so on " * 20_000) is DangerKind.EMERGENCY
