"""The route over which Rasa, and nobody else, runs our actions."""

from __future__ import annotations

import hmac
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionNotFoundException,
)

from actions.answers import (
    ActionAnswer,
    ActionDeleteData,
    ActionRestart,
    ActionShowEmergency,
    ActionTellStatus,
)
from actions.base import ActionServices
from actions.report import ActionCloseReport, ActionOpenReport, ValidateReportForm

ACTIONS = (
    ActionAnswer,
    ActionCloseReport,
    ActionDeleteData,
    ActionOpenReport,
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


def create_action_router(services: ActionServices, secret: str) -> APIRouter:
    """The route, with every action made once; `secret` was given to Rasa when it was started."""
    executor = ActionExecutor()
    for action in ACTIONS:
        executor.register_action(action(services))
    router = APIRouter(include_in_schema=False)
    expected = f"Bearer {secret}".encode()

    @router.post(PATH)
    async def run_action(request: Request) -> JSONResponse:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            return JSONResponse({"error": "only Rasa may run actions"}, _UNAUTHORISED)
        # Our actions never look at the domain, so Rasa leaves it out; the executor wants something there.
        return await _run(executor, {**await request.json(), "domain": _NO_DOMAIN})

    return router


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    try:
        result = await executor.run(call)
    except ActionExecutionRejection as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, _REJECTED)
    except ActionNotFoundException as error:
        return JSONResponse({"error": error.message, "action_name": error.action_name}, _UNKNOWN)
    return JSONResponse(result.model_dump() if result else None)
