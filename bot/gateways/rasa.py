"""Talks to Rasa: sends a resident's message, gets the answers, and says plainly when Rasa isn't there."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from bot.domain.replies import Button, Reply
from bot.errors import ModelError, RasaUnavailableError
from bot.gateways.kept_connections import KeptConnections

_LOADING_SECONDS = 60.0
_MESSAGES = "/webhooks/hub/webhook"
_HERE = "127.0.0.1"

#: What the hub's own encoder made of a text, if it read it already; None rather than reading it.
type RecallEmbedding = Callable[[str], dict[str, str] | None]


class Rasa:
    """A client of the one Rasa process."""

    def __init__(
        self,
        address: str,
        secret: str,
        timeout_seconds: float,
        recall_embedding: RecallEmbedding = lambda _text: None,
    ) -> None:
        """`secret` is shared with Rasa."""
        self._recall_embedding = recall_embedding
        self._secret = secret
        # It logs every address it calls, and the one that changes the model must hold the secret.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._client = httpx.AsyncClient(
            base_url=address,
            timeout=httpx.Timeout(timeout_seconds, connect=min(1.0, timeout_seconds)),
            headers={"Authorization": f"Bearer {secret}"},
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
            trust_env=False,
        )
        self._beside_us = _connect_beside(httpx.URL(address), secret, timeout_seconds)

    async def send(self, tracker_id: str, message: str, metadata: dict[str, Any]) -> list[Reply]:
        """Give Rasa one message of a conversation and return what it answers, in order.

        Raises RasaUnavailableError when Rasa is down, too slow, or fails.
        """
        body: dict[str, Any] = {"sender": tracker_id, "message": message, "metadata": metadata}
        embedding = self._recall_embedding(message)
        if embedding is not None:
            body["embedding"] = embedding
        try:
            return [_reply(said) for said in await self._post(body)]
        except (httpx.HTTPError, OSError, ValueError) as error:
            # The type is enough to act on; the message itself could repeat what the resident wrote.
            raise RasaUnavailableError(f"Rasa did not answer: {type(error).__name__}") from None

    async def _post(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Raises httpx.HTTPError, OSError, ValueError."""
        if self._beside_us is None:
            answer = await self._client.post(_MESSAGES, json=body)
            answer.raise_for_status()
            return list(answer.json())
        came = await self._beside_us.post(_MESSAGES, body)
        if came.status != httpx.codes.OK:
            raise ValueError(f"status {came.status}")
        return list(json.loads(came.body))

    async def forget(self, tracker_id: str) -> None:
        """Have Rasa delete all that it remembers of a conversation; raises RasaUnavailableError."""
        try:
            answer = await self._client.delete(f"/webhooks/hub/conversations/{tracker_id}")
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise RasaUnavailableError(f"Rasa did not delete: {type(error).__name__}") from None

    async def load_model(self, archive: Path) -> None:
        """Have Rasa answer with another model; conversations go on, and waiting messages come after it.

        Raises RasaUnavailableError when Rasa isn't there, ModelError when it refuses.
        """
        try:
            answer = await self._client.put(
                "/model",
                params={"token": self._secret},
                json={"model_file": str(archive)},
                timeout=_LOADING_SECONDS,
            )
        except httpx.HTTPError as error:
            raise RasaUnavailableError(f"Rasa did not load a model: {type(error).__name__}") from None
        if not answer.is_success:
            raise ModelError(f"Rasa refused it (status {answer.status_code}); its log says why.")

    async def is_ready(self) -> bool:
        """Whether Rasa is up and its channel answers."""
        try:
            answer = await self._client.get("/webhooks/hub/")
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()
        if self._beside_us is not None:
            self._beside_us.close()


def _connect_beside(address: httpx.URL, secret: str, timeout_seconds: float) -> KeptConnections | None:
    """The quicker way to a Rasa on this machine; None for one that is somewhere else."""
    if address.scheme != "http" or address.host != _HERE or address.port is None:
        return None
    return KeptConnections(address.host, address.port, {"Authorization": f"Bearer {secret}"}, timeout_seconds)


def _reply(said: dict[str, Any]) -> Reply:
    """What Rasa's collecting channel returns for one message; ours travel whole under `custom`."""
    body = said.get("custom", said)
    return Reply(
        text=body.get("text", ""),
        buttons=tuple(Button(b["title"], b["payload"]) for b in body.get("buttons", ())),
        danger=body.get("danger"),
        concern=body.get("concern"),
    )
