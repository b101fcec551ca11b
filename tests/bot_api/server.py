"""The stand-in's server: answers bots over HTTP from a thread of its own, and delivers to their webhook."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections import Counter
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot_api.chats import Chat
from tests.bot_api.errors import NOT_FOUND, UNAUTHORIZED, RefusedError
from tests.bot_api.methods import METHODS
from tests.bot_api.state import TOKEN, Json, State

_AS_JSON = (
    "reply_markup",
    "allowed_updates",
    "commands",
    "menu_button",
    "link_preview_options",
    "scope",
    "media",
    "options",
)
_BETWEEN_DELIVERIES = 0.05


class BotApi:
    """Runs until closed; `address` is what a bot is told instead of https://api.telegram.org."""

    def __init__(self, reroute: dict[str, str] | None = None) -> None:
        """`reroute` says where webhook addresses really are, by their beginning."""
        self.state = State()
        self.token = TOKEN
        self.refused_deliveries = 0
        self.refused_calls: Counter[int] = Counter()
        """By the code that the bot was refused with."""
        self._reroute = reroute or {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._is_closing = threading.Event()
        config = uvicorn.Config(self._app(), log_level="critical", access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        sockets = {"sockets": [self._socket]}
        self._threads = [
            threading.Thread(target=self._server.run, kwargs=sockets, daemon=True),
            threading.Thread(target=self._deliver, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Answer no more."""
        self._is_closing.set()
        with self.state.changed:
            self.state.changed.notify_all()
        self._server.should_exit = self._server.force_exit = True
        for thread in self._threads:
            thread.join(10)
        self._socket.close()

    def person(self, person_id: int, language: str = "en") -> Chat:
        """Somebody's private chat with the bot."""
        return Chat.private(self.state, person_id, language)

    def group(self, group_id: int, kind: str = "supergroup") -> Chat:
        """A group or channel that the bot is in; `group_id` is negative."""
        return Chat.shared(self.state, group_id, kind)

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )

    async def _call(self, request: Request) -> Response:
        given = await _parameters(request)
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            return JSONResponse(
                {"ok": True, "result": await run_in_threadpool(self._do, token, method, given)}
            )
        except RefusedError as refused:
            self.refused_calls[refused.code] += 1
            return JSONResponse(refused.to_json(), refused.code)

    def _do(self, token: str, method: str, given: Json) -> Any:
        if token != self.token:
            raise UNAUTHORIZED
        if method not in METHODS:
            raise NOT_FOUND
        with self.state.changed:
            if method != "getUpdates":
                self.state.requests.append((method, given))
            result = METHODS[method](self.state, given)
            self.state.changed.notify_all()
            return json.loads(json.dumps(result))

    async def _download(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return Response(status_code=401)
        with self.state.changed:
            try:
                self.state.requests.append(("download", {"path": request.path_params["path"]}))
                return Response(self.state.file(request.path_params["path"].removeprefix("files/")))
            except RefusedError:
                return Response(status_code=404)

    def _deliver(self) -> None:
        """Give updates to the webhook one by one, each again until it is taken."""
        with httpx.Client(trust_env=False) as client:
            while not self._is_closing.is_set():
                with self.state.changed:
                    ready = self.state.changed.wait_for(
                        lambda: (self.state.updates and self.state.webhook) or self._is_closing.is_set(), 0.5
                    )
                    if not ready or self._is_closing.is_set():
                        continue
                    update, hook = self.state.updates[0], dict(self.state.webhook)
                if self._is_taken(client, hook, update):
                    with self.state.changed:
                        self.state.updates.remove(update)
                else:
                    self.refused_deliveries += 1
                    self._is_closing.wait(_BETWEEN_DELIVERIES)

    def _is_taken(self, client: httpx.Client, hook: Json, update: Json) -> bool:
        url = str(hook["url"])
        for begin, real in self._reroute.items():
            url = url.replace(begin, real, 1)
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
        with contextlib.suppress(httpx.HTTPError):
            return client.post(url, json=update, headers=headers).is_success
        return False


async def _parameters(request: Request) -> Json:
    """What came in the address, in a form, or as JSON."""
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if "json" in kind:
        given |= await request.json()
    elif kind:
        async with request.form() as form:
            for name, value in form.items():
                given[name] = value if isinstance(value, str) else await value.read()
    return {
        name: json.loads(value) if name in _AS_JSON and isinstance(value, str) else value
        for name, value in given.items()
    }
