"""Has the running product change to the model that was promoted, without dropping a conversation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.domain.models import ARCHIVE_SUFFIX, Choice, name_of
from bot.errors import ModelError, RasaUnavailableError
from bot.gateways.model_in_use import ModelInUse
from bot.gateways.model_store import ModelStore
from bot.gateways.trained_model import TrainedModel

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0


class ModelFollower:
    """Follows the store's pointer. Rasa changes first: what Rasa can't load, the hub doesn't read by."""

    def __init__(
        self,
        store: ModelStore,
        in_use: ModelInUse,
        open_model: Callable[[Path], TrainedModel],
        load_in_rasa: Callable[[Path], Awaitable[None]],
    ) -> None:
        """`open_model` raises ModelError; `load_in_rasa` that too, or RasaUnavailableError."""
        self._store = store
        self._in_use = in_use
        self._open_model = open_model
        self._load_in_rasa = load_in_rasa
        self._seen = store.mark()

    async def follow(self, changed: Callable[[Path], None], say: Callable[[str], None]) -> None:
        """Look every second, for ever; `changed` gets each model that is in use from then on."""
        while True:
            await asyncio.sleep(_POLL_SECONDS)
            try:
                await self.look(changed, say)
            except OSError as error:
                _log.warning("the current model can't be looked up: %s", error.strerror)

    async def look(self, changed: Callable[[Path], None], say: Callable[[str], None]) -> None:
        """Change if another model was promoted since the last look; if Rasa isn't there, at the next."""
        mark = self._store.mark()
        archive = self._store.current()
        before = self._in_use.name
        if archive is None or (mark == self._seen and name_of(archive) == before):
            return
        try:
            trained = await asyncio.to_thread(self._open_model, archive)
            await self._load_in_rasa(archive)
        except RasaUnavailableError:
            # It is starting, maybe; the pointer stays, so the next look tries again.
            return
        except ModelError as error:
            self._go_back(before, archive, f"it can't be loaded: {error}", say)
            return
        self._seen = mark
        self._in_use.change(name_of(archive), trained)
        changed(archive)
        _log.info("changed from model %s to %s", before, name_of(archive))
        say(f"Serving with the model {name_of(archive)} from now on, instead of {before}.")

    def _go_back(self, before: str, refused: Path, why: str, say: Callable[[str], None]) -> None:
        self._store.promote(refused.with_name(before + ARCHIVE_SUFFIX), why, Choice.RETURN)
        self._seen = self._store.mark()
        _log.warning("kept model %s; %s: %s", before, name_of(refused), why)
        say(f"Still serving with the model {before}: {name_of(refused)} was promoted, but {why}")
