"""How long to wait before the next try: longer each time, and never the same for all at once."""

from __future__ import annotations

from datetime import timedelta

from tenacity import RetryCallState, Retrying
from tenacity.wait import wait_exponential_jitter

# Somebody waits for the answer: once the other side is well again, it is noticed soon.
_WAIT = wait_exponential_jitter(initial=1, max=30, jitter=1)


def pause_after(attempts: int, at_least: float | None = None) -> timedelta:
    """The pause after so many failed tries, from a second to half a minute.

    `at_least` is what the other side asked for, in seconds.
    """
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = max(attempts, 1)
    return timedelta(seconds=max(_WAIT(state), at_least or 0.0))
