"""Helps residents find the name of a place: a page with a form, and suggestions while they type."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import Web, client_address
from bot.channels.web.cookies import cookie_session, keep_session
from bot.channels.web.json_models import (
    ErrorOut,
    LocationIn,
    NearestPlaceOut,
    NearPlaceOut,
    PlacesOut,
    SuggestedPlaceOut,
)
from bot.channels.web.templating import Pages

LONGEST_QUERY = 100
_MOST_SUGGESTED = 8
_MOST_LISTED = 20

router = APIRouter()

Typed = Annotated[str, Query(max_length=LONGEST_QUERY, description="The beginning of a place's name.")]


@router.get("/chat/places", include_in_schema=False)
async def show_places(web: Web, templates: Pages, request: Request, q: Typed = "") -> Response:
    """A page that lists places by name; picking one says it in the conversation."""
    session = cookie_session(web, request) or web.sessions.begin()
    await web.limits.count_search(client_address(request))
    places = await run_in_threadpool(web.services.suggest_places, q, _MOST_LISTED)
    response = templates.page(
        "places.html",
        typed=q,
        places=places,
        form_token=web.sessions.form_token(session),
        message_id=secrets.token_urlsafe(12),
        longest_query=LONGEST_QUERY,
    )
    keep_session(web, request, response, session)
    return response


@router.get("/api/chat/places", tags=["chat"], responses={429: {"model": ErrorOut}})
async def suggest_places(web: Web, request: Request, q: Typed) -> PlacesOut:
    """Suggest places whose names begin as typed; say the `words` of one to mean it."""
    await web.limits.count_search(client_address(request))
    found = await run_in_threadpool(web.services.suggest_places, q, _MOST_SUGGESTED)
    return PlacesOut(places=[SuggestedPlaceOut(name=place.name, words=place.words) for place in found])


@router.post("/api/chat/places/nearest", tags=["chat"], responses={429: {"model": ErrorOut}})
async def find_nearest(web: Web, request: Request, point: LocationIn) -> NearestPlaceOut:
    """Say what is near a point, which is kept nowhere: it comes in the body since addresses are logged."""
    await web.limits.count_search(client_address(request))
    found = await run_in_threadpool(web.services.nearest_place, point.lat, point.lon)
    if found is None or found.place is None or found.hub_area is None:
        return NearestPlaceOut(place=None)
    area_name = web.services.area_names.get(found.hub_area, found.hub_area)
    return NearestPlaceOut(
        place=NearPlaceOut(name=found.place.name, area=found.hub_area, area_name=area_name)
    )
