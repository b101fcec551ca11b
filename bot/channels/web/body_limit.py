"""Stops requests that are too big before anything reads them into memory."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALL = 256 * 1024
"""Bytes: the longest message in any script, many times over."""
PHOTO_ROOM = 3
"""How many times the largest photo is read, so that one that is a bit too big gets a kind answer."""
DRAINED = 4
"""How many times the limit is read and thrown away: browsers listen for an answer only after sending."""

type Refuse = Callable[[Request], Awaitable[Response]]


class BodyTooLargeError(HTTPException):
    """The body went over its limit while it was read.

    An HTTPException, because the framework takes any other error while reading for a broken body.
    """

    def __init__(self) -> None:
        super().__init__(status_code=413)


class BodyLimit:
    """Counts each request's bytes against the limit of its path."""

    def __init__(
        self, app: ASGIApp, photo_max_bytes: int, photo_paths: re.Pattern[str], refuse: Refuse
    ) -> None:
        self._app = app
        self._photo_limit = photo_max_bytes * PHOTO_ROOM
        self._photo_paths = photo_paths
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve as ASGI does."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        limit = self._photo_limit if self._photo_paths.fullmatch(scope["path"]) else SMALL
        request = Request(scope)
        if _declared(request) > limit:
            await _drain(receive, limit * DRAINED)
            await (await self._refuse(request))(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)


def _declared(request: Request) -> int:
    length = request.headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


def _counted(receive: Receive, limit: int) -> Receive:
    """A `receive` that raises once more than `limit` bytes came."""
    came = 0

    async def receive_counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise BodyTooLargeError
        return message

    return receive_counted


async def _drain(receive: Receive, most: int) -> None:
    """Read on without keeping anything, up to `most` bytes."""
    came = 0
    while came <= most:
        message = await receive()
        came += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
