"""Shows a resident the photos that they sent, and nobody else."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, Web, WebChannel
from bot.channels.web.cookies import cookie_session
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.sessions import WebSession
from bot.errors import NotFoundError

router = APIRouter(include_in_schema=False)


@router.get("/chat/photos/{photo_id}")
async def show_photo(web: Web, request: Request, photo_id: str) -> Response:
    """The photo as it was stored."""
    session = cookie_session(web, request)
    if session is None:
        raise RequestRefusedError("not_found", 404)
    jpeg = await run_in_threadpool(_read, web, session, photo_id)
    return Response(jpeg, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


def _read(web: WebChannel, session: WebSession, photo_id: str) -> bytes:
    services = web.services
    with services.database.unit_of_work() as unit:
        conversation = services.people.find_conversation(unit, CHANNEL, session.id)
        if conversation is None:
            raise RequestRefusedError("not_found", 404)
        try:
            return services.photos.read_own(unit, conversation, photo_id)
        except NotFoundError:
            raise RequestRefusedError("not_found", 404) from None
