"""Takes a photo in for somebody, on any channel: cleans it and keeps it before the message it came with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from bot.db.session import Database
from bot.domain.photos import CleanPhoto
from bot.errors import PhotoRefusedError
from bot.services.people import PeopleService
from bot.services.photos import PhotoService

#: Decoding takes memory by the hundred megabytes; two at a time are enough for a county.
_decoding = asyncio.Semaphore(2)


@dataclass(frozen=True, slots=True)
class PhotoIntake:
    """What every channel does with a picture that it was sent."""

    database: Database
    people: PeopleService
    photos: PhotoService

    async def keep(self, channel: str, address: str, content: bytes) -> str:
        """Keep a photo and return its id.

        Raises PhotoRefusedError, also with the reason `photo_not_kept` when it can't be written.
        """
        async with _decoding:
            clean = await run_in_threadpool(self.photos.clean, content)
        try:
            try:
                return await run_in_threadpool(self._store, channel, address, clean)
            except IntegrityError:
                # A message sent at the same moment met the person first: now they are known.
                return await run_in_threadpool(self._store, channel, address, clean)
        except OSError:
            raise PhotoRefusedError("photo_not_kept") from None

    def _store(self, channel: str, address: str, clean: CleanPhoto) -> str:
        with self.database.unit_of_work() as session:
            conversation = self.people.meet(session, channel, address)
            return self.photos.add(session, conversation, clean).id
