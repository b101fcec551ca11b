"""Sends to open pages of the queue how many concerns each view holds by now, and how many are new."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from bot.channels.web.streams import Streams
from bot.console.live_queue import LiveQueue
from bot.console.permissions import Permission
from bot.console.queue_filters import filter_of, read_filters
from bot.console.queue_views import list_views, shown_count
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.services.worklist_watch import QueueNews, Watch

WAIT_SECONDS = 2.0
"""A hub that is stopped waits for its streams, so each looks up this often."""
_MOST_WAITS = 900
"""The page opens a new stream only while somebody uses it: an idle one has to end."""
_QUIET_WAITS = 8
_RETRY_MILLISECONDS = 3000

routes = Routes()


@routes.get("/queue/events", Permission.WORK_CONCERNS)
async def stream_counts(visit: Visiting, since: Annotated[int, Query(ge=0, lt=10**15)] = 0) -> Response:
    """What changed since a page with these filters was shown, whose newest concern was `since`."""
    watch = await run_in_threadpool(_watch, visit, since)
    streams: Streams = visit.request.app.state.web_streams
    streams.check_room(f"staff:{visit.session_id}")
    events = _events(visit.console.live_queue, streams, watch, visit.session_id or 0)
    return EventSourceResponse(events, headers={"X-Accel-Buffering": "no"})


def _watch(visit: Visit, since: int) -> Watch:
    wanted = filter_of(read_filters(visit.request.query_params))
    with visit.services.database.unit_of_work() as unit:
        views = {view.key: view.wanted for view in list_views(visit, unit)}
    return Watch(visit.staff, views, wanted, since)


async def _events(live: LiveQueue, streams: Streams, watch: Watch, session_id: int) -> AsyncIterator[bytes]:
    with streams.place(f"staff:{session_id}"), live.listening(watch, session_id) as listener:
        yield format_sse_event(comment="open", retry=_RETRY_MILLISECONDS)
        quiet = 0
        for _ in range(_MOST_WAITS):
            if streams.is_stopping:
                return
            if await listener.wait(WAIT_SECONDS):
                quiet = 0
                if listener.is_over or listener.news is None:
                    break
                yield format_sse_event(event="counts", data_str=json.dumps(_shown(listener.news)))
                continue
            quiet += 1
            if quiet >= _QUIET_WAITS:
                quiet = 0
                yield format_sse_event(comment="still here")
        yield format_sse_event(event="over", data_str="{}")


def _shown(news: QueueNews) -> dict[str, object]:
    counts = {name: shown_count(count) for name, count in news.counts.items()}
    return {"counts": counts, "new": shown_count(news.new) if news.new else ""}
