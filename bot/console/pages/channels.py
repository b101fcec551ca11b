"""Groups and channels where the hub may post: which are linked, a code for one more, and unlinking."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.services.linked_chats import CODE_LIFETIME

CHANNELS = f"{PREFIX}/channels"
routes = Routes(Entry("Channels", CHANNELS, Permission.MANAGE_QUEUE, order=65))
_TELEGRAM = "telegram"


@routes.get("/channels", Permission.MANAGE_QUEUE)
def list_channels(visit: Visiting) -> Response:
    """What is linked, oldest first."""
    return _page(visit)


@routes.post("/channels/code", Permission.MANAGE_QUEUE)
def make_code(visit: Visiting) -> Response:
    """Make a code that links one; it is shown once."""
    with visit.services.database.unit_of_work() as unit:
        code = visit.services.linked_chats.make_code(unit)
        visit.services.audit.record(unit, visit.staff, "channel.make_code", ("channel", _TELEGRAM))
    return _page(visit, code)


@routes.post("/channels/{number}/unlink", Permission.MANAGE_QUEUE)
def unlink(visit: Visiting, number: int) -> Response:
    """Post there no more."""
    chats = visit.services.linked_chats
    with visit.services.database.unit_of_work() as unit:
        found = next((chat for chat in chats.list_linked(unit, _TELEGRAM) if chat.id == number), None)
        if found is None:
            raise ConsoleRefusal("not_found", 404)
        visit.services.audit.record(
            unit, visit.staff, "channel.unlink", ("channel", str(number)), before={"title": found.title}
        )
        chats.unlink(unit, found.channel, found.address)
    return visit.go(CHANNELS)


def _page(visit: Visit, code: str = "") -> Response:
    with visit.services.database.unit_of_work() as unit:
        linked = visit.services.linked_chats.list_linked(unit, _TELEGRAM)
        minutes = int(CODE_LIFETIME.total_seconds()) // 60
        return visit.page("channels.html", linked=linked, code=code, minutes=minutes)
