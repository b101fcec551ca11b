"""Danger is heard by the gate or by the model, and answered with the card of its kind."""

from __future__ import annotations

import logging
from functools import cache

import pytest

from bot.domain.danger import DangerGate, DangerKind
from bot.domain.danger_cards import DangerCards
from bot.domain.danger_opinion import DangerOpinion
from bot.domain.replies import Reply
from bot.domain.spoken import speaking
from bot.gateways.danger_cards import load_danger_cards
from bot.gateways.danger_pack import load_danger_lexicon, open_danger
from bot.services.danger import Alarm, DangerService, Opinion
from bot.settings import ROOT

DANGER = ROOT / "data" / "danger"
OBLIQUE = "the kettle whistles and the cat is gone"
PLEA = "help me he has a knife"
CERTAIN = "i want to die tonight"
POLISH = "proszę, kiedy jest odbiór śmieci na mojej ulicy"

LANGUAGES = ("en", "pl", "ro", "uk", "lt", "hu", "bg", "pt", "es", "ar", "tr", "zh")

EVERY_CARD = {"999", "55", "18000", "999 BSL", "REGISTER"}
ALSO = {
    DangerKind.EMERGENCY: set(),
    DangerKind.MEDICAL: set(),
    DangerKind.SUICIDE_SELF_HARM: {"116 123", "111", "SHOUT", "85258"},
    DangerKind.DOMESTIC_ABUSE_NOW: {"0808 2000 247"},
    DangerKind.CHILD_IN_DANGER: {"0808 800 5000", "0800 1111"},
}


@pytest.fixture(scope="module")
def gate_alone() -> DangerService:
    """The product's gate, with no model."""
    return open_danger(DANGER, None)


@cache
def gate_and_cards() -> tuple[DangerGate, DangerCards]:
    """The product's gate and cards, read once."""
    return DangerGate(load_danger_lexicon(DANGER)), load_danger_cards(DANGER / "cards")


def service_with(opinion: Opinion) -> DangerService:
    """The product's gate with an opinion beside it."""
    gate, cards = gate_and_cards()
    return DangerService(gate, opinion, cards)


def thinks(kind: DangerKind, chance: float) -> Opinion:
    """An opinion that thinks the same of every message, alarms from one half and is calm below a tenth."""
    return lambda _: DangerOpinion(kind, chance, alarms=chance >= 0.5, is_calm=chance < 0.1)


def foreign_says(language: str, *, alarms: bool) -> DangerService:
    """The product's gate with an opinion on other languages that says the same of every message."""
    gate, cards = gate_and_cards()
    return DangerService(gate, None, cards, lambda _: (language, alarms))


