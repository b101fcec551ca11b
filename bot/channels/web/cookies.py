"""The cookies: the session's, signed anew from time to time and taken away at the end, and the language's."""

from __future__ import annotations

from fastapi import Request, Response

from bot.channels.web.channel import WebChannel
from bot.channels.web.language import keep_language
from bot.channels.web.sessions import COOKIE, WebSession


def cookie_session(web: WebChannel, request: Request) -> WebSession | None:
    """The session that the browser's cookie speaks for, or None."""
    return web.sessions.read_cookie(request.cookies.get(COOKIE))


def keep_session(web: WebChannel, request: Request, response: Response, session: WebSession) -> None:
    """Give the browser a cookie when it has none for this session, or one that is due for a new signature."""
    current = cookie_session(web, request)
    if current is not None and current.id == session.id and not current.needs_renewal:
        return
    response.set_cookie(
        COOKIE,
        web.sessions.cookie_for(session),
        max_age=int(web.sessions.lifetime.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=web.is_secure,
    )


def remember_language(web: WebChannel, response: Response, language: str) -> None:
    """Have the browser remember the language of the pages, as long as the session."""
    keep_language(response, language, web.sessions.lifetime, is_secure=web.is_secure)


def drop_session(web: WebChannel, response: Response) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=web.is_secure)
