"""Says what Telegram's errors mean for a message: gone for good, to be tried later, or moved."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.errors import DeliveryError

REFUSED = "refused"
"""What was sent isn't taken as it is, while the chat can be written to."""
# Parts of descriptions that the Bot API gives with 403 and 400 -> our reason. First match counts.
_UNREACHABLE = {
    "bot was blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "bot was kicked": "blocked",
    "bot is not a member": "blocked",
    "bot can't initiate conversation": "blocked",
    "chat not found": "blocked",
    "have no rights to send": "no_rights",
    "not enough rights": "no_rights",
    "group chat was deactivated": "deactivated",
}


def delivery_error(error: TelegramError) -> DeliveryError:
    """What an error means; its own words aren't passed on, because they may repeat what was sent."""
    if isinstance(error, RetryAfter):
        return DeliveryError("too_many_requests", is_permanent=False, retry_after=seconds_of(error))
    if isinstance(error, ChatMigrated):
        return DeliveryError("moved", is_permanent=False)
    if isinstance(error, Forbidden | BadRequest):
        description = error.message.casefold()
        reason = next((ours for theirs, ours in _UNREACHABLE.items() if theirs in description), REFUSED)
        if isinstance(error, Forbidden) and reason == REFUSED:
            reason = "blocked"
        return DeliveryError(reason, is_permanent=True)
    return DeliveryError(short_reason(error), is_permanent=False)


def seconds_of(error: RetryAfter) -> float:
    """For how long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def short_reason(error: TelegramError) -> str:
    """A word for logs and staff; an error's own words could hold the token."""
    match error:
        case InvalidToken():
            return "token_refused"
        case Conflict():
            return "somebody_else_polls"
        case TimedOut():
            return "timed_out"
        case NetworkError():
            return "network"
        case _:
            return "unknown"
