"""The chat's JSON interface, for programs that speak for a resident."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, Web, WebChannel, client_address
from bot.channels.web.intake import WebMessage, take_message
from bot.channels.web.json_models import (
    AnswerOut,
    ErrorOut,
    HistoryOut,
    MessageIn,
    ReplyOut,
    TokenOut,
)
from bot.channels.web.message_route import MessageRoute
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.removal import remove_conversation
from bot.channels.web.sessions import WebSession
from bot.channels.web.transcript_views import history_message
from bot.services.message_answers import Answered

_MOST_LISTED = 100
_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": ErrorOut, "description": "The token is missing, wrong or too old."},
    413: {"model": ErrorOut, "description": "Too long or too big."},
    422: {"model": ErrorOut, "description": "Not understood; the message says what to change."},
    429: {"model": ErrorOut, "description": "Too many at once; `Retry-After` says how long to wait."},
}
_bearer = HTTPBearer(auto_error=False, description="The token of `POST /api/chat/sessions`.")

router = APIRouter(prefix="/api/chat", tags=["chat"])
_messages = APIRouter(prefix="/messages", route_class=MessageRoute)


async def _session_of(
    web: Web, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> WebSession:
    if credentials is None:
        raise RequestRefusedError("session_missing", 401)
    session = web.sessions.read_token(credentials.credentials)
    if session is None:
        raise RequestRefusedError("session_unknown", 401)
    return session


TokenSession = Annotated[WebSession, Depends(_session_of)]


@router.post("/sessions", status_code=201, responses={429: _REFUSALS[429]})
async def begin_session(web: Web, request: Request) -> TokenOut:
    """Begin a conversation and get its token."""
    await web.limits.count_new_session(client_address(request))
    return TokenOut(token=web.sessions.token_for(web.sessions.begin()))


@_messages.post("", responses=_REFUSALS)
async def send_message(web: Web, session: TokenSession, request: Request, message: MessageIn) -> AnswerOut:
    """Say something and get the answers."""
    location = (message.location.lat, message.location.lon) if message.location else None
    taken = WebMessage(message.text or "", message.payload, location, message_id=message.id)
    return _answer(await take_message(web, session, client_address(request), taken))


router.include_router(_messages)


@router.post("/photos", responses=_REFUSALS)
async def send_photo(
    web: Web,
    session: TokenSession,
    request: Request,
    photo: Annotated[UploadFile, File(description="JPEG, PNG, WebP or HEIC.")],
    id: Annotated[  # noqa: A002 -- the name that messages use too
        str | None, Form(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Your key, as with messages.")
    ] = None,
) -> AnswerOut:
    """Send a photo and get the answers; where it was taken is not kept."""
    taken = WebMessage(photo=await photo.read(), message_id=id)
    return _answer(await take_message(web, session, client_address(request), taken))


@router.get("/messages", responses={401: _REFUSALS[401]})
async def list_messages(
    web: Web,
    session: TokenSession,
    before: Annotated[int | None, Query(description="Only what was said before this id.")] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_LISTED)] = 50,
) -> HistoryOut:
    """Read the conversation, newest part first; each part is in the order in which things were said."""
    return await run_in_threadpool(_read_history, web, session, before, limit)


@router.delete("/session", status_code=204, responses={401: _REFUSALS[401]})
async def delete_session(web: Web, session: TokenSession) -> Response:
    """Delete the conversation; reports that were sent stay with the hub."""
    await remove_conversation(web, session)
    return Response(status_code=204)


def _answer(answered: Answered) -> AnswerOut:
    return AnswerOut(messages=[ReplyOut.of(reply) for reply in answered.replies], concern=answered.concern)


def _read_history(web: WebChannel, session: WebSession, before: int | None, limit: int) -> HistoryOut:
    services = web.services
    with services.database.unit_of_work() as unit:
        conversation = services.people.find_conversation(unit, CHANNEL, session.id)
        if conversation is None:
            return HistoryOut(messages=[], has_earlier=False)
        page = services.transcripts.list_recent(unit, conversation, limit, before)
        return HistoryOut(
            messages=[history_message(message) for message in page.messages], has_earlier=page.has_earlier
        )
