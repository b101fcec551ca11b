"""The routes of the JSON API, at `/api/v1`."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from bot.api.callers import AtDoor, address_of, in_header
from bot.api.errors import ApiRefusal
from bot.api.moments import Day, Moment
from bot.api.v1.shapes import ConcernOut, ConcernPageOut, ErrorOut, FiguresOut
from bot.db.models import ConcernState
from bot.domain.api_keys import Scope
from bot.domain.categories import Category
from bot.domain.figures import LOCAL_TIME, Period
from bot.domain.references import find_reference
from bot.errors import NotFoundError
from bot.services.api_concerns import ConcernFilter
from bot.services.figures import FiguresFilter

MOST_LISTED = 200
_LATEST = timedelta(days=90)
_LONGEST_PERIOD = timedelta(days=366 * 10)
_AREA = r"^[a-z0-9_]{1,40}$"

router = APIRouter(prefix="/api/v1", tags=["data"])

_ERRORS: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since `If-None-Match`."},
    401: {"model": ErrorOut, "description": "The key is missing, wrong, or was taken back."},
    403: {"model": ErrorOut, "description": "The key doesn't allow it."},
    404: {"model": ErrorOut, "description": "There is none, or the key may not know of it."},
    422: {"model": ErrorOut, "description": "Not as described; the message names what."},
    429: {"model": ErrorOut, "description": "Too many at once; `Retry-After` says how long to wait."},
}


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: _ERRORS[status] for status in (304, 401, 403, 422, 429, *statuses)}


async def _token(
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(in_header)],
) -> str | None:
    return bearer.credentials if bearer else None


Token = Annotated[str | None, Depends(_token)]
Known = Annotated[str | None, Header(alias="If-None-Match", description="The ETag of what you have.")]


@router.get("/concerns", response_model=ConcernPageOut, responses=_errors(404))
async def list_concerns(
    door: AtDoor,
    token: Token,
    request: Request,
    known: Known = None,
    category: Annotated[Category | None, Query()] = None,
    area: Annotated[str | None, Query(pattern=_AREA, description="A hub area, by its id.")] = None,
    state: Annotated[ConcernState | None, Query()] = None,
    since: Annotated[Moment | None, Query(description="Filed at that moment or later.")] = None,
    until: Annotated[Moment | None, Query(description="Filed before that moment.")] = None,
    before: Annotated[str | None, Query(max_length=40, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
) -> Response:
    """Concerns in the areas of the key, the newest first. Sensitive ones need the scope `sensitive`."""
    caller = await door.let_in(request, token, Scope.CONCERNS)
    wanted = ConcernFilter(category or "", area or "", state or "", since, until)

    def read() -> ConcernPageOut:
        with door.services.database.unit_of_work() as unit:
            reference = _reference(before) if before is not None else None
            page, on = door.services.concerns.list_page(
                unit, caller, address_of(request), wanted, limit, reference
            )
            shown = [ConcernOut.of(concern, door.services.place_names) for concern in page]
            return ConcernPageOut(concerns=shown, next=on)

    return await _answer(read, known)


@router.get("/concerns/{reference}", response_model=ConcernOut, responses=_errors(404))
async def show_concern(
    door: AtDoor,
    token: Token,
    request: Request,
    reference: Annotated[str, Path(max_length=40)],
    known: Known = None,
) -> Response:
    """One concern, by its reference."""
    caller = await door.let_in(request, token, Scope.CONCERNS)

    def read() -> ConcernOut:
        with door.services.database.unit_of_work() as unit:
            concern = door.services.concerns.get(unit, caller, address_of(request), _reference(reference))
            return ConcernOut.of(concern, door.services.place_names)

    return await _answer(read, known)


@router.get("/figures", response_model=FiguresOut, responses=_errors())
async def show_figures(
    door: AtDoor,
    token: Token,
    request: Request,
    known: Known = None,
    since: Annotated[
        Day | None, Query(description="The first day; without it 90 days before the last.")
    ] = None,
    until: Annotated[Day | None, Query(description="The last day; without it today.")] = None,
    category: Annotated[Category | None, Query()] = None,
    area: Annotated[str | None, Query(pattern=_AREA, description="A hub area, by its id.")] = None,
) -> Response:
    """Counts and times of the concerns that were filed in a time of up to ten years, in the key's areas."""
    caller = await door.let_in(request, token, Scope.FIGURES)
    today = datetime.now(LOCAL_TIME).date()
    last = until or today
    first = since or last - _LATEST
    if not first <= last <= first + _LONGEST_PERIOD:
        raise ApiRefusal("not_readable", 422, "since and until are no time of up to ten years.")
    wanted = FiguresFilter(
        Period(first, last), area or "", category or "", has_sensitive=caller.may(Scope.SENSITIVE)
    )

    def read() -> FiguresOut:
        with door.services.database.unit_of_work() as unit:
            actor = caller.actor(address_of(request))
            return FiguresOut.of(door.services.figures.summarise(unit, actor, wanted, today))

    return await _answer(read, known)


def _reference(given: str) -> str:
    reference = find_reference(given)
    if reference is None:
        raise NotFoundError("no reference")
    return reference


async def _answer(read: Any, known: str | None) -> Response:
    """What was read, or only that it is what the program has already."""
    try:
        body: BaseModel = await run_in_threadpool(read)
    except NotFoundError:
        raise ApiRefusal(
            "not_found", 404, "There is no such concern, or the key may not know of it."
        ) from None
    content = body.model_dump_json().encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    # It may be kept by whoever asked, who then asks whether it is still so.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known is not None and tag in (part.strip().removeprefix("W/") for part in known.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")
