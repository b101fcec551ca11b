"""Rows of a made-up concern that say nothing of where it goes: how it was understood, and how it ended."""

from __future__ import annotations

from typing import Any

from bot.db.models import ReferralState
from bot.domain.demo import MadeUp, MadeUpFollowUp

MODEL = "demo"
"""Stands in the place of a model's name, so that made-up concerns can be told from others."""


def state_of(one: MadeUp) -> ReferralState:
    """How far a made-up agency is."""
    if one.acknowledged_at is None:
        return ReferralState.SENT
    if one.closed_at is not None:
        return ReferralState.DONE
    return ReferralState.ACKNOWLEDGED if one.state == "open" else ReferralState.ACCEPTED


def classification_row(number: int, one: MadeUp) -> dict[str, Any]:
    """How a made-up message was understood."""
    return {
        "concern_id": number,
        "intent": one.category.report_intent if one.category else "ask_human",
        "confidence": one.confidence,
        "ranking": [],
        "model": MODEL,
        "is_chosen_by_resident": False,
    }


def follow_up_row(number: int, one: MadeUp, asked: MadeUpFollowUp) -> dict[str, Any]:
    """What was said to whether it is fixed."""
    return {
        "concern_id": number,
        "closed_at": one.closed_at,
        "asked_at": asked.asked_at,
        "answer": asked.answer,
        "answered_at": asked.asked_at if asked.answer else None,
        "informed_asked_at": asked.asked_at if asked.answer else None,
        "informed": asked.informed,
    }
