"""Sends what the hub says by itself, such as a staff member's answer, to pages that are open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, Web, WebChannel
from bot.channels.web.cookies import cookie_session
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.sessions import WebSession
from bot.channels.web.streams import Streams
from bot.channels.web.templating import Pages, Templates
from bot.channels.web.transcript_views import show_messages
from bot.db.base import utc_now
from bot.services.takeovers import find_typist

POLL_SECONDS = 2.0
#: A comment goes out after so many empty looks, so that proxies keep the connection.
_QUIET_LOOKS = 8
#: Streams end after about this many looks; browsers open a new one by themselves.
_MOST_LOOKS = 900
_RETRY_MILLISECONDS = 3000

router = APIRouter(include_in_schema=False)


@router.get("/chat/events")
async def stream_answers(
    web: Web,
    templates: Pages,
    request: Request,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Everything said to the resident after a message: `after` at first, `Last-Event-ID` on coming back."""
    session = cookie_session(web, request)
    if session is None:
        raise RequestRefusedError("session_unknown", 401)
    streams: Streams = request.app.state.web_streams
    streams.check_room(session.id)
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    events = _events(web, templates, streams, session, seen)
    return EventSourceResponse(events, headers={"X-Accel-Buffering": "no"})


async def _events(
    web: WebChannel, templates: Templates, streams: Streams, session: WebSession, seen: int
) -> AsyncIterator[bytes]:
    with streams.place(session.id):
        yield format_sse_event(comment="open", retry=_RETRY_MILLISECONDS)
        quiet, typist = 0, None
        for _ in range(_MOST_LOOKS):
            if streams.is_stopping:
                return
            found, typing = await run_in_threadpool(_look, web, templates, session, seen)
            for message_id, html in found:
                seen = message_id
                body = json.dumps({"html": html, "messages": [message_id]})
                yield format_sse_event(event="answer", data_str=body, id=str(message_id))
            if typing != typist:
                typist = typing
                yield format_sse_event(event="typing", data_str=json.dumps({"name": typist}))
            quiet = 0 if found else quiet + 1
            if quiet >= _QUIET_LOOKS:
                quiet = 0
                yield format_sse_event(comment="still here")
            await asyncio.sleep(POLL_SECONDS)


def _look(
    web: WebChannel, templates: Templates, session: WebSession, seen: int
) -> tuple[list[tuple[int, str]], str | None]:
    """What was said since, each with its id, as pieces of the page; and who of the staff is typing."""
    services = web.services
    with services.database.unit_of_work() as unit:
        conversation = services.people.find_conversation(unit, CHANNEL, session.id)
        if conversation is None:
            return [], None
        answers = services.transcripts.list_answers_after(unit, conversation.id, seen)
        pieces = [
            (answer.id, templates.render("turn.html", messages=show_messages([answer], {})))
            for answer in answers
        ]
        return pieces, find_typist(unit, conversation, utc_now())
