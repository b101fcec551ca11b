"""Understands a message: danger, what it is about, where, and what it calls for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.categories import Category, category_of_intent
from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_languages import ENGLISH
from bot.domain.languages import is_unreadable
from bot.domain.next_action import Thresholds, choose_action
from bot.domain.places import PlaceFinding
from bot.domain.replies import Reply
from bot.domain.understanding import NextAction, Reading, Understanding
from bot.services.danger import Alarm

_LIKELY = 3
#: The intent of somebody who calls for help is answered with a card too.
_DANGER_BY_INTENT = {NextAction.EMERGENCY: DangerKind.EMERGENCY}
_WITH_CONCERNS = frozenset({NextAction.ROUTE, NextAction.CLARIFY, NextAction.EMERGENCY})


#: Which of our languages a message is in that the model can't read (ISO 639-1).
type GuessesLanguage = Callable[[str], str]


class HearsDanger(Protocol):
    """The danger gate."""

    def hear(self, text: str) -> Alarm | None:
        """The danger that a message tells of, or None."""

    def replies(self, alarm: Alarm) -> list[Reply]:
        """The card for it."""


class ReadsMessages(Protocol):
    """The trained model."""

    def read(self, text: str) -> Reading:
        """What the message is about, as a whole and part by part."""


class FindsPlaces(Protocol):
    """The gazetteer."""

    def find(self, text: str) -> PlaceFinding | None:
        """The place that a message names, or None."""


@dataclass(frozen=True, slots=True)
class UnderstandingService:
    """Hears what a message means. It stores nothing and may be used from several threads."""

    danger: HearsDanger
    model: ReadsMessages
    places: FindsPlaces
    guess_language: GuessesLanguage = lambda _text: ENGLISH
    thresholds: Thresholds = field(default_factory=Thresholds)

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        """What the message means. A place that is given apart from the words counts before one in them."""
        alarm = self.danger.hear(text)
        place = (self.places.find(place_hint) if place_hint else None) or self.places.find(text)
        reading = self.model.read(text)
        intent, confidence = reading.ranking[0]
        unreadable = is_unreadable(text, reading.known_share, intent, confidence)
        action = NextAction.HUMAN if unreadable else self._choose(reading)
        if alarm is not None:
            action = NextAction.EMERGENCY
        return Understanding(
            danger=alarm.kind if alarm else _DANGER_BY_INTENT.get(action),
            action=action,
            intent=intent,
            confidence=confidence,
            ranking=reading.ranking,
            concerns=reading.concerns if action in _WITH_CONCERNS else (),
            place=place,
            likely=_likely(reading),
            is_unreadable=unreadable,
            language=self.guess_language(text) if unreadable else ENGLISH,
            known_share=reading.known_share,
        )

    def _choose(self, reading: Reading) -> NextAction:
        first = reading.concerns[0].confidence if reading.concerns else 0.0
        return choose_action(reading.ranking, self.thresholds, first)


def _likely(reading: Reading) -> tuple[Category, ...]:
    ranked = (category_of_intent(intent) for intent, _ in reading.ranking)
    return tuple(category for category in ranked if category is not None)[:_LIKELY]
