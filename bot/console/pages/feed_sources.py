"""Partners' feeds: how each goes, adding one by its page's address, changing, switching, and OPML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.feed_forms import read_source, source_fields
from bot.console.forms import ConsoleForm
from bot.console.pages.feeds import FEEDS
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import FeedSource
from bot.domain.feed_sources import FoundFeed, SourceContent
from bot.domain.feeds import IN_PLAIN_WORDS, FeedProblem
from bot.domain.posts import Topic
from bot.domain.schedules import LOCAL_TIME
from bot.errors import FeedError, FeedSourceError

_SOURCES = f"{FEEDS}/sources"
_LONGEST_TITLE = 120
routes = Routes()


@routes.get("/feeds/sources", Permission.MANAGE_FEEDS)
def list_sources(visit: Visiting) -> Response:
    """All feeds, the broken ones first, since when and why."""
    return _list_page(visit)


@routes.post("/feeds/sources/find", Permission.MANAGE_FEEDS)
def find_source(visit: Visiting) -> Response:
    """Look at an address: a feed is shown to be added, of a page's feeds one can be chosen."""
    address = visit.form.text("address")
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        found = visit.services.feeds.look(address)
    except FeedError as error:
        return _list_page(visit, IN_PLAIN_WORDS[FeedProblem(error.problem)], address=address)
    if found[0].is_read:
        return _form_page(visit, None, source_fields(None, found[0].url, found[0].title[:_LONGEST_TITLE]))
    return _list_page(visit, found=found, address=address)


@routes.post("/feeds/sources/add", Permission.MANAGE_FEEDS)
def add_source(visit: Visiting) -> Response:
    """Fetch it from now on; what isn't seen to answer with a feed is refused."""
    services = visit.services
    try:
        content = _content(visit)
        if not services.feeds.look(content.url)[0].is_read:
            raise FeedSourceError("this is a web page, not a feed: look for its feeds first")
        with services.database.unit_of_work() as unit:
            source = services.feeds.sources.add(unit, visit.staff, content, _today(visit).date())
            number = source.id
    except FeedError as error:
        return _form_page(visit, None, visit.form, IN_PLAIN_WORDS[FeedProblem(error.problem)])
    except FeedSourceError as error:
        return _form_page(visit, None, visit.form, str(error))
    return visit.go(f"{_SOURCES}/{number}")


@routes.get("/feeds/sources/{source_id}", Permission.MANAGE_FEEDS)
def show_source(visit: Visiting, source_id: int) -> Response:
    """One: how it goes, and what was said of it."""
    with visit.services.database.unit_of_work() as unit:
        source = _get(visit, unit, source_id)
        return _form_page(visit, source, source_fields(source))


@routes.post("/feeds/sources/{source_id}/change", Permission.MANAGE_FEEDS)
def change_source(visit: Visiting, source_id: int) -> Response:
    """Change what was said of it."""
    try:
        with visit.services.database.unit_of_work() as unit:
            source = _get(visit, unit, source_id)
            visit.services.feeds.sources.change(unit, visit.staff, source, _content(visit))
    except FeedSourceError as error:
        with visit.services.database.unit_of_work() as unit:
            return _form_page(visit, _get(visit, unit, source_id), visit.form, str(error))
    return visit.go(f"{_SOURCES}/{source_id}")


@routes.post("/feeds/sources/{source_id}/{step}", Permission.MANAGE_FEEDS)
def switch_source(visit: Visiting, source_id: int, step: str) -> Response:
    """Switch it on or off, or have it fetched at the next round."""
    if step not in {"on", "off", "fetch"}:
        raise ConsoleRefusal("not_found", 404)
    sources = visit.services.feeds.sources
    with visit.services.database.unit_of_work() as unit:
        source = _get(visit, unit, source_id)
        if step == "fetch":
            sources.fetch_soon(source)
        else:
            sources.switch(unit, visit.staff, source, step == "on")
    return visit.go(f"{_SOURCES}/{source_id}")


@routes.get("/feeds/opml", Permission.MANAGE_FEEDS)
def export_opml(visit: Visiting) -> Response:
    """All feeds as a list that any feed reader takes."""
    feeds = visit.services.feeds
    with visit.services.database.unit_of_work() as unit:
        listed = [FoundFeed(source.url, source.title) for source in feeds.sources.list_sources(unit)]
    headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
    return Response(feeds.write_opml(listed), media_type="text/x-opml", headers=headers)


@routes.post("/feeds/opml", Permission.MANAGE_FEEDS, most_files=1)
def import_opml(visit: Visiting) -> Response:
    """Add the feeds of a list, switched off: each is switched on by somebody who knows it."""
    sources = visit.services.feeds.sources
    try:
        listed = visit.services.feeds.read_opml(visit.form.file("opml") or b"")
    except FeedSourceError as error:
        return _list_page(visit, str(error))
    refused = []
    added = 0
    with visit.services.database.unit_of_work() as unit:
        for feed in listed:
            try:
                sources.add(unit, visit.staff, SourceContent(feed.title, feed.url), None, is_on=False)
                added += 1
            except FeedSourceError as error:
                refused.append(f"{feed.title}: {error}")
    return _list_page(visit, added=added, refused=refused)


def _content(visit: Visit) -> SourceContent:
    agencies = {agency.id for agency in visit.services.directory.list_agencies()}
    return read_source(visit.form, visit.services.area_names, agencies)


def _today(visit: Visit) -> datetime:
    return visit.services.feeds.sources.now().astimezone(LOCAL_TIME)


def _get(visit: Visit, unit: Session, source_id: int) -> FeedSource:
    return visit.services.feeds.sources.get(unit, source_id)


def _list_page(
    visit: Visit,
    problem: str | None = None,
    *,
    address: str = "",
    found: Sequence[FoundFeed] = (),
    added: int | None = None,
    refused: Sequence[str] = (),
) -> Response:
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "feed_sources.html",
            422 if problem else 200,
            sources=visit.services.feeds.sources.list_sources(unit),
            plain_words=IN_PLAIN_WORDS,
            address=address,
            found=found,
            added=added,
            refused=refused,
            problem=problem,
        )


def _form_page(
    visit: Visit, source: FeedSource | None, form: ConsoleForm, problem: str | None = None
) -> Response:
    return visit.page(
        "feed_source.html",
        422 if problem else 200,
        source=source,
        plain_words=IN_PLAIN_WORDS,
        form=form,
        topics=list(Topic),
        agencies=[(agency.id, agency.name) for agency in visit.services.directory.list_agencies()],
        problem=problem,
    )
