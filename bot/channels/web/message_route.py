"""Takes a well-formed JSON message straight to the conversation; all else goes the framework's way.

The framework looks at every request as if it knew nothing of it, which takes longer than all that the web
channel does with a message. Most of these are alike, so what they hold is read here, by the same models.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from bot.channels.web.channel import WebChannel
from bot.channels.web.json_models import MessageIn
from bot.channels.web.sessions import WebSession

type Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_JSON = "application/json"
_BEARER = "Bearer "


class MessageRoute(APIRoute):
    """A route whose endpoint takes channel, session, request and message, and returns a model."""

    def get_route_handler(self) -> Handler:
        """What answers a request; raises what the endpoint raises."""
        thorough: Handler = super().get_route_handler()
        endpoint: Callable[..., Coroutine[Any, Any, BaseModel]] = self.endpoint

        async def answer(request: Request) -> Response:
            web: WebChannel = request.app.state.web_channel
            session, message = _session(web, request), await _message(request)
            if session is None or message is None:
                return await thorough(request)
            said = await endpoint(web, session, request, message)
            return Response(said.model_dump_json(), media_type=_JSON)

        return answer


def _session(web: WebChannel, request: Request) -> WebSession | None:
    given = request.headers.get("authorization", "")
    return web.sessions.read_token(given.removeprefix(_BEARER)) if given.startswith(_BEARER) else None


async def _message(request: Request) -> MessageIn | None:
    if request.headers.get("content-type") != _JSON:
        return None
    try:
        return MessageIn.model_validate_json(await request.body())
    except ValidationError:
        return None
