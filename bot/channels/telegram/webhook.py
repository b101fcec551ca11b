"""The address at which Telegram delivers: answers at once, once the update is stored."""

from __future__ import annotations

import hmac
import json

from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram.intake import TelegramIntake

PATH = "/telegram/webhook"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name


def mount_webhook(app: FastAPI, intake: TelegramIntake, secret: str) -> None:
    """Add the route to an application that has not been started yet."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def take_update(request: Request) -> Response:
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        try:
            update = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        try:
            await intake.take_in(update)
        except SQLAlchemyError:
            # Telegram gives it again later.
            return Response(status_code=503)
        return Response(status_code=200)

    app.include_router(router)
