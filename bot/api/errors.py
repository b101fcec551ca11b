"""Errors of the interfaces for programs: each interface says them in its own form."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from bot.api.open311.formats import errors_answer
from bot.errors import LocalFocusError, Open311Error

OPEN311, JSON_API = "/open311/", "/api/v1/"


class ApiRefusal(LocalFocusError):  # noqa: N818 -- it is an answer, not a fault
    """A program's request that isn't done; says why to whoever wrote the program."""

    def __init__(
        self, code: str, status: int, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.code = code
        self.status = status
        self.message = message
        self.headers = dict(headers or {})
        super().__init__(f"refused: {code}")


def say_error(
    request: Request,
    code: str,
    status: int,
    message: str,
    headers: Mapping[str, str],
    fields: tuple[str, ...],
) -> Response:
    """The answer in the form of the interface that was asked; `fields` are what couldn't be read."""
    if fields:
        message = f"Not given, or not as described: {', '.join(fields)}"
    if request.url.path.startswith(OPEN311):
        # The standard knows 400 for everything that can't be read, and 403 for keys.
        known = {401: 403, 422: 400}.get(status, status)
        return errors_answer(request.url.path.endswith(".xml"), known, message, headers)
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=dict(headers))


def install(app: FastAPI) -> None:
    """Register the answers with the application; what others answer there is put into the same forms."""

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiRefusal)  # noqa: S101 -- registered for nothing else
        return say_error(request, error.code, error.status, error.message, error.headers, ())

    async def on_open311_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, Open311Error)  # noqa: S101 -- registered for nothing else
        return say_error(request, "not_done", error.status, error.message, {}, ())

    app.add_exception_handler(ApiRefusal, on_refusal)
    app.add_exception_handler(Open311Error, on_open311_error)
    app.state.error_forms = {OPEN311: say_error, JSON_API: say_error}
