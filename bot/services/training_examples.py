"""Examples for training: collects what was understood badly, and has two people look before it is learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, joinedload

from bot.db.base import utc_now
from bot.db.models import Classification, Concern, TrainingExample
from bot.domain.staff import Actor
from bot.domain.training_examples import ExampleSource, ExampleState, check_example
from bot.errors import NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.doubted_messages import WRONG_PLACE
from bot.services.worklist_filters import LOW_CONFIDENCE, visible_to

_COLLECTED_AT_ONCE = 200
_NOT_APPROVED = (ExampleState.OPEN, ExampleState.LABELLED)


@dataclass(frozen=True, slots=True)
class TrainingExampleService:
    """The only writer of examples, but for what erasure removes.

    Sensitive ones are for those who `may_see_sensitive`; everybody sees those of their areas only.
    """

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def collect(self, session: Session) -> int:
        """Put what was understood badly since the last time into the inbox; how many there were.

        What nobody can be asked about any more, since its resident deleted it, is left alone.
        """
        is_there = exists().where(TrainingExample.concern_id == Concern.id)
        was_chosen = or_(Classification.is_chosen_by_resident, Classification.intent == WRONG_PLACE)
        found = session.execute(
            select(Concern, was_chosen)
            .join(Classification, Classification.concern_id == Concern.id)
            .where(
                or_(Classification.confidence < LOW_CONFIDENCE, Concern.category.is_(None), was_chosen),
                # A program that chose the category was understood well.
                Concern.channel.in_(("web", "telegram")),
                Concern.person_id.is_not(None),
                Concern.hidden_at.is_(None),
                Concern.description != "",
                ~is_there,
            )
            .order_by(Concern.id.desc())
            .limit(_COLLECTED_AT_ONCE)
        ).all()
        for concern, is_chosen in found:
            source = ExampleSource.CHOSEN if is_chosen else ExampleSource.UNSURE
            self._add(session, concern, source)
        session.flush()
        return len(found)

    def note_recategorised(self, session: Session, concern: Concern) -> None:
        """Staff said what it really is: that is worth learning, whatever was thought of it before."""
        known = session.scalar(select(TrainingExample).where(TrainingExample.concern_id == concern.id))
        if known is None:
            if concern.person_id is not None and concern.description:
                self._add(session, concern, ExampleSource.RECATEGORISED)
        elif known.state in _NOT_APPROVED:
            known.state, known.source = ExampleState.OPEN, ExampleSource.RECATEGORISED
            known.label, known.text, known.labelled_by = None, None, None

    def list_waiting(
        self, session: Session, actor: Actor, state: ExampleState, limit: int, *, may_see_sensitive: bool
    ) -> Sequence[TrainingExample]:
        """What waits for a label, or for a second person; the newest first."""
        query = (
            select(TrainingExample)
            .outerjoin(TrainingExample.concern)
            .where(TrainingExample.state == state, _seen_by(actor, may_see_sensitive=may_see_sensitive))
            .options(
                joinedload(TrainingExample.concern).joinedload(Concern.classification),
                joinedload(TrainingExample.message),
            )
            .order_by(TrainingExample.id.desc())
            .limit(limit)
        )
        return session.scalars(query).all()

    def get(
        self, session: Session, actor: Actor, number: int, state: ExampleState, *, may_see_sensitive: bool
    ) -> TrainingExample:
        """One of these; raises NotFoundError for one that is further, or not theirs to see."""
        example = session.scalar(
            select(TrainingExample)
            .outerjoin(TrainingExample.concern)
            .where(TrainingExample.id == number, TrainingExample.state == state)
            .where(_seen_by(actor, may_see_sensitive=may_see_sensitive))
        )
        if example is None:
            raise NotFoundError(f"no example {number} for {actor.name}")
        return example

    def label(
        self, session: Session, actor: Actor, example: TrainingExample, label: str, text: str, *, looked: bool
    ) -> None:
        """Say what it means, in words without personal data; raises StaffError for what can't be kept."""
        kept = check_example(label, text)
        if not looked:
            raise StaffError("look for personal data, take it out, and tick that you did")
        example.label, example.text = label, kept
        example.labelled_by, example.state = actor.staff_id, ExampleState.LABELLED
        self._enter(session, actor, example, "label")

    def approve(self, session: Session, actor: Actor, example: TrainingExample) -> None:
        """Have it learnt, by a row that names no report; raises StaffError for who set the label."""
        if actor.staff_id is None or actor.staff_id == example.labelled_by:
            raise StaffError("somebody else has to approve what you labelled")
        self._enter(session, actor, example, "approve")
        session.add(
            TrainingExample(
                source=example.source,
                state=ExampleState.APPROVED,
                label=example.label,
                text=example.text,
                labelled_by=example.labelled_by,
                approved_by=actor.staff_id,
                approved_at=self.now(),
            )
        )
        example.state, example.label, example.text = ExampleState.TAKEN, None, None

    def send_back(self, session: Session, actor: Actor, example: TrainingExample) -> None:
        """Have it labelled again."""
        example.state, example.label, example.text = ExampleState.OPEN, None, None
        self._enter(session, actor, example, "send_back")

    def dismiss(self, session: Session, actor: Actor, example: TrainingExample) -> None:
        """It teaches nothing."""
        example.state, example.label, example.text = ExampleState.DISMISSED, None, None
        self._enter(session, actor, example, "dismiss")

    def list_approved(self, session: Session) -> list[tuple[str, str]]:
        """Label and text of each that is to be learnt, in a fixed order."""
        query = select(TrainingExample.label, TrainingExample.text)
        rows = session.execute(query.where(TrainingExample.state == ExampleState.APPROVED))
        return sorted({(label, text) for label, text in rows if label and text})

    def _add(self, session: Session, concern: Concern, source: ExampleSource) -> None:
        session.add(TrainingExample(concern_id=concern.id, source=source, created_at=self.now()))

    def _enter(self, session: Session, actor: Actor, example: TrainingExample, what: str) -> None:
        reference = session.scalar(select(Concern.reference).where(Concern.id == example.concern_id))
        after = {"label": example.label}
        subject = ("concern", reference) if reference else ("example", str(example.id))
        self.audit.record(session, actor, f"example.{what}", subject, after=after)


def remove_examples_of(session: Session, person_id: str) -> None:
    """Take what a person wrote out of the inbox; what is approved is nobody's any more."""
    own = select(Concern.id).where(Concern.person_id == person_id)
    session.execute(
        update(TrainingExample)
        .where(TrainingExample.state.in_(_NOT_APPROVED), TrainingExample.concern_id.in_(own))
        .values(state=ExampleState.REMOVED, label=None, text=None)
    )


def _seen_by(actor: Actor, *, may_see_sensitive: bool) -> ColumnElement[bool]:
    """Nobody knows where a message belongs, nor how sensitive it is: it is for who may see everything."""
    of_reports = [TrainingExample.concern_id.is_not(None), *visible_to(actor), Concern.hidden_at.is_(None)]
    if not may_see_sensitive:
        return and_(*of_reports, Concern.is_sensitive.is_(False))
    if actor.areas:
        return and_(*of_reports)
    return or_(TrainingExample.message_id.is_not(None), and_(*of_reports))
