"""What a statistical model thinks of danger in a message, beside the plain-code gate."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.danger_kinds import DangerKind


@dataclass(frozen=True, slots=True)
class DangerOpinion:
    """How likely somebody is in danger, and of which kind."""

    kind: DangerKind
    """The likeliest kind."""
    chance: float
    """Of any danger, from 0 to 1."""
    alarms: bool
    """Whether that is high enough to show the card."""
    is_calm: bool
    """Whether it is so low that words which can mean danger mean something else here."""
