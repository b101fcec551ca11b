"""What a request to the console can be refused for, and the page that says so."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.templating import ConsoleTemplates
from bot.errors import LocalFocusError

SIGN_IN = "/console/sign-in"


class ConsoleRefusal(LocalFocusError):  # noqa: N818 -- it is an answer, not a fault
    """A request that isn't done; `code` names a sentence of problem.html."""

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status
        super().__init__(f"refused: {code}")


class SentElsewhere(LocalFocusError):  # noqa: N818 -- it is an answer, not a fault
    """Something else has to come first: signing in, or the second step."""

    def __init__(self, to: str) -> None:
        self.to = to
        super().__init__("sent elsewhere")


def install(app: FastAPI, templates: ConsoleTemplates) -> None:
    """Register the answers with the application."""

    async def on_refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ConsoleRefusal)  # noqa: S101 -- registered for nothing else
        return templates.page("problem.html", status=error.status, code=error.code, visit=None)

    async def on_sent_elsewhere(_request: Request, error: Exception) -> Response:
        assert isinstance(error, SentElsewhere)  # noqa: S101 -- registered for nothing else
        return RedirectResponse(error.to, status_code=303)

    app.add_exception_handler(ConsoleRefusal, on_refused)
    app.add_exception_handler(SentElsewhere, on_sent_elsewhere)
