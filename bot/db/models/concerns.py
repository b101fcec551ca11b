"""Concerns: what residents reported, how it was understood, and the photos that came with it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from bot.db.base import AwareDateTime, Base, random_key, utc_now
from bot.domain.reaching import contact_key

if TYPE_CHECKING:
    from bot.db.models.notes import Note
    from bot.db.models.referrals import Referral
    from bot.db.models.staff import StaffMember


class ConcernState(StrEnum):
    """How far a concern is; how it ended is its outcome."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    """Somebody works on it."""
    WAITING = "waiting"
    """The resident was asked something."""
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a closed concern ended; apart from its state."""

    RESOLVED = "resolved"
    PARTLY = "partly"
    NOT_POSSIBLE = "not_possible"
    NO_LONGER_NEEDED = "no_longer_needed"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"


_OPEN = text("state <> 'closed'")
_WHILE_OPEN: dict[str, Any] = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}


class JointCase(Base):
    """Several concerns told as one story, which the agencies work on together."""

    __tablename__ = "joint_case"

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_key)
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    concerns: Mapped[list[Concern]] = relationship(back_populates="joint_case", order_by="Concern.id")


class Concern(Base):
    """One thing a resident reported."""

    __tablename__ = "concern"
    __table_args__ = (
        # Filing the same draft twice gives the same concerns: a repeat after a crash changes nothing.
        UniqueConstraint("draft_id", "position"),
        Index("ix__concern__area_category_filed", "hub_area", "category", "filed_at"),
        # What the queue is looked at by; most concerns are closed, and few people look at those.
        Index("ix__concern__open", "id", **_WHILE_OPEN),
        Index("ix__concern__open_target", "target_on", "id", **_WHILE_OPEN),
        Index("ix__concern__open_assigned", "assigned_to", "id", **_WHILE_OPEN),
        Index("ix__concern__area_id", "hub_area", "id"),
        Index("ix__concern__category_latitude", "category", "latitude"),
        Index("ix__concern__category_id", "category", "id"),
        Index("ix__concern__sensitive", "is_sensitive", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    joint_case_id: Mapped[str | None] = mapped_column(ForeignKey("joint_case.id"), index=True)
    draft_id: Mapped[str] = mapped_column(String(22))
    position: Mapped[int]
    """Which of the draft's concerns this is, from 0."""
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Who reported it, for answering them; shown to nobody when `is_anonymous`."""
    channel: Mapped[str] = mapped_column(String(16))
    category: Mapped[str | None] = mapped_column(String(32))
    """None when a person at the hub has to decide."""
    description: Mapped[str] = mapped_column(Text)
    """The resident's words."""
    details: Mapped[str | None] = mapped_column(Text)
    """Answer to the category's own question."""
    place_name: Mapped[str | None] = mapped_column(String(200))
    place_id: Mapped[str | None] = mapped_column(String(80))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    hub_area: Mapped[str | None] = mapped_column(String(40))
    council: Mapped[str | None] = mapped_column(String(60))
    happened: Mapped[str | None] = mapped_column(String(300))
    """When it happened, in the resident's words."""
    is_ongoing: Mapped[bool | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Facts that routing looked at: tenure, landlord, hazard and so on."""
    contact: Mapped[str | None] = mapped_column(String(300))
    """How to reach the resident outside this conversation, when they said."""
    contact_key: Mapped[str | None] = mapped_column(String(100), index=True)
    """The number or address in `contact`, as it is searched for; follows it by itself."""
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ConcernState] = mapped_column(String(12), default=ConcernState.OPEN)
    outcome: Mapped[Outcome | None] = mapped_column(String(24))
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    """Who of the staff works on it."""
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    """Who of the staff filed it for somebody; the channel says how that person reached them."""
    referred_by: Mapped[str | None] = mapped_column(String(80))
    """The agency that sent it to the hub by the partners' form."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes by staff, so that nobody overwrites what they haven't seen."""
    routing_row: Mapped[str | None] = mapped_column(String(80))
    """Which row of the decision table decided."""
    why: Mapped[str] = mapped_column(Text)
    """Why it goes where it goes, in words for the resident and for staff."""
    target_on: Mapped[date]
    """The day by which the lead agency aims to have looked at it."""
    filed_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(AwareDateTime, index=True)
    """When it was closed; follows the state by itself, and is empty again once it is reopened."""
    retain_until: Mapped[date]
    """After this day the record is to be removed."""
    duplicate_of: Mapped[int | None] = mapped_column(
        ForeignKey("concern.id", ondelete="SET NULL"), index=True
    )
    """The concern that it is followed under; ends by itself when it is opened or ends otherwise."""
    hidden_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """Since when staff keep all of it from the public, and from whoever only holds its reference."""

    filer: Mapped[StaffMember | None] = relationship(foreign_keys=[filed_by])
    joint_case: Mapped[JointCase | None] = relationship(back_populates="concerns")
    classification: Mapped[Classification | None] = relationship(
        back_populates="concern", cascade="all, delete-orphan", uselist=False
    )
    referrals: Mapped[list[Referral]] = relationship(
        back_populates="concern", cascade="all, delete-orphan", order_by="Referral.id"
    )
    photos: Mapped[list[Photo]] = relationship(back_populates="concern", order_by="Photo.id")
    notes: Mapped[list[Note]] = relationship(
        back_populates="concern", cascade="all, delete-orphan", order_by="Note.id"
    )

    @validates("contact")
    def _keep_contact_key(self, _name: str, contact: str | None) -> str | None:
        self.contact_key = contact_key(contact) if contact else None
        return contact

    @validates("state")
    def _keep_closed_at(self, _name: str, state: ConcernState) -> ConcernState:
        if state != ConcernState.CLOSED:
            self.closed_at = self.duplicate_of = None
        elif self.closed_at is None:
            self.closed_at = utc_now()
        return state

    @validates("outcome")
    def _keep_duplicate_of(self, _name: str, outcome: Outcome | None) -> Outcome | None:
        if outcome != Outcome.DUPLICATE:
            self.duplicate_of = None
        return outcome


class Classification(Base):
    """How the words were understood when the concern was filed."""

    __tablename__ = "classification"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), primary_key=True)
    intent: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float] = mapped_column(index=True)
    """Probability from 0 to 1, calibrated."""
    ranking: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """The likeliest intents, each with its probability, best first."""
    model: Mapped[str] = mapped_column(String(80))
    """Name of the model that understood it."""
    is_chosen_by_resident: Mapped[bool] = mapped_column(default=False)
    """Whether the resident picked the category from a list."""

    concern: Mapped[Concern] = relationship(back_populates="classification")


class Photo(Base):
    """A picture sent with a report, re-encoded and without metadata."""

    __tablename__ = "photo"

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_key)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(80))
    """Name in the photo folder, which lies outside everything that is served."""
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    """Bytes of the stored file."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    is_blurred: Mapped[bool | None]
    """Whether it is blurred until somebody opens it; None as long as nobody said: sensitive ones are."""
    hidden_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """Since when it is shown to nobody but those who may see originals."""
    redacted_file_name: Mapped[str | None] = mapped_column(String(80))
    """The copy with parts blacked out, which is shown instead of it."""
    held_for: Mapped[str | None] = mapped_column(String(40), index=True)
    """The member of staff who takes the report that it is for, and the key of their form."""

    concern: Mapped[Concern | None] = relationship(back_populates="photos")
