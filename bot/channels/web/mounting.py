"""Mounts the web channel on the application: routes, static files, limits and headers."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from bot.channels.web import (
    chat_deletion,
    chat_events,
    chat_language,
    chat_page,
    chat_photos,
    feed_page,
    json_chat,
    pages,
    place_search,
    survey_pages,
)
from bot.channels.web.body_limit import BodyLimit
from bot.channels.web.channel import WebChannel, WebServices, build_channel
from bot.channels.web.contacts import find_crimestoppers, find_number, telephone_numbers
from bot.channels.web.error_handlers import ErrorAnswers
from bot.channels.web.language import PageLanguage
from bot.channels.web.security import SecurityHeaders, content_policy
from bot.channels.web.streams import Streams
from bot.channels.web.templating import Templates
from bot.domain.agencies import AgencyKind

STATIC = Path(__file__).parent / "static"
# In the order in which a request's address is looked for: what is asked at every message comes first.
_ROUTES = (
    json_chat,
    chat_page,
    chat_events,
    chat_photos,
    chat_deletion,
    chat_language,
    place_search,
    pages,
    feed_page,
    survey_pages,
)
_PHOTO_PATHS = re.compile(
    r"/chat/messages|/api/chat/photos|/survey/[a-z][a-z0-9_]*|/console/posts/(?:write|\d+/edit)"
    r"|/console/report"
)


def mount(app: FastAPI, services: WebServices) -> None:
    """Add the web channel to an application that has not been started yet."""
    web = build_channel(services)
    catalogues = services.phrases.catalogues
    templates = Templates(_common(web), telephone_numbers(services.directory), catalogues)
    app.state.web_channel = web
    app.state.web_templates = templates
    app.state.web_streams = Streams()
    for routes in _ROUTES:
        app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answers = ErrorAnswers(web, templates)
    answers.install(app)
    app.add_middleware(
        BodyLimit,
        photo_max_bytes=services.settings.photo_max_bytes,
        photo_paths=_PHOTO_PATHS,
        refuse=answers.on_too_large,
    )
    app.add_middleware(
        SecurityHeaders,
        policy=content_policy(services.settings.map_tiles_url),
        is_secure=web.is_secure,
    )
    # Around all the others, so that what goes wrong in them is said in the visitor's language too.
    app.add_middleware(
        PageLanguage,
        languages=catalogues.languages,
        lifetime=web.sessions.lifetime,
        is_secure=web.is_secure,
    )


def _common(web: WebChannel) -> dict[str, object]:
    """What every page shows."""
    directory, settings = web.services.directory, web.services.settings
    return {
        "place_map": {
            "tiles": settings.map_tiles_url or "",
            "host": urlsplit(settings.map_tiles_url or "").netloc.removeprefix("{s}."),
            "attribution": settings.map_tiles_attribution or "",
            "towns": web.services.towns,
        },
        "place": web.services.place_name,
        "hub": web.services.hub_name,
        "news_word": lambda name: web.services.phrases.text(f"news_{name}"),
        "police_number": find_number(directory, AgencyKind.POLICE, is_emergency=False),
        "crimestoppers": find_crimestoppers(directory),
    }
