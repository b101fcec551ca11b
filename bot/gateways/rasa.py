"""Talks to Rasa: sends a resident's message, gets the answers, and says plainly when Rasa isn't there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp

from bot.domain.replies import Reply
from bot.errors import ModelError, RasaUnavailableError
from bot.gateways.rasa_turns import RasaTurns

_LOADING_SECONDS = 60.0
_CONNECT_SECONDS = 1.0
_MOST_CONNECTIONS = 64
#: Rasa closes an idle connection after two minutes: none is used that it may be closing.
_IDLE_SECONDS = 30.0
_FAILURES = (aiohttp.ClientError, TimeoutError, ValueError)
_log = logging.getLogger(__name__)

#: What the hub's own encoder made of a text, if it read it already; None rather than reading it.
type RecallEmbedding = Callable[[str], dict[str, str] | None]

#: Works out what Rasa's action will want to know of a text.
type ReadAhead = Callable[[str], object]


class Rasa:
    """A client of the one Rasa process."""

    def __init__(
        self,
        address: str,
        secret: str,
        timeout_seconds: float,
        recall_embedding: RecallEmbedding = lambda _text: None,
        read_ahead: ReadAhead = lambda _text: None,
    ) -> None:
        """`secret` is shared with Rasa; `read_ahead` is done while Rasa has nothing but that text in hand."""
        self._recall_embedding = recall_embedding
        self._read_ahead = read_ahead
        self._address = address
        self._secret = secret
        self._timeout = aiohttp.ClientTimeout(timeout_seconds, connect=min(_CONNECT_SECONDS, timeout_seconds))
        self._opened: aiohttp.ClientSession | None = None
        self.turns = RasaTurns()

    @property
    def _client(self) -> aiohttp.ClientSession:
        """Its connections stay open; they belong to the running event loop, so they are made in it."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                self._address,
                timeout=self._timeout,
                headers={"Authorization": f"Bearer {self._secret}"},
                connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS, keepalive_timeout=_IDLE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._opened

    async def send(self, tracker_id: str, message: str, metadata: dict[str, Any]) -> list[Reply]:
        """Give Rasa one message of a conversation and return what it answers, in order.

        Raises RasaUnavailableError when Rasa is down, too slow, or fails.
        """
        return await self.turns.take(
            tracker_id, metadata.get("message"), lambda: self._ask(tracker_id, message, metadata)
        )

    async def _ask(self, tracker_id: str, message: str, metadata: dict[str, Any]) -> list[Reply]:
        body: dict[str, Any] = {"sender": tracker_id, "message": message, "metadata": metadata}
        embedding = self._recall_embedding(message)
        if embedding is not None:
            body["embedding"] = embedding
            if self.turns.are_only(tracker_id):
                # Nobody else waits for this thread, which would do nothing until Rasa runs an action. Done in
                # the event loop's next round: what is sent in this one is on its way by then.
                asyncio.get_running_loop().call_soon(self._read_meanwhile, message)
        try:
            async with self._client.post("/webhooks/hub/webhook", json=body, raise_for_status=True) as answer:
                # Ours travel whole under `custom`.
                return [Reply.from_json(said.get("custom", said)) for said in await answer.json()]
        except _FAILURES as error:
            # The type is enough to act on; the message itself could repeat what the resident wrote.
            raise RasaUnavailableError(f"Rasa did not answer: {type(error).__name__}") from None

    def _read_meanwhile(self, message: str) -> None:
        try:
            self._read_ahead(message)
        except Exception as error:  # noqa: BLE001 -- the action reads it again, and fails as it may
            _log.warning("a message was not read ahead: %s", type(error).__name__)

    async def forget(self, tracker_id: str) -> None:
        """Have Rasa delete all that it remembers of a conversation; raises RasaUnavailableError."""
        await self.turns.settle(tracker_id)
        path = f"/webhooks/hub/conversations/{tracker_id}"
        try:
            async with self._client.delete(path, raise_for_status=True):
                pass
        except _FAILURES as error:
            raise RasaUnavailableError(f"Rasa did not delete: {type(error).__name__}") from None

    async def load_model(self, archive: Path) -> None:
        """Have Rasa answer with another model; conversations go on, and waiting messages come after it.

        Raises RasaUnavailableError when Rasa isn't there, ModelError when it refuses.
        """
        call = self._client.put(
            "/model",
            params={"token": self._secret},
            json={"model_file": str(archive)},
            timeout=aiohttp.ClientTimeout(_LOADING_SECONDS),
        )
        try:
            async with call as answer:
                status = answer.status
        except _FAILURES as error:
            raise RasaUnavailableError(f"Rasa did not load a model: {type(error).__name__}") from None
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise ModelError(f"Rasa refused it (status {status}); its log says why.")

    async def is_ready(self) -> bool:
        """Whether Rasa is up and its channel answers."""
        try:
            async with self._client.get("/webhooks/hub/") as answer:
                return answer.status == HTTPStatus.OK
        except _FAILURES:
            return False

    async def close(self) -> None:
        """Let Rasa finish what it has in hand, then let go of the connections."""
        await self.turns.settle_all()
        if self._opened is not None:
            await self._opened.close()
            self._opened = None
