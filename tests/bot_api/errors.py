"""What the Bot API answers when it refuses: the documented codes with their descriptions."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A request that isn't done; becomes `{"ok": false, ...}`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        self.code = code
        self.description = description
        self.parameters = parameters
        super().__init__(description)

    def to_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(why: str, **parameters: Any) -> RefusedError:
    """400: the request itself is wrong."""
    return RefusedError(400, f"Bad Request: {why}", **parameters)


def forbidden(why: str) -> RefusedError:
    """403: the bot may not."""
    return RefusedError(403, f"Forbidden: {why}")


def conflict(why: str) -> RefusedError:
    """409: somebody else is at it."""
    return RefusedError(409, f"Conflict: {why}")


def too_many(seconds: int) -> RefusedError:
    """429: to be tried again after so many seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNAUTHORIZED = RefusedError(401, "Unauthorized")
NOT_FOUND = RefusedError(404, "Not Found")
