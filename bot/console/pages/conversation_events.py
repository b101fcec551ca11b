"""Sends to an open conversation's page what is said in it, and that somebody joined or left."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Header, Query
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from bot.channels.web.streams import Streams
from bot.console.pages.conversations import get_conversation, shown
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.errors import NotFoundError

POLL_SECONDS = 1.0
#: The page opens a new stream after so many looks only while somebody uses it: an idle one has to end.
_MOST_LOOKS = 900
_QUIET_LOOKS = 15
_LIST_LOOKS = 5
"""The list is looked at every so many looks."""
_RETRY_MILLISECONDS = 3000

routes = Routes()


@routes.get("/conversations/{conversation_id}/events", Permission.JOIN_CONVERSATIONS)
async def stream_conversation(
    visit: Visiting,
    conversation_id: str,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Everything said after a message: `after` at first, `Last-Event-ID` on coming back."""
    await run_in_threadpool(_look, visit, conversation_id, after)
    streams: Streams = visit.request.app.state.web_streams
    place = f"staff:{visit.session_id}"
    streams.check_room(place)
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    events = _events(visit, streams, place, conversation_id, seen)
    return EventSourceResponse(events, headers={"X-Accel-Buffering": "no"})


@routes.get("/open-conversations/events", Permission.JOIN_CONVERSATIONS)
async def stream_list(visit: Visiting) -> Response:
    """The list of open conversations whenever it changes."""
    streams: Streams = visit.request.app.state.web_streams
    place = f"staff:{visit.session_id}"
    streams.check_room(place)
    return EventSourceResponse(_lists(visit, streams, place), headers={"X-Accel-Buffering": "no"})


async def _lists(visit: Visit, streams: Streams, place: str) -> AsyncIterator[bytes]:
    with streams.place(place):
        yield format_sse_event(comment="open", retry=_RETRY_MILLISECONDS)
        shown_last = None
        for look in range(_MOST_LOOKS):
            if streams.is_stopping:
                return
            if look % _LIST_LOOKS == 0:
                try:
                    html = await run_in_threadpool(_look_at_list, visit)
                except ConsoleRefusal:
                    break
                if shown_last not in {None, html}:
                    yield format_sse_event(event="list", data_str=json.dumps({"html": html}))
                else:
                    yield format_sse_event(comment="still here")
                shown_last = html
            await asyncio.sleep(POLL_SECONDS)
        yield format_sse_event(event="over", data_str="{}")


def _look_at_list(visit: Visit) -> str:
    """The rows as a piece of the page; raises ConsoleRefusal when the browser was signed out."""
    services = visit.services
    with services.database.unit_of_work() as unit:
        if visit.session_id is None or services.sessions.is_over(unit, visit.session_id):
            raise ConsoleRefusal("not_allowed", 403)
        found = services.conversations.open.list_open(unit, visit.staff)
        return visit.console.templates.render("conversations_rows.html", conversations=found)


async def _events(
    visit: Visit, streams: Streams, place: str, conversation_id: str, seen: int
) -> AsyncIterator[bytes]:
    with streams.place(place):
        yield format_sse_event(comment="open", retry=_RETRY_MILLISECONDS)
        quiet, who = 0, None
        for look in range(_MOST_LOOKS):
            if streams.is_stopping:
                return
            try:
                found, takeover_id = await run_in_threadpool(_look, visit, conversation_id, seen)
            except (ConsoleRefusal, NotFoundError):
                break
            for message_id, html in found:
                seen = message_id
                yield format_sse_event(event="said", data_str=json.dumps({"html": html}), id=str(seen))
            if look > 0 and takeover_id != who:
                yield format_sse_event(event="changed", data_str="{}")
            who = takeover_id
            quiet = 0 if found else quiet + 1
            if quiet >= _QUIET_LOOKS:
                quiet = 0
                yield format_sse_event(comment="still here")
            await asyncio.sleep(POLL_SECONDS)
        yield format_sse_event(event="over", data_str="{}")


def _look(visit: Visit, conversation_id: str, seen: int) -> tuple[list[tuple[int, str]], int | None]:
    """What was said since, as pieces of the page, and which takeover is on.

    Raises ConsoleRefusal when the browser was signed out, NotFoundError when the conversation was deleted.
    """
    services = visit.services
    with services.database.unit_of_work() as unit:
        if visit.session_id is None or services.sessions.is_over(unit, visit.session_id):
            raise ConsoleRefusal("not_allowed", 403)
        conversation = get_conversation(visit, unit, conversation_id)
        messages = services.conversations.open.list_after(unit, conversation, seen)
        address = f"{visit.request.url.path.removesuffix('/events')}"
        pieces = [
            (
                message.id or 0,
                visit.console.templates.render(
                    "conversation_messages.html", messages=[message], address=address
                ),
            )
            for message in shown(visit, unit, list(messages))
        ]
        return pieces, conversation.takeover_id
