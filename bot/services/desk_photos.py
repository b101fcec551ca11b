"""Photos for a report that staff are taking: kept from when they are chosen, so that no error loses them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.db.models import Photo
from bot.domain.photos import CleanPhoto
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.photos import PhotoService

MOST_PHOTOS = 5
"""With one report."""


@dataclass(frozen=True, slots=True)
class DeskPhotoService:
    """Whoever takes a report sees the photos of their own forms; those of no report go after a day."""

    photos: PhotoService

    def keep(self, session: Session, actor: Actor, key: str, photo: CleanPhoto) -> None:
        """Keep a photo for the form with that key; raises StaffError for too many, OSError."""
        if len(self.list_kept(session, actor, key)) >= MOST_PHOTOS:
            raise StaffError(f"no more than {MOST_PHOTOS} photos go with a report")
        self.photos.hold(session, _holder(actor, key), photo)

    def list_kept(self, session: Session, actor: Actor, key: str) -> Sequence[str]:
        """The keys of the photos that wait for the form to be filed, as they were chosen."""
        query = select(Photo.id).where(_waits(), Photo.held_for == _holder(actor, key))
        return session.scalars(query.order_by(Photo.created_at, Photo.id)).all()

    def read(self, session: Session, actor: Actor, photo_id: str) -> bytes:
        """The JPEG of one of their own that waits; raises NotFoundError."""
        return self.photos.folder.read(self._get(session, actor, photo_id).file_name)

    def take_out(self, session: Session, actor: Actor, photo_id: str) -> str:
        """Leave one out again; the file that is to be removed afterwards. Raises NotFoundError."""
        photo = self._get(session, actor, photo_id)
        session.delete(photo)
        return photo.file_name

    def _get(self, session: Session, actor: Actor, photo_id: str) -> Photo:
        own = Photo.held_for.startswith(_holder(actor, ""), autoescape=True)
        photo = session.scalar(select(Photo).where(Photo.id == photo_id, own, _waits()))
        if photo is None:
            raise NotFoundError("no such photo waits")
        return photo


def _waits() -> ColumnElement[bool]:
    return Photo.concern_id.is_(None)


def _holder(actor: Actor, key: str) -> str:
    """Forms of two people are never one, whatever key was sent."""
    return f"{actor.staff_id}:{key}"
