"""On the way in: what every page has in common by which somebody signs in."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import Response

from bot.console.routes import PREFIX
from bot.console.visits import SECOND_STEP, SET_UP, Visit
from bot.services.sign_in import SignedIn


def safe_way(asked: str) -> str:
    """Where to go on: a page of the console, whatever the address says."""
    return asked if asked.startswith((f"{PREFIX}/", f"{PREFIX}?")) and "\\" not in asked else PREFIX


def way_in(visit: Visit, entered: SignedIn, way: str) -> Response:
    """Lead on, past the second step; the browser gets a new secret, so that an old one opens nothing."""
    step = f"{SECOND_STEP}?next={quote(way)}" if entered.has_second_step else SET_UP
    response = visit.go(way if entered.is_complete else step)
    visit.keep_cookie(response, entered.token)
    return response


def to_sign_in(visit: Visit, problem: str) -> Response:
    """Back to the sign-in page, which says why."""
    return visit.go(f"{PREFIX}/sign-in?problem={quote(problem)}")
