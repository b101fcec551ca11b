"""The pages that say what the service is, who sees what, and whom to call."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.channels.web.channel import Web
from bot.channels.web.contacts import list_contact_groups
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.templating import Pages
from bot.domain.agencies import AgencyKind
from bot.errors import NotFoundError

router = APIRouter(include_in_schema=False)
# The pack's authors are trusted with words, not with markup: raw HTML is shown as text.
_markdown = MarkdownIt("commonmark", {"html": False})


@router.get("/")
async def show_start(templates: Pages) -> Response:
    """What it is for, and where to begin."""
    return templates.page("start.html")


@router.get("/privacy")
async def show_privacy(web: Web, templates: Pages) -> Response:
    """The privacy notice."""
    settings = web.services.settings
    councils = [
        agency
        for agency in web.services.directory.list_agencies(date.today())  # noqa: DTZ011 -- the place's day
        if agency.kind is AgencyKind.COUNCIL
    ]
    return templates.page(
        "privacy.html",
        councils=councils,
        conversation_days=settings.conversation_retention_days,
        concern_days=settings.retention_days,
        session_days=settings.session_days,
    )


@router.get("/cookies")
async def show_cookies(web: Web, templates: Pages) -> Response:
    """Which cookie there is."""
    return templates.page("cookies.html", session_days=web.services.settings.session_days)


@router.get("/accessibility")
async def show_accessibility(templates: Pages) -> Response:
    """The accessibility statement."""
    return templates.page("accessibility.html")


@router.get("/numbers")
async def show_numbers(web: Web, templates: Pages) -> Response:
    """Whom to call, with the day on which each number was last checked."""
    today = date.today()  # noqa: DTZ011 -- the place's day
    return templates.page("numbers.html", groups=list_contact_groups(web.services.directory, today))


@router.get("/advice")
async def list_advice(web: Web, templates: Pages) -> Response:
    """All pages of advice."""
    return templates.page("advice_list.html", pages=web.services.advice.list_pages())


@router.get("/advice/{topic}")
async def show_advice(web: Web, templates: Pages, topic: str) -> Response:
    """One page of advice."""
    try:
        page = web.services.advice.get_page(topic)
    except NotFoundError:
        raise RequestRefusedError("not_found", 404) from None
    body = Markup(_markdown.render(page.body))  # noqa: S704 -- rendered with raw HTML off
    return templates.page("advice.html", page=page, body=body)
