"""The language in which a message or a page is answered: set at the edge, looked at where words are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.domain.danger_languages import ENGLISH

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """The language that is being answered in (ISO 639-1)."""
    return _spoken.get()


def locale() -> str:
    """The same as a locale: how days and lists are written."""
    language = spoken()
    return "en_GB" if language == ENGLISH else language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in that language inside the block, in threads that are handed work from it too."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)
