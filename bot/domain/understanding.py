"""What a message was understood to mean, before anything is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.categories import Category
from bot.domain.danger import DangerKind
from bot.domain.places import PlaceFinding


class NextAction(StrEnum):
    """What a message calls for."""

    ROUTE = "route"
    CLARIFY = "clarify"
    HUMAN = "human"
    EMERGENCY = "emergency"
    ADVICE = "advice"
    CHAT = "chat"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class UnderstoodConcern:
    """One concern heard in a message."""

    category: Category
    confidence: float
    """Calibrated probability from 0 to 1."""
    text: str
    """The part of the message that is about it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the trained model makes of a message, before anything is decided."""

    ranking: tuple[tuple[str, float], ...]
    """The intents with their probabilities, best first."""
    concerns: tuple[UnderstoodConcern, ...]
    """What it would be about if it is a report, surest first."""
    known_share: float = 1.0
    """Share of its words that the training examples have too."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything heard in one message."""

    danger: DangerKind | None
    action: NextAction
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    """The likeliest intents with their probabilities, best first."""
    concerns: tuple[UnderstoodConcern, ...]
    place: PlaceFinding | None
    likely: tuple[Category, ...] = ()
    """The likeliest categories, for asking when it isn't clear."""
    is_unreadable: bool = False
    """Whether it is in a language or script that only a person can read."""
    language: str = "en"
    """The language that a message which only a person can read is probably in (ISO 639-1)."""
    known_share: float = 1.0
    """Share of its words that the training examples have too."""
