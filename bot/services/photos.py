"""Photos: takes one in for a conversation, and gives it back to who sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Photo
from bot.domain.photos import CleanPhoto
from bot.errors import NotFoundError


class KeepsPhotos(Protocol):
    """Where the files are."""

    def write(self, photo: CleanPhoto) -> str:
        """Keep a photo and return its file name; raises OSError when that fails."""

    def read(self, name: str) -> bytes:
        """The file; raises NotFoundError when it is gone."""

    def remove(self, names: Iterable[str]) -> None:
        """Delete files; one that is gone already is fine."""


@dataclass(frozen=True, slots=True)
class PhotoService:
    """The only writer of photos."""

    folder: KeepsPhotos
    clean: Callable[[bytes], CleanPhoto]
    """Checks and re-encodes what was sent; raises PhotoRefusedError. Takes up to a second: call it outside
    a unit of work."""

    def add(self, session: Session, conversation: Conversation, photo: CleanPhoto) -> Photo:
        """Keep a cleaned photo for the conversation; raises OSError when it can't be written."""
        return self._keep(session, photo, conversation_id=conversation.id)

    def hold(self, session: Session, held_for: str, photo: CleanPhoto) -> Photo:
        """Keep a cleaned photo for a report that is being taken; raises OSError when it can't be written."""
        return self._keep(session, photo, held_for=held_for)

    def read_own(self, session: Session, conversation: Conversation, photo_id: str) -> bytes:
        """The JPEG of a photo that was sent in this conversation; raises NotFoundError for any other."""
        photo = session.scalar(
            select(Photo).where(Photo.id == photo_id, Photo.conversation_id == conversation.id)
        )
        if photo is None:
            raise NotFoundError("no such photo in this conversation")
        return self.folder.read(photo.file_name)

    def _keep(self, session: Session, photo: CleanPhoto, **whose: str) -> Photo:
        row = Photo(
            **whose,
            file_name=self.folder.write(photo),
            width=photo.width,
            height=photo.height,
            size=len(photo.jpeg),
        )
        session.add(row)
        session.flush()
        return row
