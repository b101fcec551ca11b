"""The console's first page: leads to what somebody works with."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visiting

routes = Routes()


@routes.get("", Permission.OWN_ACCOUNT)
def show_home(_request: Request, visit: Visiting) -> Response:
    """Everything that they may open, as links."""
    return visit.page("home.html")
