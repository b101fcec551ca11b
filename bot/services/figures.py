"""Figures: reads from the database what is counted of concerns, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from bot.db.models import Concern, ConcernState, FollowUp, Referral, ReferralRole
from bot.domain.agencies import AgencyDirectory, AgencyKind
from bot.domain.figures import LOCAL_TIME, UNKNOWN, FiguredConcern, Figures, Period, summarise
from bot.domain.follow_ups import NO_ANSWER, FollowUpFigures
from bot.domain.staff import Actor
from bot.services.worklist_filters import IS_OPEN, visible_to

_lead = aliased(Referral)


@dataclass(frozen=True, slots=True)
class FiguresFilter:
    """What is counted; what is empty leaves nothing out."""

    period: Period
    area: str = ""
    """`unknown` for concerns without one."""
    category: str = ""
    """`unknown` for concerns that a person has to decide."""
    has_sensitive: bool = True
    """Whether sensitive concerns are counted too."""


@dataclass(frozen=True, slots=True)
class FiguresService:
    """Reads and changes nothing; what it hands over says nothing about who told or what they said."""

    directory: AgencyDirectory

    def summarise(self, session: Session, actor: Actor, wanted: FiguresFilter, today: date) -> Figures:
        """All figures of the period, with those of the year before where records reach back so far."""
        agencies = self._referred(session, actor, wanted)
        return summarise(
            self.list_concerns(session, actor, wanted),
            wanted.period,
            today,
            before=self._year_before(session, actor, wanted),
            referrals=sum(agencies.values()),
            partners=[agency for agency in sorted(agencies) if not self._is_hub(agency)],
            follow_ups=self._follow_ups(session, actor, wanted),
        )

    def list_concerns(self, session: Session, actor: Actor, wanted: FiguresFilter) -> list[FiguredConcern]:
        """What is counted of each concern that was filed in the period."""
        return _listed(session, conditions_of_figures(actor, wanted, Concern.filed_at))

    def list_closed(self, session: Session, actor: Actor, wanted: FiguresFilter) -> list[FiguredConcern]:
        """The same of each that was closed in the period, whenever it was filed."""
        return _listed(session, conditions_of_figures(actor, wanted, Concern.closed_at))

    def list_open(self, session: Session, actor: Actor, wanted: FiguresFilter) -> list[FiguredConcern]:
        """The same of each that is open today, whenever it was filed; the period doesn't count."""
        return _listed(session, [IS_OPEN, *visible_to(actor), *_asked(wanted)])

    def _year_before(
        self, session: Session, actor: Actor, wanted: FiguresFilter
    ) -> dict[str, dict[str, int]] | None:
        earlier = replace(wanted, period=wanted.period.year_before())
        first: datetime | None = session.scalar(select(func.min(Concern.filed_at)).where(*visible_to(actor)))
        if first is None or first.astimezone(LOCAL_TIME).date() > earlier.period.first:
            return None
        keys: dict[str, Any] = {
            "category": func.coalesce(Concern.category, UNKNOWN),
            "area": func.coalesce(Concern.hub_area, UNKNOWN),
            "agency": _lead.agency_id,
        }
        conditions = conditions_of_figures(actor, earlier, Concern.filed_at)
        return {
            name: {
                str(value): number
                for value, number in session.execute(
                    _with_lead((key, func.count())).where(*conditions).group_by(key)
                )
                if value is not None
            }
            for name, key in keys.items()
        }

    def _referred(self, session: Session, actor: Actor, wanted: FiguresFilter) -> dict[str, int]:
        """Agency -> referrals that it was sent in the period."""
        query = (
            select(Referral.agency_id, func.count())
            .join(Referral.concern)
            .where(*conditions_of_figures(actor, wanted, Referral.sent_at))
            .group_by(Referral.agency_id)
        )
        return dict(iter(session.execute(query)))

    def _follow_ups(self, session: Session, actor: Actor, wanted: FiguresFilter) -> FollowUpFigures:
        """What was answered about concerns that were closed in the period."""

        def count(key: Any, *only: ColumnElement[bool]) -> dict[str, int]:
            conditions = (*conditions_of_figures(actor, wanted, FollowUp.closed_at), *only)
            query = select(key, func.count()).select_from(FollowUp).join(FollowUp.concern)
            return {
                str(one): number for one, number in session.execute(query.where(*conditions).group_by(key))
            }

        informed = FollowUp.informed.is_not(None)
        return FollowUpFigures(
            count(func.coalesce(FollowUp.answer, NO_ANSWER)), count(FollowUp.informed, informed)
        )

    def _is_hub(self, agency_id: str) -> bool:
        agency = self.directory.find_agency(agency_id)
        return agency is not None and agency.kind is AgencyKind.HUB


_COLUMNS: tuple[Any, ...] = (
    Concern.filed_at,
    Concern.category,
    Concern.hub_area,
    Concern.channel,
    Concern.state,
    Concern.is_sensitive,
    Concern.target_on,
    Concern.outcome,
    Concern.closed_at,
    # The place of a hidden concern is named nowhere.
    case((Concern.hidden_at.is_(None), Concern.place_id)),
    _lead.agency_id,
    _lead.sent_at,
    _lead.acknowledged_at,
)


def _with_lead(columns: Sequence[Any]) -> Select[Any]:
    lead = and_(_lead.concern_id == Concern.id, _lead.role == ReferralRole.LEAD)
    return select(*columns).select_from(Concern).outerjoin(_lead, lead)


def _figured(row: Any) -> FiguredConcern:
    filed_at, category, hub_area, channel, state, *rest = row
    is_open = state != ConcernState.CLOSED
    return FiguredConcern(filed_at, category or UNKNOWN, hub_area or UNKNOWN, channel, is_open, *rest)


def _listed(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[FiguredConcern]:
    return [_figured(row) for row in session.execute(_with_lead(_COLUMNS).where(*conditions))]


def conditions_of_figures(actor: Actor, wanted: FiguresFilter, moment: Any) -> list[ColumnElement[bool]]:
    """The conditions for what is asked for, where `moment` lies in the period and the actor may see it."""
    begin = datetime.combine(wanted.period.first, time.min, LOCAL_TIME)
    end = datetime.combine(wanted.period.last + timedelta(days=1), time.min, LOCAL_TIME)
    return [*visible_to(actor), moment >= begin, moment < end, *_asked(wanted)]


def _asked(wanted: FiguresFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, key in ((Concern.hub_area, wanted.area), (Concern.category, wanted.category)):
        if key:
            conditions.append(column.is_(None) if key == UNKNOWN else column == key)
    if not wanted.has_sensitive:
        conditions.append(Concern.is_sensitive.is_(False))
    return conditions
