"""The routes of Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/)."""

from __future__ import annotations

import logging
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.api.callers import AtDoor, Door, GivenKey, address_of
from bot.api.errors import ApiRefusal
from bot.api.moments import Moment
from bot.api.open311.body import SEND_BODY
from bot.api.open311.formats import answer
from bot.api.open311.sending import read_fields, read_report, words_in
from bot.api.open311.shapes import (
    DefinitionOut,
    ErrorOut,
    RequestOut,
    ServiceOut,
    TakenOut,
    TokenOut,
    show_definition,
    show_request,
    show_service,
)
from bot.domain.api_keys import Caller, Scope
from bot.domain.categories import Category
from bot.domain.open311 import RequestFilter, ServiceRequest, TakenReport
from bot.domain.references import find_reference
from bot.errors import Open311Error

MOST_LISTED = 1000
_MOST_PAGES = 10_000
_log = logging.getLogger(__name__)

router = APIRouter(prefix="/open311/v2", tags=["open311"])

_XML: dict[str, Any] = {"text/xml": {"schema": {"type": "string"}}}


def _says(model: Any, description: str) -> dict[str, Any]:
    return {"model": model, "description": description, "content": dict(_XML)}


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: _says(list[ErrorOut], "Something is missing, or not as described."),
    403: _says(list[ErrorOut], "The key is missing, wrong, taken back, or doesn't allow it."),
    404: _says(list[ErrorOut], "There is none, or it isn't public."),
    413: _says(list[ErrorOut], "Too long."),
    429: _says(list[ErrorOut], "Too many at once; `Retry-After` says how long to wait."),
    503: _says(list[ErrorOut], "Not kept: send it again later, just as it is."),
}


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: _ERRORS[status] for status in statuses}


Form = Annotated[Literal["json", "xml"], Path(alias="format", description="The form of the answer.")]
_STATES = r"^(open|closed)(,(open|closed))*$"


async def _count_address(door: AtDoor, request: Request) -> None:
    await door.count("address", address_of(request))


@router.get(
    "/services.{format}",
    responses={200: _says(list[ServiceOut], "Every service."), **_errors(400, 429)},
    response_class=Response,
    dependencies=[Depends(_count_address)],
)
async def list_services(door: AtDoor, form: Form) -> Response:
    """What can be reported. No key is needed."""
    services = await run_in_threadpool(door.services.catalogue.list_services)
    return answer(form, "services", [show_service(service) for service in services])


@router.get(
    "/services/{service_code}.{format}",
    responses={200: _says(DefinitionOut, "The service's questions."), **_errors(400, 404, 429)},
    response_class=Response,
    dependencies=[Depends(_count_address)],
)
async def show_service_definition(door: AtDoor, form: Form, service_code: str) -> Response:
    """What can be asked about one service; a report without answers is taken too. No key is needed."""
    service = await run_in_threadpool(door.services.catalogue.find, service_code)
    if service is None:
        raise Open311Error("There is no service with this service_code.", 404)
    return answer(form, "service_definition", show_definition(service))


@router.get(
    "/requests.{format}",
    responses={200: _says(list[RequestOut], "The requests, newest first."), **_errors(400, 403, 429)},
    response_class=Response,
)
async def list_requests(
    door: AtDoor,
    key: GivenKey,
    request: Request,
    form: Form,
    service_request_id: Annotated[
        str | None,
        Query(max_length=4000, description="Numbers with commas between them; nothing else counts then."),
    ] = None,
    service_code: Annotated[str | None, Query(max_length=1000, description="Services, with commas.")] = None,
    start_date: Annotated[Moment | None, Query(description="Sent at that moment or later.")] = None,
    end_date: Annotated[Moment | None, Query(description="Sent at that moment or earlier.")] = None,
    status: Annotated[str | None, Query(pattern=_STATES, description="`open`, `closed`, or both.")] = None,
    page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
) -> Response:
    """Requests of the last 90 days, or of the time asked for: public ones, and those that this key sent."""
    caller = await door.let_in(request, key, Scope.OPEN311_READ)
    references = _references(service_request_id)
    codes = tuple(code for code in (service_code or "").split(",") if code in set(Category))
    states = set((status or "").split(",")) - {""}
    wanted = RequestFilter(
        references=references,
        categories=codes,
        is_open="open" in states if len(states) == 1 else None,
        since=start_date,
        until=end_date,
        size=page_size,
        page=page,
    )
    # What was asked for and can't be is nothing, not everything.
    is_none = (service_request_id is not None and not references) or (service_code is not None and not codes)
    found = [] if is_none else await run_in_threadpool(_list, door, caller, wanted)
    return answer(form, "service_requests", [show_request(one) for one in found])


