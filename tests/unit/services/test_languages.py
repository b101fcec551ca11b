"""Languages: choosing one, going on in it, and words that only a person can read."""

from __future__ import annotations

import pytest

from bot.domain.categories import Category
from bot.domain.drafts import Step
from bot.domain.replies import Incoming, Reply
from bot.domain.spoken import speaking
from bot.gateways.short_words import load_short_words
from bot.services.draft_answers import Said
from bot.services.language_choices import language_choice, name_language, read_choice
from bot.services.languages import LanguageService
from tests.fakes.reports import LANGUAGES, Reports, phrases

SOFA = "a sofa on King Street in Upper Vale since last night"
MEBLE = "ktoś wyrzucił meble koło parku"


@pytest.fixture
def languages(reports: Reports) -> LanguageService:
    """The service over the test's own reports."""
    return LanguageService(reports.drafts, phrases(), load_short_words(LANGUAGES))


def choose(languages: LanguageService, reports: Reports, language: str) -> list[Reply]:
    """Press the button of a language."""
    return languages.choose(reports.session, reports.conversation, language_choice(language))


def tell_sofa(reports: Reports) -> None:
    """Begin a report in English that comes to the question for contact."""
    reports.understanding.categories[SOFA] = [Category.FLY_TIPPING]
    reports.open(SOFA)


class TestChoosing:
    def test_it_is_kept_and_answered_in(self, languages: LanguageService, reports: Reports) -> None:
        chosen, question = choose(languages, reports, "uk")

        assert reports.conversation.person.language == "uk"
        assert "українською" in chosen.text
        assert question.text == "Розкажіть своїми словами, що сталося і де."
        assert [button.title for button in chosen.buttons] == ["Go on in English"]

    def test_what_was_asked_is_asked_again(self, languages: LanguageService, reports: Reports) -> None:
        tell_sofa(reports)
        asked = reports.draft.asking
        _, question = choose(languages, reports, "pl")

        assert reports.draft.asking is asked
        with speaking("pl"):
            assert question.text == reports.drafts.words.ask(asked or Step.CHECK, reports.draft).text

    def test_what_is_no_language_of_ours_is_asked_again(
        self, languages: LanguageService, reports: Reports
    ) -> None:
        (asked,) = choose(languages, reports, "xx")

        assert [button.title for button in asked.buttons] == ["English", "Polski", "Română", "Українська"]
        assert reports.conversation.person.language == "en"

    def test_a_button_says_its_language(self) -> None:
        assert read_choice(language_choice("ro")) == "ro"
        assert read_choice('/choose{"value": "yes"}') is None
        assert read_choice(None) is None
        assert name_language("uk") == "Українська"


class TestShortAnswers:
    @pytest.mark.parametrize(
        ("text", "payload"),
        [("tak", "/affirm"), ("nu", "/deny"), ("/language", "/ask_language"), ("yes", None)],
    )
    def test_they_press_a_button(self, languages: LanguageService, text: str, payload: str | None) -> None:
        assert languages.find_answer(Incoming("web", "a", "1", text)) == payload

    def test_a_pressed_button_and_a_photo_stay_what_they_are(self, languages: LanguageService) -> None:
        assert languages.find_answer(Incoming("web", "a", "1", payload="/skip")) == "/skip"
        assert languages.find_answer(Incoming("web", "a", "1", "tak", photo_ids=("p",))) is None

    def test_a_language_is_chosen_by_its_name_or_a_greeting(self, languages: LanguageService) -> None:
        assert languages.find_answer(Incoming("web", "a", "1", "po polsku")) == language_choice("pl")
        assert languages.find_answer(Incoming("web", "a", "1", "Привіт")) == language_choice("uk")
        with speaking("uk"):
            assert languages.find_answer(Incoming("web", "a", "1", "Привіт")) == "/greet"


class TestForeignWords:
    def test_the_report_goes_on_in_the_language_of_its_words(self, reports: Reports) -> None:
        reports.understanding.foreign[MEBLE] = "pl"
        (told,) = reports.drafts.open(reports.session, reports.conversation, Said(MEBLE, "greet", 0.2))
        step, (question,) = reports.drafts.ask(reports.session, reports.conversation)

        assert told.text.startswith("Na razie umiem czytać tylko po angielsku")
        assert [(b.title, b.language) for b in told.buttons] == [
            ("Dalej po polsku", "pl"),
            ("Go on in English", "en"),
        ]
        assert (step, question.language) == (Step.PLACE, "pl")
        assert reports.draft.is_for_person
        assert reports.draft.told == [MEBLE]
        assert reports.conversation.person.language == "en"

    def test_a_language_without_a_catalogue_is_answered_in_english(self, reports: Reports) -> None:
        reports.understanding.foreign["tai yra lietuviškai"] = "lt"
        (told,) = reports.drafts.open(
            reports.session, reports.conversation, Said("tai yra lietuviškai", "greet", 0.2)
        )

        assert told.text.startswith("I can only read English")
        assert told.buttons == ()

    def test_english_can_be_chosen_again(self, languages: LanguageService, reports: Reports) -> None:
        reports.understanding.foreign[MEBLE] = "pl"
        reports.open(MEBLE)
        chosen, question = choose(languages, reports, "en")

        assert chosen.text == "All right, I'll write in English from now on."
        assert question.text.startswith("Which town or village")

    def test_words_at_a_choice_are_added_and_the_choice_is_asked_again(self, reports: Reports) -> None:
        tell_sofa(reports)
        reports.conversation.person.language = "pl"
        asked = reports.draft.asking
        reports.understanding.foreign[MEBLE] = "pl"
        with speaking("pl"):
            assert reports.say(MEBLE, "ask_status") is asked

        assert reports.draft.told == [SOFA, MEBLE]
        assert reports.draft.categories == [Category.FLY_TIPPING]
        assert not reports.draft.is_for_person

    def test_words_where_words_are_wanted_are_the_answer(self, reports: Reports) -> None:
        tell_sofa(reports)
        reports.say(value="other")
        assert reports.draft.asking is Step.CONTACT_DETAILS
        reports.understanding.foreign["zadzwońcie wieczorem 01234"] = "pl"
        with speaking("pl"):
            reports.say("zadzwońcie wieczorem 01234", "ask_contact")

        assert reports.draft.contact == "zadzwońcie wieczorem 01234"

    def test_a_choice_typed_by_its_translated_title_is_taken(self, reports: Reports) -> None:
        tell_sofa(reports)
        assert reports.draft.asking is Step.CONTACT
        with speaking("uk"):
            reports.say("Без мого імені", "out_of_scope")

        assert reports.draft.contact_wish == "anonymous"


def test_who_asks_for_a_language_is_offered_all(reports: Reports) -> None:
    said = Said("do you speak Polish", "ask_language", 0.9)
    (offered,) = reports.answers.answer(reports.session, reports.conversation, said)
    assert [button.title for button in offered.buttons] == ["English", "Polski", "Română", "Українська"]
