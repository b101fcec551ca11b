"""Lets a resident choose the language of the chat, by a form that works without scripts."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, Web, WebChannel, client_address
from bot.channels.web.chat_forms import read_chat_form
from bot.channels.web.cookies import cookie_session, remember_language
from bot.channels.web.intake import WebMessage, take_message
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.security import is_from_here
from bot.channels.web.sessions import WebSession
from bot.services.language_choices import language_choice

router = APIRouter(include_in_schema=False)


@router.post("/chat/language")
async def choose_language(web: Web, request: Request) -> Response:
    """Go on in another language; what was asked last is asked again in it."""
    form = await read_chat_form(request)
    session = cookie_session(web, request)
    if not is_from_here(request, web.services.settings.hub_address):
        raise RequestRefusedError("not_from_here", 403)
    if session is None or not web.sessions.is_own_form(session, form.token):
        raise RequestRefusedError("session_over", 403)
    if form.language not in web.services.phrases.catalogues.languages:
        raise RequestRefusedError("choice_unknown", 422)
    if await run_in_threadpool(_has_begun, web, session):
        choice = WebMessage(payload=language_choice(form.language), message_id=secrets.token_urlsafe(12))
        await take_message(web, session, client_address(request), choice)
    response = RedirectResponse("/chat#latest", status_code=303)
    remember_language(web, response, form.language)
    return response


def _has_begun(web: WebChannel, session: WebSession) -> bool:
    with web.services.database.unit_of_work() as unit:
        return web.services.people.find_conversation(unit, CHANNEL, session.id) is not None