@router.post(
    "/requests.{format}",
    status_code=201,
    responses={
        200: _says(list[TakenOut], "It was sent before; this is its number."),
        201: _says(list[TakenOut], "It was taken."),
        **_errors(400, 403, 404, 413, 429, 503),
    },
    response_class=Response,
    openapi_extra=SEND_BODY,
)
async def send_request(
    door: AtDoor,
    key: GivenKey,
    request: Request,
    form: Form,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=255, description="Your key for this report: the same again is no second one."),
    ] = None,
) -> Response:
    """Send a report. Without `Idempotency-Key` the same report again within a day is taken for a repeat."""
    fields = await read_fields(request)
    # A resident's words are heard for danger before anything of the request is looked at.
    _, card = await run_in_threadpool(door.services.reports.hear, words_in(fields))
    try:
        caller = await door.let_in(request, key or fields.get("api_key"), Scope.OPEN311_SEND)
        report = read_report(fields, idempotency_key)
        taken = await run_in_threadpool(_take, door, caller, address_of(request), report)
    except (Open311Error, ApiRefusal) as error:
        if card is None:
            raise
        raise Open311Error(f"{card}\n\n{error.message}", error.status) from None
    except SQLAlchemyError as error:
        _log.error("a report by Open311 could not be kept: %s", type(error).__name__)
        raise Open311Error(card or "It could not be kept. Send it again later, just as it is.", 503) from None
    return answer(form, "service_requests", [_show_taken(taken)], 200 if taken.is_repeat else 201)


@router.get(
    "/requests/{service_request_id}.{format}",
    responses={200: _says(list[RequestOut], "The request."), **_errors(400, 403, 404, 429)},
    response_class=Response,
)
async def show_one_request(
    door: AtDoor, key: GivenKey, request: Request, form: Form, service_request_id: str
) -> Response:
    """One request, by its number."""
    caller = await door.let_in(request, key, Scope.OPEN311_READ)
    reference = find_reference(service_request_id)
    found = await run_in_threadpool(_find, door, caller, reference) if reference else None
    if found is None:
        raise Open311Error("There is no request with this service_request_id.", 404)
    return answer(form, "service_requests", [show_request(found)])


@router.get(
    "/tokens/{token}.{format}",
    responses={200: _says(list[TokenOut], "Its number."), **_errors(400, 403, 404, 429)},
    response_class=Response,
)
async def show_token(door: AtDoor, key: GivenKey, request: Request, form: Form, token: str) -> Response:
    """The number of a report for which you had a token, once a person has looked at it."""
    caller = await door.let_in(request, key, Scope.OPEN311_SEND)
    reference = find_reference(token)
    found = await run_in_threadpool(_find, door, caller, reference) if reference else None
    if reference is None or found is None or not await run_in_threadpool(_is_own, door, caller, reference):
        raise Open311Error("There is no number for this token yet, or there is no such token.", 404)
    return answer(form, "service_requests", [{"service_request_id": reference, "token": reference}])


def _references(given: str | None) -> tuple[str, ...]:
    found = (find_reference(part) for part in (given or "").split(","))
    return tuple(reference for reference in found if reference is not None)


def _list(door: Door, caller: Caller, wanted: RequestFilter) -> list[ServiceRequest]:
    with door.services.database.unit_of_work() as unit:
        return door.services.requests.list_requests(unit, caller, wanted)


def _find(door: Door, caller: Caller, reference: str) -> ServiceRequest | None:
    with door.services.database.unit_of_work() as unit:
        return door.services.requests.find_request(unit, caller, reference)


def _is_own(door: Door, caller: Caller, reference: str) -> bool:
    with door.services.database.unit_of_work() as unit:
        return door.services.requests.is_own(unit, caller, reference)


def _take(door: Door, caller: Caller, address: str, report: Any) -> TakenReport:
    with door.services.database.unit_of_work() as unit:
        return door.services.reports.take(unit, caller, address, report)


def _show_taken(taken: TakenReport) -> dict[str, Any]:
    number = "service_request_id" if taken.is_public else "token"
    return {number: taken.reference, "service_notice": taken.card or "", "account_id": None}
