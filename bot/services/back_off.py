"""How long to wait before the next try: longer each time, and never the same for all at once."""

from __future__ import annotations

from datetime import timedelta

from tenacity import RetryCallState, Retrying
from tenacity.wait import wait_base, wait_exponential, wait_exponential_jitter, wait_random

# Somebody waits for the answer: once the other side is well again, it is noticed soon.
_WAIT = wait_exponential_jitter(initial=1, max=30, jitter=1)
# An agency's mail server or system may be down for a night, and nobody waits at a screen.
_PATIENT_WAIT = wait_exponential(multiplier=10, max=3600) + wait_random(0, 30)


def pause_after(attempts: int, at_least: float | None = None) -> timedelta:
    """The pause after so many failed tries, from a second to half a minute.

    `at_least` is what the other side asked for, in seconds.
    """
    return _pause(_WAIT, attempts, at_least)


def patient_pause_after(attempts: int, at_least: float | None = None) -> timedelta:
    """The pause after so many failed tries, from ten seconds to an hour."""
    return _pause(_PATIENT_WAIT, attempts, at_least)


def _pause(wait: wait_base, attempts: int, at_least: float | None) -> timedelta:
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = max(attempts, 1)
    return timedelta(seconds=max(wait(state), at_least or 0.0))