class TestHearing:
    @pytest.mark.parametrize("chance", [0.0, 0.3, 0.9])
    def test_the_gate_is_enough_where_it_is_certain(self, chance: float) -> None:
        alarm = service_with(thinks(DangerKind.MEDICAL, chance)).hear(CERTAIN)
        assert alarm == Alarm(DangerKind.SUICIDE_SELF_HARM, "en")

    def test_the_gate_is_enough_unless_the_opinion_is_calm(self) -> None:
        assert service_with(thinks(DangerKind.MEDICAL, 0.3)).hear(PLEA) is not None
        assert service_with(thinks(DangerKind.MEDICAL, 0.01)).hear(PLEA) is None

    def test_the_opinion_says_of_which_kind_an_uncertain_cue_is(self) -> None:
        heard = service_with(thinks(DangerKind.MEDICAL, 0.9)).hear(PLEA)
        assert heard == Alarm(DangerKind.MEDICAL, "en")

    def test_an_opinion_that_hears_no_danger_leaves_the_kind_to_the_gate(self) -> None:
        alone = service_with(thinks(DangerKind.MEDICAL, 0.3)).hear(PLEA)
        assert alone is not None
        assert alone.kind is not DangerKind.MEDICAL

    def test_home_is_where_somebody_does_not_feel_safe(self, gate_alone: DangerService) -> None:
        at_home, anywhere = gate_alone.hear("I dont feel safe at home"), gate_alone.hear("i dont feel safe")
        assert at_home is not None
        assert at_home.kind is DangerKind.DOMESTIC_ABUSE_NOW
        assert anywhere is not None
        assert anywhere.kind is DangerKind.SUICIDE_SELF_HARM

    def test_no_opinion_calms_a_plea_in_another_language(self) -> None:
        assert service_with(thinks(DangerKind.MEDICAL, 0.0)).hear("pomocy on ma nóż") is not None

    def test_the_opinion_is_enough(self) -> None:
        service = service_with(thinks(DangerKind.CHILD_IN_DANGER, 0.9))
        assert service.hear(OBLIQUE) == Alarm(DangerKind.CHILD_IN_DANGER, "en", is_opinion=True, surety=0.9)

    def test_the_opinion_is_asked_about_the_words_beside_a_reference(self) -> None:
        asked: list[str] = []

        def listening(text: str) -> DangerOpinion:
            asked.append(text)
            return DangerOpinion(DangerKind.MEDICAL, 0.3, alarms=False, is_calm=False)

        service_with(listening).hear("LF-7Q2M-4KXD the kettle whistles and whistles")
        assert [text.split() for text in asked] == [["the", "kettle", "whistles", "and", "whistles"]]

    def test_neither_means_no_alarm(self) -> None:
        assert service_with(thinks(DangerKind.MEDICAL, 0.3)).hear(OBLIQUE) is None

    def test_it_works_without_a_model(self, gate_alone: DangerService) -> None:
        assert gate_alone.hear(PLEA) is not None
        assert gate_alone.hear(OBLIQUE) is None

    @pytest.mark.parametrize("error", [RuntimeError, MemoryError, OSError, ValueError])
    def test_the_gate_decides_alone_when_the_opinion_fails(
        self, error: type[Exception], caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(text: str) -> DangerOpinion:
            raise error(f"could not read {text}")

        service = service_with(broken)
        with caplog.at_level(logging.DEBUG):
            assert service.hear(PLEA) is not None
            assert service.hear(OBLIQUE) is None
        assert error.__name__ in caplog.text
        assert "kettle" not in caplog.text, "what residents write is never logged"

    def test_what_the_english_opinion_thinks_of_another_language_counts_for_nothing(self) -> None:
        service = service_with(thinks(DangerKind.EMERGENCY, 0.9))
        assert service.hear(POLISH) is None


class TestHearingOtherLanguages:
    def test_the_foreign_opinion_is_enough(self) -> None:
        assert foreign_says("pl", alarms=True).hear(POLISH) == Alarm(
            DangerKind.EMERGENCY, "pl", is_opinion=True
        )

    @pytest.mark.parametrize(("language", "alarms"), [("pl", False), ("en", True)])
    def test_it_is_no_alarm_when_it_is_calm_or_takes_it_for_english(
        self, language: str, alarms: bool
    ) -> None:
        assert foreign_says(language, alarms=alarms).hear(POLISH) is None

    @pytest.mark.parametrize("text", [OBLIQUE, "tak", "LF-7Q2M-4KXD"])
    def test_it_is_not_asked_about_english_or_a_word(self, text: str) -> None:
        assert foreign_says("pl", alarms=True).hear(text) is None

    def test_each_chinese_character_is_a_word(self) -> None:
        assert foreign_says("zh", alarms=True).hear("孩子不见了") is not None

    def test_the_gate_decides_alone_when_it_fails(self, caplog: pytest.LogCaptureFixture) -> None:
        def broken(text: str) -> tuple[str, bool]:
            raise ValueError(f"could not read {text}")

        gate, cards = gate_and_cards()
        service = DangerService(gate, None, cards, broken)
        assert service.hear(POLISH) is None
        assert service.hear("pomocy on ma nóż") is not None
        assert "ValueError" in caplog.text
        assert "odbiór" not in caplog.text


def words(replies: list[Reply]) -> str:
    """All that the card says."""
    return "\n".join(reply.text for reply in replies)


class TestCards:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", DangerKind)
    def test_every_card_has_all_its_numbers(
        self, gate_alone: DangerService, kind: DangerKind, language: str
    ) -> None:
        replies = gate_alone.replies(Alarm(kind, language))
        # In the language itself, not only in the English below it.
        own = words(replies) if language == "en" else replies[0].text
        missing = {number for number in EVERY_CARD | ALSO[kind] if number not in own}
        assert not missing

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", DangerKind)
    def test_it_is_two_messages_and_the_last_has_the_button(
        self, gate_alone: DangerService, kind: DangerKind, language: str
    ) -> None:
        replies = gate_alone.replies(Alarm(kind, language))
        assert len(replies) == 2
        assert all(reply.danger == kind.value for reply in replies)
        assert [len(reply.buttons) for reply in replies] == [0, 1]
        assert replies[1].buttons[0].payload == "/not_happening_now"
        assert replies[1].buttons[0].title

    def test_999_comes_first(self, gate_alone: DangerService) -> None:
        for kind in DangerKind:
            text = words(gate_alone.replies(Alarm(kind, "en")))
            assert text.index("999") == min(text.index(n) for n in EVERY_CARD | ALSO[kind])

    def test_it_says_that_it_cannot_send_help(self, gate_alone: DangerService) -> None:
        for kind in DangerKind:
            assert "can't send help from here" in words(gate_alone.replies(Alarm(kind, "en")))

    def test_english_stands_below_another_language(self, gate_alone: DangerService) -> None:
        polish = gate_alone.replies(Alarm(DangerKind.MEDICAL, "pl"))
        english = gate_alone.replies(Alarm(DangerKind.MEDICAL, "en"))
        assert polish[1].text == "\n\n".join(reply.text for reply in english)
        assert polish[0].text != polish[1].text

    def test_an_english_message_is_answered_in_the_chosen_language_too(
        self, gate_alone: DangerService
    ) -> None:
        alarm = Alarm(DangerKind.EMERGENCY, "en")
        with speaking("uk"):
            chosen, english = gate_alone.replies(alarm)
            polish, _ = gate_alone.replies(Alarm(DangerKind.EMERGENCY, "pl"))

        assert (chosen.language, english.language, polish.language) == ("uk", "en", "pl")
        assert chosen.text.startswith("Негайно дзвоніть 999")
        assert english.text == "\n\n".join(reply.text for reply in gate_alone.replies(alarm))
        assert [button.language for button in english.buttons] == ["uk"]
        with speaking("xx"):
            assert gate_alone.replies(alarm)[0].language == "en"

    def test_an_unknown_language_gets_the_english_card(self, gate_alone: DangerService) -> None:
        alarm, english = Alarm(DangerKind.MEDICAL, "xx"), Alarm(DangerKind.MEDICAL, "en")
        assert gate_alone.replies(alarm) == gate_alone.replies(english)


class TestPleas:
    """A few pleas a kind and language; the corpora test many more."""

    @pytest.mark.parametrize(
        ("text", "kind", "language"),
        [
            ("somebody is climbing in through our bathroom window", DangerKind.EMERGENCY, "en"),
            ("hlp theres a man wi a nife in our yard", DangerKind.EMERGENCY, "en"),
            ("my wife has collapsed and she isnt breathing", DangerKind.MEDICAL, "en"),
            ("I am going to end my life tonight", DangerKind.SUICIDE_SELF_HARM, "en"),
            ("my boyfriend is strangling me", DangerKind.DOMESTIC_ABUSE_NOW, "en"),
            ("i cant find my little boy hes 3", DangerKind.CHILD_IN_DANGER, "en"),
            ("w kuchni jest pożar", DangerKind.EMERGENCY, "pl"),
            ("soțul meu mă bate", DangerKind.DOMESTIC_ABUSE_NOW, "ro"),
            ("мама не дихає", DangerKind.MEDICAL, "uk"),
            ("noriu mirti", DangerKind.SUICIDE_SELF_HARM, "lt"),
            ("tűz van a házban", DangerKind.EMERGENCY, "hu"),
            ("не искам да живея", DangerKind.SUICIDE_SELF_HARM, "bg"),
            ("o meu pai não respira", DangerKind.MEDICAL, "pt"),
            ("mi hija ha desaparecido", DangerKind.CHILD_IN_DANGER, "es"),
            ("يوجد حريق في البيت", DangerKind.EMERGENCY, "ar"),
            ("evde yangın var", DangerKind.EMERGENCY, "tr"),
            ("我想自杀", DangerKind.SUICIDE_SELF_HARM, "zh"),
        ],
    )
    def test_the_gate_alone_hears_it(
        self, gate_alone: DangerService, text: str, kind: DangerKind, language: str
    ) -> None:
        assert gate_alone.hear(text) == Alarm(kind, language)

    @pytest.mark.parametrize(
        "text",
        [
            "I'm dying for a brew",
            "these shoes are killing me",
            "my boss blew up at me",
            "they had my van away last Tuesday",
            "what should I do if somebody breaks in",
            "there's a bonfire in the park every November",
            "where do I put old needles",
            "the telly drama about the stabbing was filmed here",
        ],
    )
    def test_the_gate_alone_lets_it_pass(self, gate_alone: DangerService, text: str) -> None:
        assert gate_alone.hear(text) is None

    def test_it_is_quick(self, gate_alone: DangerService) -> None:
        from time import thread_time

        texts = ["someone is banging on the door and i am scared " * 5, "the bin lorry missed our street"]
        for text in texts:
            gate_alone.hear(text)  # patterns are compiled when they are first needed
        began = thread_time()
        for text in texts * 20:
            gate_alone.hear(text)
        assert (thread_time() - began) / 40 < 0.01  # 2 ms on an idle machine; five times that on a busy one
