"""Answers everything that goes wrong in plain words: as JSON to programs, as a page to people."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.channel import WebChannel
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.templating import Templates

_log = logging.getLogger(__name__)
_FRAMES = 6
_CODES = {404: "not_found", 405: "not_allowed", 413: "body_too_large", 422: "not_readable", 429: "too_many"}


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer, rather than a program or our own script."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


class ErrorAnswers:
    """Makes the answers; registered with the application by `install`."""

    def __init__(self, web: WebChannel, templates: Templates) -> None:
        self._web = web
        self._templates = templates

    def install(self, app: FastAPI) -> None:
        """Register for everything that can be raised."""
        app.add_exception_handler(RequestRefusedError, self.on_refused)
        app.add_exception_handler(RequestValidationError, self.on_unreadable)
        app.add_exception_handler(HTTPException, self.on_http_error)
        # Not as a handler: the framework would raise again afterwards, and the server log the whole message.
        app.add_middleware(LastResort, answer=self.on_failure)

    async def on_refused(self, request: Request, error: Exception) -> Response:
        """A request of a resident that can't be done."""
        assert isinstance(error, RequestRefusedError)  # noqa: S101 -- registered for nothing else
        return self.answer(request, error.code, error.status, error.retry_after_seconds)

    async def on_unreadable(self, request: Request, error: Exception) -> Response:
        """A body or parameter of the wrong shape; what was sent is not repeated."""
        assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for nothing else
        fields = tuple(dict.fromkeys(str(problem["loc"][-1]) for problem in error.errors()))
        return self.answer(request, "not_readable", 422, fields=fields)

    async def on_http_error(self, request: Request, error: Exception) -> Response:
        """An unknown address, a wrong method, and the like."""
        assert isinstance(error, HTTPException)  # noqa: S101 -- registered for nothing else
        code = _CODES.get(error.status_code, "failed")
        return self.answer(request, code, error.status_code, headers=error.headers)

    async def on_failure(self, request: Request, error: Exception) -> Response:
        """Anything unforeseen: logged with where it happened, not with its message.

        The message may repeat a resident's words.
        """
        frames = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(error.__traceback__)[-_FRAMES:])
        )
        _log.error("unforeseen %s at %s", type(error).__name__, frames)
        return self.answer(request, "failed", 500)

    async def on_too_large(self, request: Request) -> Response:
        """A body over its limit."""
        return self.answer(request, "body_too_large", 413)

    def answer(
        self,
        request: Request,
        code: str,
        status: int,
        retry_after_seconds: int | None = None,
        headers: Mapping[str, str] | None = None,
        fields: tuple[str, ...] = (),
    ) -> Response:
        """The answer for a code of words.yml; `fields` are what couldn't be read, for programs."""
        headers = dict(headers or {})
        if retry_after_seconds:
            headers["Retry-After"] = str(retry_after_seconds)
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        message = self._web.words.text(code)
        for prefix, say in getattr(request.app.state, "error_forms", {}).items():
            if request.url.path.startswith(prefix):
                answer: Response = say(request, code, status, message, headers, fields)
                return answer
        if wants_page(request):
            return self._templates.page(
                "problem.html", status=status, headers=headers, code=code, message=message
            )
        body = {"error": {"code": code, "message": message}}
        return JSONResponse(body, status_code=status, headers=headers)


class LastResort:
    """Answers what no handler foresaw, unless the answer had begun already."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve as ASGI does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:  # noqa: BLE001 -- the edge: nothing above would know what to do
            response = await self._answer(Request(scope), error)
            if not has_begun:
                await response(scope, receive, send)
