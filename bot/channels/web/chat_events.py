"""Sends what the hub says by itself, such as a staff member's answer, to pages that are open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
from bot.db.models import Message
from bot.services.takeover_signs import find_typist

POLL_SECONDS = 2.0
#: A comment goes out after so many empty looks, so that proxies keep the connection.
_QUIET_LOOKS = 8
#: Streams end after about this many looks; browsers open a new one by themselves.
_MOST_LOOKS = 900
_RETRY_MILLISECONDS = 3000
#: What was changed so shortly before is sent too: the page may have been without a connection.
_MISSED = timedelta(hours=1)

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
        quiet, typist, since = 0, None, utc_now() - _MISSED
        for _ in range(_MOST_LOOKS):
            if streams.is_stopping:
                return
            news = await run_in_threadpool(_look, web, templates, session, seen, since)
            for message_id, html in news.answers:
                seen = message_id
                body = json.dumps({"html": html, "messages": [message_id]})
                yield format_sse_event(event="answer", data_str=body, id=str(message_id))
            for moment, html in news.changed:
                since = moment
                yield format_sse_event(event="change", data_str=json.dumps({"html": html}))
            if news.typist != typist:
                typist = news.typist
                yield format_sse_event(event="typing", data_str=json.dumps({"name": typist}))
            quiet = 0 if news.answers or news.changed else quiet + 1
            if quiet >= _QUIET_LOOKS:
                quiet = 0
                yield format_sse_event(comment="still here")
            await asyncio.sleep(POLL_SECONDS)


@dataclass(frozen=True, slots=True)
class _Found:
    """What an open page has to be told."""

    answers: list[tuple[int, str]] = field(default_factory=list)
    """What was said since, each with its id, as pieces of the page."""
    changed: list[tuple[datetime, str]] = field(default_factory=list)
    """What was changed since, with when."""
    typist: str | None = None
    """Who of the staff is typing."""


def _look(web: WebChannel, templates: Templates, session: WebSession, seen: int, since: datetime) -> _Found:
    services = web.services
    with services.database.unit_of_work() as unit:
        conversation = services.people.find_conversation(unit, CHANNEL, session.id)
        if conversation is None:
            return _Found()

        def render(message: Message) -> str:
            return templates.render("turn.html", messages=show_messages([message], {}))

        answers = services.transcripts.list_answers_after(unit, conversation.id, seen)
        changed = services.transcripts.list_changed_after(unit, conversation.id, since)
        return _Found(
            [(answer.id, render(answer)) for answer in answers],
            [(one.changed_at, render(one)) for one in changed if one.changed_at and one.id <= seen],
            find_typist(unit, conversation, utc_now()),
        )
