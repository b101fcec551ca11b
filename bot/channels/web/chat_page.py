"""The chat's page: shows the conversation and takes messages, with or without JavaScript."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, LONGEST_TEXT, Web, WebChannel, client_address
from bot.channels.web.chat_forms import ChatForm, read_chat_form
from bot.channels.web.cookies import cookie_session, keep_session
from bot.channels.web.error_handlers import wants_page
from bot.channels.web.intake import take_message
from bot.channels.web.place_search import LONGEST_QUERY
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.security import is_from_here
from bot.channels.web.sessions import WebSession
from bot.channels.web.templating import Pages, Templates
from bot.channels.web.transcript_views import ShownMessage, show_messages, show_reply, titles_of
from bot.services.message_answers import Answered
from bot.services.message_rows import reply_of

SHOWN_AT_ONCE = 30
"""Messages on one page of a long conversation."""
OFFERS_LOOKED_AT = 10
"""Earlier messages among which the title of a pressed button is looked for."""
PHOTO_KINDS = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"

router = APIRouter(include_in_schema=False)


@router.get("/chat")
async def show_chat(
    web: Web,
    templates: Pages,
    request: Request,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The conversation so far, or the greeting of a new one."""
    session = cookie_session(web, request) or web.sessions.begin()
    return await _chat_page(web, templates, request, session, before=before)


@router.post("/chat/messages")
async def send_message(web: Web, templates: Pages, request: Request) -> Response:
    """Take a message from the form: a redirect follows, or for scripts the new part of the page."""
    form = ChatForm()
    session = cookie_session(web, request)
    try:
        form = await read_chat_form(request)
        answered = await _take(web, request, session, form)
    except RequestRefusedError as refusal:
        if not wants_page(request):
            raise
        page_session = session or web.sessions.begin()
        return await _chat_page(web, templates, request, page_session, refusal=refusal, form=form)
    if wants_page(request):
        return RedirectResponse("/chat#latest", status_code=303)
    return JSONResponse(await run_in_threadpool(_turn, web, templates, answered))


async def _take(web: WebChannel, request: Request, session: WebSession | None, form: ChatForm) -> Answered:
    if not is_from_here(request, web.services.settings.hub_address):
        raise RequestRefusedError("not_from_here", 403)
    if session is None or not web.sessions.is_own_form(session, form.token):
        raise RequestRefusedError("session_over", 403)
    return await take_message(web, session, client_address(request), form.message)


async def _chat_page(
    web: WebChannel,
    templates: Templates,
    request: Request,
    session: WebSession,
    *,
    before: int | None = None,
    refusal: RequestRefusedError | None = None,
    form: ChatForm | None = None,
) -> Response:
    messages, has_earlier = await run_in_threadpool(_read, web, session, before)
    response = templates.page(
        "chat.html",
        status=refusal.status if refusal else 200,
        messages=messages,
        has_earlier=has_earlier,
        is_past=before is not None,
        form_token=web.sessions.form_token(session),
        message_id=secrets.token_urlsafe(12),
        typed=form.message.text if form else "",
        problem=web.words.text(refusal.code) if refusal else None,
        problem_is_photo=refusal is not None and refusal.code.startswith("photo_"),
        longest_text=LONGEST_TEXT,
        longest_query=LONGEST_QUERY,
        photo_kinds=PHOTO_KINDS,
        photo_max_bytes=web.services.settings.photo_max_bytes,
        words=web.words,
    )
    keep_session(web, request, response, session)
    return response


def _read(web: WebChannel, session: WebSession, before: int | None) -> tuple[list[ShownMessage], bool]:
    services = web.services
    with services.database.unit_of_work() as unit:
        conversation = services.people.find_conversation(unit, CHANNEL, session.id)
        page = (
            services.transcripts.list_recent(unit, conversation, SHOWN_AT_ONCE, before)
            if conversation is not None
            else None
        )
        greeting = services.phrases.reply("greet")
        if page is None or (not page.messages and before is None):
            return [show_reply(greeting)], False
        shown = show_messages(page.messages, titles_of(greeting), with_buttons=before is None)
        return shown, page.has_earlier


def _turn(web: WebChannel, templates: Templates, answered: Answered) -> dict[str, object]:
    """The message and its answers as a piece of the page."""
    if not answered.is_stored:
        # The database is down: a danger card is shown all the same.
        cards = [show_reply(reply) for reply in answered.replies]
        return {"html": templates.render("turn.html", messages=cards), "messages": []}
    with web.services.database.unit_of_work() as unit:
        services = web.services
        turn = services.transcripts.list_turn(unit, answered.message_id)
        offered = titles_of(services.phrases.reply("greet"))
        if turn:
            said = turn[0]
            before = services.transcripts.list_recent(unit, said.conversation, OFFERS_LOOKED_AT, said.id)
            for earlier in before.messages:
                offered.update(titles_of(reply_of(earlier)))
        shown = show_messages(turn, offered)
    return {"html": templates.render("turn.html", messages=shown), "messages": [m.id for m in shown]}
