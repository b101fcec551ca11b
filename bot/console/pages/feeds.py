"""Partners' news: what waits for a decision, each with what it seems to be about, and what becomes of it."""

from __future__ import annotations

from fastapi.responses import Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from bot.console.feed_forms import Then, fields_of, read_item
from bot.console.filters import asked_text
from bot.console.forms import ConsoleForm, whole_number
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.db.models import FeedItem
from bot.domain.feed_items import ItemState
from bot.domain.posts import Topic
from bot.errors import FeedItemError, NotFoundError, PhotoRefusedError, PostError
from bot.services.feed_cleaning import clean_html
from bot.services.feed_items import PAGE

FEEDS = f"{PREFIX}/feeds"
_ITEMS = f"{FEEDS}/items"
_POSTS = f"{PREFIX}/posts"
routes = Routes(Entry("Partners' news", FEEDS, Permission.MANAGE_POSTS, order=41, section=Section.POSTS))


@routes.get("/feeds", Permission.MANAGE_POSTS)
def list_items(visit: Visiting) -> Response:
    """A page of the worklist, by state and source."""
    asked = asked_text(visit, "state")
    state = ItemState(asked) if asked in set(ItemState) else ItemState.WAITING
    source, page = whole_number(asked_text(visit, "source")), whole_number(asked_text(visit, "page")) or 1
    feeds = visit.services.feeds
    with visit.services.database.unit_of_work() as unit:
        found = feeds.items.list_items(unit, state, source, page)
        return visit.page(
            "feed_items.html",
            items=found[:PAGE],
            has_more=len(found) > PAGE,
            page=page,
            state=state,
            source=source,
            counts=feeds.items.count(unit),
            states=list(ItemState),
            sources=feeds.sources.list_sources(unit),
        )


@routes.get("/feeds/items/{item_id}", Permission.MANAGE_POSTS)
def show_item(visit: Visiting, item_id: int) -> Response:
    """One, as it came, and as the post that it may become."""
    with visit.services.database.unit_of_work() as unit:
        item = _get(visit, unit, item_id)
        return _item_page(visit, item, fields_of(item, visit.services.feeds.items.now()))


@routes.get("/feeds/items/{item_id}/picture", Permission.MANAGE_POSTS)
def show_item_picture(visit: Visiting, item_id: int) -> Response:
    """Our own copy of its picture."""
    with visit.services.database.unit_of_work() as unit:
        item = _get(visit, unit, item_id)
    jpeg = visit.services.feeds.pictures.read(item)
    return Response(jpeg, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@routes.post("/feeds/items/{item_id}/take", Permission.MANAGE_POSTS)
def take_item(visit: Visiting, item_id: int) -> Response:
    """Make a post of it: a draft, for review, or on its way at once."""
    then = visit.form.text("then")
    steps = Then(then).steps if then in set(Then) else ()
    form = visit.form
    try:
        with visit.services.database.unit_of_work() as unit:
            item = _get(visit, unit, item_id)
            form = _with_picture(visit, unit, item)
            content = read_item(form, visit.services.area_names)
            post = visit.services.feeds.items.take(unit, visit.staff, item, content, steps)
            number = post.id
    except (PostError, FeedItemError) as error:
        return _problem(visit, item_id, str(error))
    return visit.go(f"{_POSTS}/{number}")


@routes.post("/feeds/items/{item_id}/reject", Permission.MANAGE_POSTS)
def reject_item(visit: Visiting, item_id: int) -> Response:
    """It becomes no post."""
    return _decide(visit, item_id, is_rejected=True)


@routes.post("/feeds/items/{item_id}/bring-back", Permission.MANAGE_POSTS)
def bring_item_back(visit: Visiting, item_id: int) -> Response:
    """Let it wait for a decision again."""
    return _decide(visit, item_id, is_rejected=False)


def _decide(visit: Visit, item_id: int, *, is_rejected: bool) -> Response:
    items = visit.services.feeds.items
    try:
        with visit.services.database.unit_of_work() as unit:
            item = _get(visit, unit, item_id)
            (items.reject if is_rejected else items.bring_back)(unit, visit.staff, item)
    except FeedItemError as error:
        return _problem(visit, item_id, str(error))
    return visit.go(FEEDS if is_rejected else f"{_ITEMS}/{item_id}")


def _with_picture(visit: Visit, unit: Session, item: FeedItem) -> ConsoleForm:
    """The form with the number of our copy of the picture, if that is wanted; raises PostError."""
    if not visit.form.text("use_picture") or item.picture_file is None:
        return visit.form
    pictures = visit.services.pictures
    try:
        photo = pictures.open(visit.services.feeds.pictures.read(item))
        return visit.form.having("picture", str(pictures.add(unit, photo).id))
    except (PhotoRefusedError, NotFoundError, OSError):
        raise PostError("the picture can't be used: go on without it") from None


def _problem(visit: Visit, item_id: int, problem: str) -> Response:
    with visit.services.database.unit_of_work() as unit:
        return _item_page(visit, _get(visit, unit, item_id), visit.form, problem)


def _get(visit: Visit, unit: Session, item_id: int) -> FeedItem:
    return visit.services.feeds.items.get(unit, item_id)


def _item_page(visit: Visit, item: FeedItem, form: ConsoleForm, problem: str | None = None) -> Response:
    return visit.page(
        "feed_item.html",
        422 if problem else 200,
        item=item,
        # Cleaned when it was kept, and now once more.
        shown=Markup(clean_html(item.html)),  # noqa: S704
        seen_in=[sighting for sighting in item.sightings if sighting.source_id != item.source_id],
        form=form,
        topics=list(Topic),
        needs_two=visit.services.posts.needs_two,
        problem=problem,
    )
