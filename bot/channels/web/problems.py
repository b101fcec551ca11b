"""What a resident's request can be refused for; the words for each code are in words.yml."""

from __future__ import annotations

from bot.errors import LocalFocusError


class RequestRefusedError(LocalFocusError):
    """A request that can't be done, with the code of its sentence and the HTTP status."""

    def __init__(self, code: str, status: int = 400, retry_after_seconds: int | None = None) -> None:
        self.code = code
        self.status = status
        self.retry_after_seconds = retry_after_seconds
        super().__init__(f"request refused: {code}")
