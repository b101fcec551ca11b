"""The kinds of danger that the gate knows."""

from __future__ import annotations

from enum import StrEnum


class DangerKind(StrEnum):
    """What kind of danger; each has its own card."""

    EMERGENCY = "emergency"
    SUICIDE_SELF_HARM = "suicide_self_harm"
    DOMESTIC_ABUSE_NOW = "domestic_abuse_now"
    CHILD_IN_DANGER = "child_in_danger"
    MEDICAL = "medical"


#: Which kind is answered when a message tells of several: the one whose card says most that the others don't.
BY_CARD = (
    DangerKind.SUICIDE_SELF_HARM,
    DangerKind.DOMESTIC_ABUSE_NOW,
    DangerKind.CHILD_IN_DANGER,
    DangerKind.MEDICAL,
    DangerKind.EMERGENCY,
)
