"""Routes of the console: a page module makes a `Routes`, and can't add a route without a permission."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, override

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.visits import guard
from bot.errors import NotFoundError

PREFIX = "/console"


class Section(StrEnum):
    """A part of the navigation, from the left; its value is what it is called there."""

    CONCERNS = "Concerns"
    POSTS = "Posts and news"
    SURVEYS = "Surveys"
    FIGURES = "Figures"
    DELIVERY = "Delivery"
    SET_UP = "Set-up"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation, shown to whoever may open it."""

    title: str
    path: str
    permission: Permission
    order: int
    """Less is further to the left in its section."""
    section: Section = Section.CONCERNS

    def is_here(self, path: str) -> bool:
        """Whether the page that is shown is this one or lies below it."""
        return path == self.path or path.startswith(self.path + "/")


class _ConsoleRoute(APIRoute):
    """A route that says "not found" for whatever its handler doesn't find or may not see, in one way."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def find(request: Request) -> Response:
            try:
                return await handle(request)
            except NotFoundError:
                raise ConsoleRefusal("not_found", 404) from None

        return find


class Routes:
    """The routes of one page module.

    Its handlers are plain functions, which the framework runs in threads: they may wait for the database.
    """

    def __init__(self, entry: Entry | None = None) -> None:
        self.entry = entry
        self.router = APIRouter(prefix=PREFIX, include_in_schema=False, route_class=_ConsoleRoute)
        self.permissions: dict[tuple[str, str], Permission] = {}
        """What each method and path needs; the test of routes and roles walks this."""

    def get[F: Callable[..., Any]](self, path: str, permission: Permission) -> Callable[[F], F]:
        """Show a page at `/console` + path."""
        return self._add("GET", path, permission)

    def post[F: Callable[..., Any]](
        self, path: str, permission: Permission, most_files: int = 0
    ) -> Callable[[F], F]:
        """Take a form at `/console` + path; its token is checked before the handler is called."""
        return self._add("POST", path, permission, most_files)

    def _add[F: Callable[..., Any]](
        self, method: str, path: str, permission: Permission, most_files: int = 0
    ) -> Callable[[F], F]:
        def add(handler: F) -> F:
            self.router.add_api_route(
                path,
                handler,
                methods=[method],
                response_model=None,
                dependencies=[Depends(guard(permission, most_files))],
            )
            self.permissions[method, PREFIX + path] = permission
            return handler

        return add
