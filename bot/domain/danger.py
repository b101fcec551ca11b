"""The danger gate: hears that somebody is in danger, in plain code that depends on nothing."""

from __future__ import annotations

from enum import StrEnum


class DangerKind(StrEnum):
    """What kind of danger; each has its own card."""

    EMERGENCY = "emergency"
    SUICIDE_SELF_HARM = "suicide_self_harm"
    DOMESTIC_ABUSE_NOW = "domestic_abuse_now"
    CHILD_IN_DANGER = "child_in_danger"
    MEDICAL = "medical"
