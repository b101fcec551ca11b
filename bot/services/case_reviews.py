"""ASB Case Reviews: finds reports that meet the threshold, offers a review, and keeps its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from bot.db.base import utc_now
from bot.db.models import CaseReview, Concern, NoticeKind
from bot.domain.case_reviews import ASB_CATEGORIES, ReviewKind, ReviewLimits, months_before
from bot.domain.categories import Category
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.cases import CaseService, need_reason
from bot.services.notices import NoticeService
from bot.services.worklist_filters import visible_to

_IS_ASB = Concern.category.in_(sorted(ASB_CATEGORIES))
_IS_HATE = or_(Concern.category == Category.HATE_CRIME, Concern.facts["hate"].as_boolean().is_(True))
#: Whoever asked not to be known is not recognised again.
_IS_KNOWN = (Concern.is_anonymous.is_(False), Concern.person_id.is_not(None))


@dataclass(frozen=True, slots=True)
class CaseReviewService:
    """The only writer of reviews; `find` is called by a job, the rest by staff."""

    cases: CaseService
    notices: NoticeService
    limits: ReviewLimits
    target_day: Callable[[date, int], date]
    """The day that comes so many working days after another."""
    now: Callable[[], datetime] = utc_now

    def find(self, session: Session) -> int:
        """Make a review of everything that meets the threshold and has none; how many were made."""
        today = self.now().date()
        since = months_before(today, self.limits.months)
        found = 0
        for kind, subject, reports in (
            *self._by_person(session, since),
            *self._by_place(session, since),
            *self._by_hate(session, months_before(today, self.limits.hate_months)),
        ):
            found += self._keep(session, kind, subject, reports, since)
        return found

    def list_reviews(self, session: Session, actor: Actor, limit: int) -> Sequence[CaseReview]:
        """Those in the actor's areas, undecided ones first and then the newest."""
        query = select(CaseReview).join(CaseReview.concern).options(joinedload(CaseReview.concern))
        order = (CaseReview.decided_at.is_not(None), CaseReview.id.desc())
        return session.scalars(query.where(*visible_to(actor)).order_by(*order).limit(limit)).all()

    def offer(self, session: Session, actor: Actor, review_id: int) -> None:
        """Tell the resident, once, that they may ask; raises StaffError, NotFoundError, CaseChangedError."""
        review = self._get(session, actor, review_id)
        concern: Concern = review.concern
        if review.offered_at is not None:
            raise StaffError("it was offered already")
        if not self.cases.news.can_tell(session, concern):
            raise StaffError("the resident can't be reached here, or it is not safe to write to them")
        self.cases.claim(session, concern, concern.version)
        review.offered_at = self.now()
        self.cases.news.tell(session, concern, "case_review_offer")
        self._enter(session, actor, review, "offer")

    def request(self, session: Session, actor: Actor, review_id: int) -> None:
        """The resident asked for it: the clock begins. Raises as `offer`."""
        review = self._get(session, actor, review_id)
        if review.requested_at is not None:
            raise StaffError("it was asked for already")
        today = self.now().date()
        review.requested_at = self.now()
        review.acknowledge_by = self.target_day(today, self.limits.acknowledge_days)
        review.decide_by = self.target_day(today, self.limits.decide_days)
        self._enter(session, actor, review, "request")

    def acknowledge(self, session: Session, actor: Actor, review_id: int) -> None:
        """Somebody told the resident that it is looked at. Raises as `offer`."""
        review = self._get(session, actor, review_id)
        if review.requested_at is None or review.acknowledged_at is not None:
            raise StaffError("there is nothing to acknowledge")
        review.acknowledged_at = self.now()
        self._enter(session, actor, review, "acknowledge")

    def decide(self, session: Session, actor: Actor, review_id: int, *, is_met: bool, reason: str) -> None:
        """Whether the threshold was met, with a reason for the record. Raises as `offer`."""
        need_reason(reason)
        review = self._get(session, actor, review_id)
        if review.requested_at is None or review.decided_at is not None:
            raise StaffError("there is nothing to decide")
        review.decided_at, review.is_met = self.now(), is_met
        self._enter(session, actor, review, "decide", reason, is_met=is_met)

    def _by_person(self, session: Session, since: date) -> Iterator[_Found]:
        # Several concerns of one message are one report.
        often = func.count(Concern.draft_id.distinct()) >= self.limits.reports
        yield from self._grouped(session, ReviewKind.PERSON, Concern.person_id, since, often, *_IS_KNOWN)

    def _by_place(self, session: Session, since: date) -> Iterator[_Found]:
        many = func.count(Concern.person_id.distinct()) >= self.limits.people
        is_placed = Concern.place_id.is_not(None)
        yield from self._grouped(session, ReviewKind.PLACE, Concern.place_id, since, many, is_placed)

    def _by_hate(self, session: Session, since: date) -> Iterator[_Found]:
        for concern in session.scalars(_reports(since, _IS_HATE)):
            yield ReviewKind.HATE, concern.reference, [concern]

    def _grouped(
        self,
        session: Session,
        kind: ReviewKind,
        subject: InstrumentedAttribute[Any],
        since: date,
        is_enough: ColumnElement[bool],
        *conditions: ColumnElement[bool],
    ) -> Iterator[_Found]:
        query = select(subject).where(Concern.filed_at >= _begin(since), _IS_ASB, *conditions)
        for key in session.scalars(query.group_by(subject).having(is_enough)).all():
            counted = (_IS_ASB, subject == key, *conditions)
            yield kind, str(key), session.scalars(_reports(since, *counted)).all()

    def _keep(
        self, session: Session, kind: ReviewKind, subject: str, reports: Sequence[Concern], since: date
    ) -> bool:
        is_same = (CaseReview.kind == kind, CaseReview.subject == subject)
        recent = select(CaseReview.id).where(*is_same, CaseReview.found_at >= _begin(since)).limit(1)
        if session.scalar(recent) is not None:
            return False
        newest = reports[-1]
        facts = {
            "reports": len({report.draft_id for report in reports}),
            "people": len({report.person_id for report in reports if report.person_id}),
            "since": reports[0].filed_at.date().isoformat(),
            "references": [report.reference for report in reports],
        }
        key = f"{kind}:{subject}:{reports[0].reference}"
        session.add(
            CaseReview(key=key, kind=kind, subject=subject, concern=newest, facts=facts, found_at=self.now())
        )
        self.notices.give(
            session, f"review:{key}"[:120], NoticeKind.CASE_REVIEW, newest, {**facts, "by": str(kind)}
        )
        return True

    def _get(self, session: Session, actor: Actor, review_id: int) -> CaseReview:
        review = session.scalar(
            select(CaseReview).join(CaseReview.concern).where(CaseReview.id == review_id, *visible_to(actor))
        )
        if review is None:
            raise NotFoundError(f"no review {review_id} for {actor.name}")
        return review

    def _enter(
        self, session: Session, actor: Actor, review: CaseReview, verb: str, reason: str = "", **after: object
    ) -> None:
        subject = ("concern", review.concern.reference)
        self.cases.audit.record(
            session,
            actor,
            f"case_review.{verb}",
            subject,
            after={"review": review.id, **after},
            reason=reason,
        )


type _Found = tuple[ReviewKind, str, Sequence[Concern]]


def _reports(since: date, *conditions: ColumnElement[bool]) -> Any:
    return select(Concern).where(Concern.filed_at >= _begin(since), *conditions).order_by(Concern.id)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, utc_now().tzinfo)
