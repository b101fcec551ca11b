"""The route over which Rasa, and nobody else, runs our actions."""

from __future__ import annotations

import hmac
import logging
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionNotFoundException,
)
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from actions.answers import (
    ActionAnswer,
    ActionDeleteData,
    ActionRestart,
    ActionShowEmergency,
    ActionTellStatus,
)
from actions.base import ActionServices
from actions.report import ValidateReportForm
from bot.errors import MessageOverError

ACTIONS = (
    ActionAnswer,
    ActionDeleteData,
    ActionRestart,
    ActionShowEmergency,
    ActionTellStatus,
    ValidateReportForm,
)
PATH = "/rasa/webhook"
_NO_DOMAIN = {"version": "3.1"}
_UNAUTHORISED = 401
_REJECTED = 400
_UNKNOWN = 404
_OVER = 409
_FAILED = 500
_log = logging.getLogger(__name__)


class ActionDoor:
    """Answers Rasa's calls itself and hands on every other request.

    It stands before all else: Rasa calls at every message, and has no use for what is done for browsers.
    Nobody's request is read who doesn't bring the secret, and what goes wrong is answered here.
    """

    def __init__(self, app: ASGIApp, services: ActionServices, secret: str) -> None:
        """Every action is made once; `secret` was given to Rasa when it was started."""
        self._app = app
        self._expected = f"Bearer {secret}".encode()
        self._executor = ActionExecutor()
        for action in ACTIONS:
            self._executor.register_action(action(services))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve as ASGI does."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        await (await self._answer(Request(scope, receive)))(scope, receive, send)

    async def _answer(self, request: Request) -> JSONResponse:
        try:
            return await self._take(request)
        except Exception as error:  # noqa: BLE001 -- the edge: nothing above would know what to do
            # The type is enough to act on; the message itself could repeat what the resident wrote.
            _log.error("an action failed: %s", type(error).__name__)
            return JSONResponse({"error": "the action failed"}, _FAILED)

    async def _take(self, request: Request) -> JSONResponse:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), self._expected):
            return JSONResponse({"error": "only Rasa may run actions"}, _UNAUTHORISED)
        # Our actions never look at the domain, so Rasa leaves it out; the executor wants something there.
        return await _run(self._executor, {**await request.json(), "domain": _NO_DOMAIN})


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    try:
        result = await executor.run(call)
    except ActionExecutionRejection as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, _REJECTED)
    except MessageOverError as error:
        # Rasa gives the whole message up at this.
        return JSONResponse({"error": str(error), "action_name": call["next_action"]}, _OVER)
    except ActionNotFoundException as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, _UNKNOWN)
    return JSONResponse(result.model_dump() if result else None)
