"""Keys of programs: which there are, making one, and taking it back."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.domain.api_keys import KeyWish, Scope
from bot.errors import ApiKeyError

API_KEYS = f"{PREFIX}/api-keys"
routes = Routes(Entry("Keys", API_KEYS, Permission.MANAGE_API_KEYS, order=85, section=Section.SET_UP))


@routes.get("/api-keys", Permission.MANAGE_API_KEYS)
def list_api_keys(visit: Visiting) -> Response:
    """Every key, and the form for another one."""
    return _page(visit, None)


@routes.post("/api-keys", Permission.MANAGE_API_KEYS)
def make_api_key(visit: Visiting) -> Response:
    """Make a key; it is shown once."""
    wish = _wish(visit)
    try:
        with visit.services.database.unit_of_work() as unit:
            row, key = visit.services.api_keys.make(unit, visit.staff, wish)
            return visit.page("api_key_made.html", row=row, key=key)
    except ApiKeyError as error:
        return _page(visit, wish, str(error))


@routes.post("/api-keys/{key_id}/revoke", Permission.MANAGE_API_KEYS)
def revoke_api_key(visit: Visiting, key_id: int) -> Response:
    """Take a key back, from now on."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.api_keys.revoke(unit, visit.staff, key_id)
    return visit.go(API_KEYS)


def _wish(visit: Visit) -> KeyWish:
    try:
        scopes = frozenset(Scope(scope) for scope in visit.form.choices("scopes"))
    except ValueError:
        raise ConsoleRefusal("not_readable", 400) from None
    areas = frozenset(visit.form.choices("areas")) & visit.services.area_names.keys()
    return KeyWish(visit.form.text("name"), scopes, areas)


def _page(visit: Visit, wish: KeyWish | None, problem: str | None = None) -> Response:
    with visit.services.database.unit_of_work() as unit:
        keys = visit.services.api_keys.list_keys(unit)
        return visit.page("api_keys.html", 422 if problem else 200, keys=keys, wish=wish, problem=problem)
