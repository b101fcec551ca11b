"""Decides what a message calls for from how likely each intent is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.categories import REPORT_PREFIX
from bot.domain.understanding import NextAction

_OUT_OF_SCOPE = "out_of_scope"
_EMERGENCY = "emergency"
_FOR_PEOPLE = frozenset({"ask_human"})
_ADVICE = frozenset({"ask_asb_case_review", "ask_safer_homes_pack"})
_ADVICE_ENDING = "_advice"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure is sure enough, as calibrated probabilities; measured in docs/adr/0005."""

    route: float = 0.4
    """Below this the resident is asked which of the likeliest it is; Rasa's fallback has the same."""
    out_of_scope: float = 0.1
    """Chance of being none of ours, as a part of the best other chance, from which it is turned away.

    What is none of ours is of a thousand kinds, so its own chance is seldom the highest.
    """
    surely_ours: float = 0.8
    """From this confidence in another intent on, nothing is turned away."""
    answer: float = 0.4
    """Below this a question or small talk is taken for unclear."""
    emergency: float = 0.5


def choose_action(
    ranking: Sequence[tuple[str, float]], thresholds: Thresholds, first_concern: float = 0.0
) -> NextAction:
    """What a message without danger calls for, by its ranked intents (best first, not empty).

    `first_concern` is the confidence in the first concern by its own words: where two clear concerns share
    a message, neither intent is likely for the whole of it.
    """
    if _is_out_of_scope(ranking, thresholds):
        return NextAction.OUT_OF_SCOPE
    intent, confidence = ranking[0]
    if intent.startswith(REPORT_PREFIX):
        return NextAction.ROUTE if max(confidence, first_concern) >= thresholds.route else NextAction.CLARIFY
    if intent == _EMERGENCY:
        return NextAction.EMERGENCY if confidence >= thresholds.emergency else NextAction.CLARIFY
    if confidence < thresholds.answer:
        return NextAction.CLARIFY
    if intent in _FOR_PEOPLE:
        return NextAction.HUMAN
    return NextAction.ADVICE if is_advice(intent) else NextAction.CHAT


def is_advice(intent: str) -> bool:
    """Whether the intent asks for one of the advice pages."""
    return intent in _ADVICE or (intent.startswith("ask_") and intent.endswith(_ADVICE_ENDING))


def _is_out_of_scope(ranking: Sequence[tuple[str, float]], thresholds: Thresholds) -> bool:
    chance = next((chance for intent, chance in ranking if intent == _OUT_OF_SCOPE), 0.0)
    best = next((chance for intent, chance in ranking if intent != _OUT_OF_SCOPE), 0.0)
    return best < thresholds.surely_ours and chance > thresholds.out_of_scope * best
