"""The public feed: a page, Atom and JSON, by topic and area, for readers that ask again and again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup

from bot.channels.web.channel import Web, WebChannel
from bot.channels.web.feed_formats import FeedHead, to_atom, to_json_feed
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.templating import Pages
from bot.domain.danger_languages import ENGLISH
from bot.domain.posts import Topic
from bot.domain.spoken import spoken
from bot.errors import NotFoundError
from bot.services.feed_entries import Feed

router = APIRouter(include_in_schema=False)
#: So long a reader needn't ask again.
_FRESH = "public, max-age=300"
_NOT_MODIFIED = 304
_PICTURE_NAME = r"^[0-9a-f]{32}\.jpg$"

TopicAsked = Annotated[str, Query(max_length=20, alias="topic")]
AreaAsked = Annotated[str, Query(max_length=40, alias="area")]
# Not `language`, by which pages are asked to remember one: what readers fetch has no cookies.
LanguageAsked = Annotated[str, Query(max_length=8, alias="lang")]


@router.get("/feed")
def show_feed(web: Web, templates: Pages, topic: TopicAsked = "", area: AreaAsked = "") -> Response:
    """The page; the topics and areas to choose from stand above the entries."""
    feed = _read(web, topic, area, spoken())
    asked = _asked(topic, area, "" if spoken() == ENGLISH else spoken())
    return templates.page(
        "feed.html",
        feed=feed,
        bodies={entry.id: Markup(entry.html) for entry in feed.entries},  # noqa: S704 -- cleaned
        topics=list(Topic),
        areas=web.services.area_names,
        topic=topic,
        area=area,
        query=f"?{asked}" if asked else "",
    )


@router.get("/feed/{entry_id:int}")
def show_entry(web: Web, templates: Pages, entry_id: int) -> Response:
    """One entry, at the address by which feeds call it."""
    entry = next((entry for entry in _read(web, "", "", spoken()).entries if entry.id == entry_id), None)
    if entry is None:
        raise RequestRefusedError("not_found", 404)
    body = Markup(entry.html)  # noqa: S704 -- cleaned
    return templates.page("feed_entry.html", entry=entry, body=body, areas=web.services.area_names)


@router.get("/feed/pictures/{name}")
def send_picture(web: Web, name: Annotated[str, Path(pattern=_PICTURE_NAME)]) -> Response:
    """The picture of a post that was approved; feed readers show it on pages of their own."""
    try:
        with web.services.database.unit_of_work() as session:
            jpeg = web.services.pictures.read_shown(session, name)
    except NotFoundError:
        raise RequestRefusedError("not_found", 404) from None
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": _FRESH}
    return Response(jpeg, media_type="image/jpeg", headers=headers)


@router.get("/feed.atom")
def send_atom(
    request: Request, web: Web, topic: TopicAsked = "", area: AreaAsked = "", language: LanguageAsked = ""
) -> Response:
    """The feed as Atom."""
    feed = _read(web, topic, area, language)
    content = to_atom(feed, _head(web, "/feed.atom", topic, area, language))
    return _answer(request, feed, Response(content, media_type="application/atom+xml"))


@router.get("/feed.json")
def send_json(
    request: Request, web: Web, topic: TopicAsked = "", area: AreaAsked = "", language: LanguageAsked = ""
) -> Response:
    """The feed as JSON Feed."""
    feed = _read(web, topic, area, language)
    content = to_json_feed(feed, _head(web, "/feed.json", topic, area, language))
    return _answer(request, feed, JSONResponse(content, media_type="application/feed+json"))


def _read(web: WebChannel, topic: str, area: str, language: str) -> Feed:
    services = web.services
    known: Sequence[Collection[str]] = (
        set(Topic),
        services.area_names,
        services.phrases.catalogues.languages,
    )
    asked = zip((topic, area, language), known, strict=True)
    if any(one and one not in all_of_them for one, all_of_them in asked):
        raise RequestRefusedError("not_found", 404)
    wanted = Topic(topic) if topic else None
    with services.database.unit_of_work() as session:
        return services.feed.read(session, wanted, area or None, language or ENGLISH)


def _head(web: WebChannel, path: str, topic: str, area: str, language: str) -> FeedHead:
    services, asked = web.services, _asked(topic, area, language)
    hub, query = services.settings.hub_address, f"?{asked}" if asked else ""
    name = f"{services.hub_name}: {services.area_names[area]}" if area else services.hub_name
    return FeedHead(name, services.hub_name, f"{hub}/feed{query}", f"{hub}{path}{query}", language or "en-GB")


def _asked(topic: str, area: str, language: str) -> str:
    asked = {"topic": topic, "area": area, "lang": language}
    return urlencode({name: value for name, value in asked.items() if value})


def _answer(request: Request, feed: Feed, whole: Response) -> Response:
    """The whole, or that nothing changed: the ETag decides where there is one, else the date (RFC 9110)."""
    etag = f'"{feed.fingerprint}"'
    whole.headers.update(
        {
            "ETag": etag,
            "Last-Modified": format_datetime(feed.updated_at.astimezone(UTC), usegmt=True),
            "Cache-Control": _FRESH,
        }
    )
    if not _is_known(request, feed, etag):
        return whole
    kept = {name: whole.headers[name] for name in ("ETag", "Last-Modified", "Cache-Control")}
    return Response(status_code=_NOT_MODIFIED, headers=kept)


def _is_known(request: Request, feed: Feed, etag: str) -> bool:
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return bool(tags & {etag, "*"})
    since = request.headers.get("if-modified-since")
    try:
        moment = parsedate_to_datetime(since) if since else None
    except ValueError:
        return False
    if moment is None or moment.tzinfo is None:
        return False
    return feed.updated_at.replace(microsecond=0) <= moment
