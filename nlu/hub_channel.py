"""The only door through which Rasa is talked to: the hub sends one message and gets the answers back."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from nlu.encoder.given import from_text, given_embeddings
from nlu.forgetting import forget
from nlu.server.endpoint import connections
from nlu.server.huge_pages import use_huge_pages_soon
from nlu.server.recent_trackers import recent_trackers

SECRET_VARIABLE = "LOCAL_FOCUS_ACTION_SECRET"  # noqa: S105  the variable's name, not the secret
TRACKER_VARIABLE = "LOCAL_FOCUS_TRACKER_DATABASE"
_BEARER = "Bearer "


class HubChannel(InputChannel):
    """Takes messages from the hub only, which proves itself with the secret made at start."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa and in its address."""
        return "hub"

    @classmethod
    def from_credentials(cls, _credentials: dict[str, Any] | None) -> InputChannel:
        """Make the channel; the secret comes from the environment, never from a file."""
        return cls(os.environ.get(SECRET_VARIABLE, ""))

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def _is_hub(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        return bool(self._secret) and hmac.compare_digest(
            given.removeprefix(_BEARER).encode(), self._secret.encode()
        )

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: `GET /` says that Rasa is there, `POST /webhook` takes a message, `DELETE` forgets."""
        door = Blueprint("hub_channel")

        @door.route("/", methods=["GET"])
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @door.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._is_hub(request):
                return response.json({"error": "only the hub may talk to Rasa"}, status=401)
            body = request.json
            take_embedding(body["message"], body.get("embedding"))
            collector = CollectingOutputChannel()
            message = UserMessage(
                body["message"],
                collector,
                body["sender"],
                input_channel=self.name(),
                metadata=body.get("metadata"),
            )
            try:
                await on_new_message(message)
            except RasaException:
                # Nothing of it is stored: the hub gives it to us again, or to a person.
                return response.json({"error": "the hub could not run an action"}, status=503)
            return response.json(collector.messages)

        @door.route("/conversations/<tracker_id>", methods=["DELETE"])
        async def delete(request: Request, tracker_id: str) -> HTTPResponse:
            if not self._is_hub(request):
                return response.json({"error": "only the hub may talk to Rasa"}, status=401)
            recent_trackers.forget(tracker_id)
            forget(Path(os.environ[TRACKER_VARIABLE]), tracker_id)
            return response.empty()

        @door.listener("after_server_start")
        async def settle(app: Sanic[Any, Any], _loop: asyncio.AbstractEventLoop) -> None:
            app.add_task(use_huge_pages_soon())

        @door.listener("after_server_stop")
        async def hang_up(_app: Sanic[Any, Any], _loop: asyncio.AbstractEventLoop) -> None:
            await connections.close()

        return door


def take_embedding(text: str, sent: dict[str, str] | None) -> None:
    """Keep what the hub made of the text with its encoder; Rasa makes its own where that is unreadable."""
    if sent is None:
        return
    with contextlib.suppress(ValueError, KeyError):
        given_embeddings.give(sent["encoder"], text, from_text(sent["values"]))
