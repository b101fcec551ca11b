"""Photos of a case: who is shown which copy, and blurring, redacting and hiding them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, Photo
from bot.domain.photos import Box, CleanPhoto
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.cases import CaseService, need_reason
from bot.services.photos import KeepsPhotos


@dataclass(frozen=True, slots=True)
class CasePhotoService:
    """The only writer of what staff change about photos; each change names the version its author saw.

    The original is kept until the concern's retention is over, for those who may see originals.
    """

    cases: CaseService
    folder: KeepsPhotos
    redact_jpeg: Callable[[bytes, Sequence[Box]], CleanPhoto]
    blur_jpeg: Callable[[bytes], bytes]

    def get(self, session: Session, concern: Concern, photo_id: str) -> Photo:
        """The photo, if it came with the concern; raises NotFoundError."""
        photo = session.scalar(select(Photo).where(Photo.id == photo_id, Photo.concern_id == concern.id))
        if photo is None:
            raise NotFoundError("no such photo of this concern")
        return photo

    def read(self, photo: Photo, *, sees_originals: bool) -> bytes:
        """The JPEG that people of the hub see: the redacted copy once there is one.

        Raises NotFoundError for a hidden one, unless who asks may see originals.
        """
        if photo.hidden_at is not None and not sees_originals:
            raise NotFoundError("the photo is hidden")
        return self.folder.read(photo.redacted_file_name or photo.file_name)

    def read_blurred(self, photo: Photo) -> bytes:
        """A blurred preview; raises NotFoundError for a hidden one, and when its file is gone."""
        if photo.hidden_at is not None:
            raise NotFoundError("the photo is hidden")
        return self.blur_jpeg(self.folder.read(photo.redacted_file_name or photo.file_name))

    def read_original(self, session: Session, actor: Actor, concern: Concern, photo: Photo) -> bytes:
        """The photo as it was sent, for those who may see originals; entered in the audit trail."""
        self._note(session, actor, concern, photo, "case.photo_original")
        return self.folder.read(photo.file_name)

    def note_view(self, session: Session, actor: Actor, concern: Concern, photo: Photo) -> None:
        """Somebody opened it."""
        self._note(session, actor, concern, photo, "case.photo_view")

    def list_for_partner(self, concern: Concern) -> list[Photo]:
        """What an agency gets that deals with the concern (its sharing rule says whether it gets any)."""
        return [photo for photo in concern.photos if is_shared(concern, photo)]

    def read_for_partner(self, session: Session, actor: Actor, concern: Concern, photo_id: str) -> bytes:
        """The copy that an agency gets: never the original of what was redacted. Raises NotFoundError."""
        photo = self.get(session, concern, photo_id)
        if not is_shared(concern, photo):
            raise NotFoundError("this photo is not shared")
        self._note(session, actor, concern, photo, "referral.photo_view")
        return self.folder.read(photo.redacted_file_name or photo.file_name)

    def redact(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        photo: Photo,
        boxes: Sequence[Box],
        reason: str,
    ) -> str | None:
        """Black out parts, on top of what is blacked out already.

        Returns the name of a copy that is no longer needed, to be removed once this is committed.
        """
        earlier = photo.redacted_file_name
        copy = self.redact_jpeg(self.folder.read(earlier or photo.file_name), boxes)
        with self._change(
            session, actor, concern, version, photo, "case.photo_redact", reason, boxes=len(boxes)
        ):
            photo.redacted_file_name = self.folder.write(copy)
        return earlier

    def unredact(
        self, session: Session, actor: Actor, concern: Concern, version: int, photo: Photo, reason: str
    ) -> str:
        """Take the redacted copy back; returns its name, to be removed once this is committed."""
        redacted = photo.redacted_file_name
        if redacted is None:
            raise StaffError("nothing is blacked out on this photo")
        with self._change(session, actor, concern, version, photo, "case.photo_unredact", reason):
            photo.redacted_file_name = None
        return redacted

    def set_blurred(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        photo: Photo,
        is_blurred: bool,
        reason: str,
    ) -> None:
        """Show it behind a click, or plainly."""
        with self._change(session, actor, concern, version, photo, "case.photo_blur", reason):
            photo.is_blurred = is_blurred

    def set_hidden(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        photo: Photo,
        is_hidden: bool,
        reason: str,
    ) -> None:
        """Show it to nobody but those who may see originals, or to everybody again."""
        with self._change(session, actor, concern, version, photo, "case.photo_hide", reason):
            photo.hidden_at = self.cases.now() if is_hidden else None

    @contextmanager
    def _change(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        photo: Photo,
        action: str,
        reason: str,
        **told: int,
    ) -> Iterator[None]:
        """Change how a photo is shown: the case is claimed, and how it was shown before and after is entered.

        Raises StaffError without a reason, CaseChangedError when somebody was quicker.
        """
        need_reason(reason)
        before = _shown(concern, photo)
        self.cases.claim(session, concern, version)
        yield
        after = {**_shown(concern, photo), "photo": photo.id, **told}
        self.cases.enter(session, actor, concern, action, before, after, reason)

    def _note(self, session: Session, actor: Actor, concern: Concern, photo: Photo, action: str) -> None:
        self.cases.audit.record(
            session, actor, action, ("concern", concern.reference), after={"photo": photo.id}
        )


def is_blurred(concern: Concern, photo: Photo) -> bool:
    """Whether it is shown behind a click: as staff said, and as long as nobody did where it is sensitive."""
    return concern.is_sensitive if photo.is_blurred is None else photo.is_blurred


def is_shared(concern: Concern, photo: Photo) -> bool:
    """Whether agencies get it: nothing hidden, and what is blurred only once it has been redacted."""
    if photo.hidden_at is not None:
        return False
    return photo.redacted_file_name is not None or not is_blurred(concern, photo)


def _shown(concern: Concern, photo: Photo) -> dict[str, Any]:
    """What the audit trail keeps of how a photo is shown."""
    return {
        "blurred": is_blurred(concern, photo),
        "hidden": photo.hidden_at is not None,
        "redacted": photo.redacted_file_name is not None,
    }
