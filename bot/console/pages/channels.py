"""Groups and channels where the hub may post: which are linked, for what, codes, and unlinking."""

from __future__ import annotations

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.db.models import LinkedChat
from bot.domain.subscriptions import SUBSCRIBABLE, Reach
from bot.services.linked_chats import CODE_LIFETIME, reach_of

CHANNELS = f"{PREFIX}/channels"
routes = Routes(Entry("Channels", CHANNELS, Permission.MANAGE_QUEUE, order=65, section=Section.POSTS))
_TELEGRAM = "telegram"


@routes.get("/channels", Permission.MANAGE_QUEUE)
def list_channels(visit: Visiting) -> Response:
    """What is linked, oldest first."""
    return _page(visit)


@routes.post("/channels/code", Permission.MANAGE_QUEUE)
def make_code(visit: Visiting) -> Response:
    """Make a code that links one; it is shown once."""
    reach = _read_reach(visit)
    with visit.services.database.unit_of_work() as unit:
        code = visit.services.linked_chats.make_code(unit, reach)
        visit.services.audit.record(
            unit, visit.staff, "channel.make_code", ("channel", _TELEGRAM), after=_told(reach)
        )
    return _page(visit, code)


@routes.get("/channels/{number}", Permission.MANAGE_QUEUE)
def show_channel(visit: Visiting, number: int) -> Response:
    """Which posts go to one."""
    with visit.services.database.unit_of_work() as unit:
        chat = _find(visit, unit, number)
        return visit.page("channel.html", chat=chat, reach=reach_of(chat), topics=SUBSCRIBABLE)


@routes.post("/channels/{number}", Permission.MANAGE_QUEUE)
def change_reach(visit: Visiting, number: int) -> Response:
    """Set which posts go to one."""
    reach = _read_reach(visit)
    with visit.services.database.unit_of_work() as unit:
        chat = _find(visit, unit, number)
        before = reach_of(chat)
        visit.services.linked_chats.reach(chat, reach)
        visit.services.audit.record(
            unit,
            visit.staff,
            "channel.change",
            ("channel", str(number)),
            before=_told(before),
            after=_told(reach),
        )
    return visit.go(CHANNELS)


@routes.post("/channels/{number}/unlink", Permission.MANAGE_QUEUE)
def unlink(visit: Visiting, number: int) -> Response:
    """Post there no more."""
    with visit.services.database.unit_of_work() as unit:
        found = _find(visit, unit, number)
        visit.services.audit.record(
            unit, visit.staff, "channel.unlink", ("channel", str(number)), before={"title": found.title}
        )
        visit.services.linked_chats.unlink(unit, found.channel, found.address)
    return visit.go(CHANNELS)


def _find(visit: Visit, unit: Session, number: int) -> LinkedChat:
    linked = visit.services.linked_chats.list_linked(unit, _TELEGRAM)
    found = next((chat for chat in linked if chat.id == number), None)
    if found is None:
        raise ConsoleRefusal("not_found", 404)
    return found


def _read_reach(visit: Visit) -> Reach:
    form = visit.form
    return Reach(
        topics=frozenset(form.choices("topics")) & frozenset(SUBSCRIBABLE),
        areas=frozenset(form.choices("areas")) & frozenset(visit.services.area_names),
    )


def _told(reach: Reach) -> dict[str, list[str]]:
    return {"topics": sorted(reach.topics), "areas": sorted(reach.areas)}


def _page(visit: Visit, code: str = "") -> Response:
    with visit.services.database.unit_of_work() as unit:
        linked = visit.services.linked_chats.list_linked(unit, _TELEGRAM)
        minutes = int(CODE_LIFETIME.total_seconds()) // 60
        return visit.page("channels.html", linked=linked, code=code, minutes=minutes, topics=SUBSCRIBABLE)
