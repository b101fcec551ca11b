"""Decides what a message calls for from how likely each intent is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """Below this the resident is asked which of the likeliest it is."""
    out_of_scope: float = 0.4
    """Below this a message that looks like none of ours is asked about instead of turned away."""
    reports_left: float = 0.5
    """Above this much report probability a message is asked about instead of turned away."""
    answer: float = 0.35
    """Below this a question or small talk is taken for unclear."""
    emergency: float = 0.5


def choose_action(ranking: Sequence[tuple[str, float]], thresholds: Thresholds) -> NextAction:
    """What a message without danger calls for, by its ranked intents (best first, not empty)."""
    intent, confidence = ranking[0]
    if intent.startswith(REPORT_PREFIX):
        return NextAction.ROUTE if confidence >= thresholds.route else NextAction.CLARIFY
    if intent == _OUT_OF_SCOPE:
        return _out_of_scope(ranking, thresholds)
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


def report_share(ranking: Iterable[tuple[str, float]]) -> float:
    """How likely it is that the message reports something, whatever it is."""
    return sum(chance for intent, chance in ranking if intent.startswith(REPORT_PREFIX))


def _out_of_scope(ranking: Sequence[tuple[str, float]], thresholds: Thresholds) -> NextAction:
    unsure = ranking[0][1] < thresholds.out_of_scope or report_share(ranking) > thresholds.reports_left
    return NextAction.CLARIFY if unsure else NextAction.OUT_OF_SCOPE
