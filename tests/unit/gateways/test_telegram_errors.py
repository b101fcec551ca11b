"""What Telegram's errors mean for a message."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gateways.telegram_errors import delivery_error


@pytest.mark.parametrize(
    ("error", "reason", "is_permanent", "retry_after"),
    [
        (RetryAfter(7), "too_many_requests", False, 7.0),
        (Forbidden("Forbidden: bot was blocked by the user"), "blocked", True, None),
        (Forbidden("Forbidden: user is deactivated"), "deactivated", True, None),
        (Forbidden("Forbidden: something new"), "blocked", True, None),
        (BadRequest("Bad Request: chat not found"), "blocked", True, None),
        (BadRequest("Not enough rights to send text messages to the chat"), "no_rights", True, None),
        (BadRequest("Bad Request: message text is empty"), "refused", True, None),
        (TimedOut(), "timed_out", False, None),
        (NetworkError("Bad Gateway"), "network", False, None),
        (InvalidToken("123:abc was rejected"), "token_refused", False, None),
        (Conflict("terminated by other getUpdates request"), "somebody_else_polls", False, None),
    ],
)
def test_it_is_gone_for_good_or_tried_later(
    error: TelegramError, reason: str, is_permanent: bool, retry_after: float | None
) -> None:
    found = delivery_error(error)
    assert (found.reason, found.is_permanent, found.retry_after) == (reason, is_permanent, retry_after)
    assert "123:abc" not in str(found)
