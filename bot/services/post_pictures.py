"""Pictures of posts: taken in by staff, shown to everybody once their post was approved, and cleared away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Post, PostPicture
from bot.db.session import Database
from bot.domain.photos import CleanPhoto
from bot.errors import NotFoundError, PhotoRefusedError
from bot.services.photos import KeepsPhotos

LONGEST_SIDES = 20
"""How many times as long as the other a side may be: https://core.telegram.org/bots/api#sendphoto"""
KEPT_UNUSED = timedelta(days=2)
"""Somebody may still be writing the post that it is for."""


@dataclass(frozen=True, slots=True)
class PostPictureService:
    """The only writer of pictures of posts."""

    folder: KeepsPhotos
    clean: Callable[[bytes], CleanPhoto]
    """Checks and re-encodes; raises PhotoRefusedError. Takes up to a second: outside of a unit of work."""
    now: Callable[[], datetime] = utc_now

    def open(self, content: bytes) -> CleanPhoto:
        """What was uploaded, cleaned; raises PhotoRefusedError, also for one that Telegram wouldn't take."""
        photo = self.clean(content)
        if max(photo.width, photo.height) > LONGEST_SIDES * min(photo.width, photo.height):
            raise PhotoRefusedError("photo_too_narrow")
        return photo

    def add(self, session: Session, photo: CleanPhoto) -> PostPicture:
        """Keep a picture; raises OSError when it can't be written."""
        picture = PostPicture(
            file_name=self.folder.write(photo),
            width=photo.width,
            height=photo.height,
            size=len(photo.jpeg),
            added_at=self.now(),
        )
        session.add(picture)
        session.flush()
        return picture

    def read(self, session: Session, picture_id: int) -> bytes:
        """The JPEG, for staff; raises NotFoundError."""
        picture = session.get(PostPicture, picture_id)
        if picture is None:
            raise NotFoundError("no such picture")
        return self.folder.read(picture.file_name)

    def read_shown(self, session: Session, file_name: str) -> bytes:
        """The JPEG of a post that was approved, for everybody; raises NotFoundError for any other."""
        is_shown = exists().where(Post.shown_picture_id == PostPicture.id)
        picture = session.scalar(select(PostPicture).where(PostPicture.file_name == file_name, is_shown))
        if picture is None:
            raise NotFoundError("no such picture")
        return self.folder.read(picture.file_name)

    def remove_unused(self, database: Database) -> int:
        """Delete what no post has, and its files once that is certain; how many there were."""
        is_used = exists().where(
            or_(Post.picture_id == PostPicture.id, Post.shown_picture_id == PostPicture.id)
        )
        with database.unit_of_work() as session:
            gone = session.scalars(
                delete(PostPicture)
                .where(~is_used, PostPicture.added_at < self.now() - KEPT_UNUSED)
                .returning(PostPicture.file_name)
                .execution_options(synchronize_session=False)
            ).all()
        self.folder.remove(gone)
        return len(gone)
