"""Which language a page is in: the one that its visitor chose, else one that their browser asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qs

from babel import negotiate_locale
from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.domain.danger_languages import ENGLISH
from bot.domain.spoken import speaking

COOKIE = "local_focus_language"
QUERY = "language"
_MOST_ASKED_FOR = 20


class PageLanguage:
    """Speaks the visitor's language in all that lies behind it.

    A link that names a language shows the page in it and has the browser remember it. It changes nothing
    else, so it needs no proof of where it was pressed.
    """

    def __init__(self, app: ASGIApp, languages: Sequence[str], lifetime: timedelta, is_secure: bool) -> None:
        """`languages` are those that there are; `lifetime` is how long a choice is remembered."""
        self._app = app
        self._languages = languages
        self._lifetime = lifetime
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve as ASGI does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chosen = self._chosen(scope)

        async def send_remembering(message: Message) -> None:
            if message["type"] == "http.response.start" and chosen is not None:
                carrier = Response()
                keep_language(carrier, chosen, self._lifetime, is_secure=self._is_secure)
                MutableHeaders(scope=message).append("Set-Cookie", carrier.headers["set-cookie"])
            await send(message)

        with speaking(chosen or self._remembered(scope)):
            await self._app(scope, receive, send_remembering)

    def _chosen(self, scope: Scope) -> str | None:
        if scope["method"] != "GET" or not scope["query_string"]:
            return None
        asked = parse_qs(scope["query_string"].decode("latin-1")).get(QUERY, [""])[0]
        return asked if asked in self._languages else None

    def _remembered(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        kept = cookie_parser(headers.get("cookie", "")).get(COOKIE)
        if kept is not None and kept in self._languages:
            return kept
        asked = list_asked_for(headers.get("accept-language", ""))
        found: str | None = negotiate_locale(asked, self._languages, sep="-")
        return found or ENGLISH


def list_asked_for(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first; what isn't one is left out."""
    weighted = []
    for entry in header.split(",")[:_MOST_ASKED_FOR]:
        language, _, weight = entry.partition(";q=")
        try:
            weighted.append((float(weight) if weight else 1.0, language.strip()))
        except ValueError:
            continue
    return [language for weight, language in sorted(weighted, key=lambda one: -one[0]) if weight and language]


def keep_language(response: Response, language: str, lifetime: timedelta, *, is_secure: bool) -> None:
    """Have the browser remember the language."""
    response.set_cookie(
        COOKIE,
        language,
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure,
    )
