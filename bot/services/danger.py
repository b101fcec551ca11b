"""Hears danger in a message, by the gate or by the encoder, and answers it with the card of its kind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.danger import DangerFound, DangerGate, DangerKind
from bot.domain.danger_cards import NOT_HAPPENING, DangerCards
from bot.domain.danger_languages import ENGLISH
from bot.domain.danger_opinion import DangerOpinion
from bot.domain.references import without_references
from bot.domain.replies import Button, Reply
from bot.domain.spoken import spoken

_log = logging.getLogger(__name__)
_FEWEST_WORDS = 2
# Names of places and people are words of many languages.
_FEWEST_FOREIGN_WORDS = 3

#: What the trained model thinks of a message.
type Opinion = Callable[[str], DangerOpinion]

#: What it makes of one that isn't in English: the likeliest language, and whether it tells of danger.
type ForeignOpinion = Callable[[str], tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Danger that was heard."""

    kind: DangerKind
    language: str
    """Language of the message (ISO 639-1), in which the card is shown too."""
    is_opinion: bool = False
    """Whether only the model heard it, and not the gate."""
    surety: float = 1.0
    """How likely the model thinks it, from 0 to 1."""


class DangerService:
    """Hears and answers. The gate needs nothing; the opinion is one more pair of ears."""

    def __init__(
        self,
        gate: DangerGate,
        opinion: Opinion | None,
        cards: DangerCards,
        foreign_opinion: ForeignOpinion | None = None,
    ) -> None:
        """The opinions are None where there is no model."""
        self._gate = gate
        self._opinion = opinion
        self._foreign_opinion = foreign_opinion
        self._cards = cards

    def hear(self, text: str) -> Alarm | None:
        """The danger that a message tells of, or None; either pair of ears is enough.

        There is one opinion on English and one on all other languages. Only where the gate is not certain of
        an English message can a calm opinion say that its words mean something else ("I could murder a
        brew"): docs/adr/0004.
        """
        found = self._gate.listen(text)
        language, foreign_alarms = self._listen_to_foreign(text, found)
        if found is not None and (found.is_certain or language != ENGLISH):
            return Alarm(found.kind, language)
        opinion = self._ask_opinion(text)
        if found is not None:
            return self._judge_uncertain(found, opinion)
        if foreign_alarms:
            # It can't tell kinds apart: the card for an emergency has the numbers that fit them all.
            return Alarm(DangerKind.EMERGENCY, language, is_opinion=True)
        if opinion is not None and opinion.alarms and language == ENGLISH:
            return Alarm(opinion.kind, ENGLISH, is_opinion=True, surety=opinion.chance)
        return None

    def _judge_uncertain(self, found: DangerFound, opinion: DangerOpinion | None) -> Alarm | None:
        """What a cue comes to that the gate isn't certain of: who hears danger too tells its kind better."""
        if opinion is None:
            return Alarm(found.kind, ENGLISH)
        if opinion.is_calm:
            return None
        return Alarm(opinion.kind if opinion.alarms else found.kind, ENGLISH)

    def replies(self, alarm: Alarm) -> list[Reply]:
        """The card, with the button by which the person can go on.

        It is in the language of the message; after an English one, in the language that the person chose.
        The English card always stands below it.
        """
        language = alarm.language if alarm.language != ENGLISH else spoken()
        *first, last = self._cards.messages(alarm.kind, language)
        button = Button(self._cards.button(language), NOT_HAPPENING, self._cards.known(language))
        kind = alarm.kind.value
        return [
            *(Reply(text, danger=kind, language=self._cards.known(language)) for text in first),
            Reply(last, buttons=(button,), danger=kind, language=ENGLISH),
        ]

    def _ask_opinion(self, text: str) -> DangerOpinion | None:
        # A reference is no word of any language, and a model guesses at what it doesn't know.
        words = without_references(text)
        # What one word means hangs on the question that it answers.
        if self._opinion is None or len(words.split()) < _FEWEST_WORDS:
            return None
        return _guarded(self._opinion, words)

    def _listen_to_foreign(self, text: str, found: DangerFound | None) -> tuple[str, bool]:
        """The language of a message, and whether the model hears danger in it though it isn't English.

        What the gate `found` in another language than English says which one it is.
        """
        words = without_references(text)
        if found is not None and found.language != ENGLISH:
            return found.language, False
        if self._gate.is_english(words, _FEWEST_FOREIGN_WORDS):
            return ENGLISH, False
        heard = _guarded(self._foreign_opinion, words) if self._foreign_opinion else None
        if heard is None:
            return (ENGLISH if found else self._gate.language_of(words)), False
        language, alarms = heard
        return language, alarms and language != ENGLISH


def _guarded[T](opinion: Callable[[str], T], words: str) -> T | None:
    try:
        return opinion(words)
    except Exception as error:  # noqa: BLE001 - whatever fails in the model, the gate's word stands
        # Only the kind of error: its message could hold what the resident wrote.
        _log.warning("the model gave no opinion on danger: %s", type(error).__name__)
        return None
