"""The shapes of the JSON API's answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from bot.db.models import Concern, ConcernState
from bot.domain.figures import Figures, Times
from bot.domain.public_concerns import blur


class ReferralOut(BaseModel):
    """An agency that has the concern."""

    agency: str = Field(description="Its id in the place pack.")
    role: Literal["lead", "partner"]
    state: str
    sent_at: datetime
    acknowledged_at: datetime | None


class ConcernOut(BaseModel):
    """A concern, without who told it and what they wrote."""

    reference: str
    category: str | None = Field(description="Null while a person has to decide.")
    state: ConcernState
    outcome: str | None
    hub_area: str | None
    council: str | None
    place: str | None = Field(description="The gazetteer's name; null for sensitive and hidden concerns.")
    latitude: float | None = Field(description="To about a hundred metres; null as `place` is.")
    longitude: float | None
    is_sensitive: bool
    channel: str
    routing_row: str | None = Field(description="The row of the decision table that decided.")
    target_on: date
    filed_at: datetime
    closed_at: datetime | None
    referrals: list[ReferralOut]

    @classmethod
    def of(cls, concern: Concern, place_names: dict[str, str]) -> ConcernOut:
        """The concern as programs see it."""
        is_shown = not concern.is_sensitive and concern.hidden_at is None
        latitude, longitude = concern.latitude, concern.longitude
        return cls(
            reference=concern.reference,
            category=concern.category,
            state=ConcernState(concern.state),
            outcome=concern.outcome,
            hub_area=concern.hub_area,
            council=concern.council,
            place=place_names.get(concern.place_id or "") if is_shown else None,
            latitude=blur(latitude) if is_shown and latitude is not None else None,
            longitude=blur(longitude) if is_shown and longitude is not None else None,
            is_sensitive=concern.is_sensitive,
            channel=concern.channel,
            routing_row=concern.routing_row,
            target_on=concern.target_on,
            filed_at=concern.filed_at,
            closed_at=concern.closed_at,
            referrals=[
                ReferralOut(
                    agency=referral.agency_id,
                    role="lead" if referral.role == "lead" else "partner",
                    state=referral.state,
                    sent_at=referral.sent_at,
                    acknowledged_at=referral.acknowledged_at,
                )
                for referral in concern.referrals
            ],
        )


class ConcernPageOut(BaseModel):
    """Some concerns, the newest first."""

    concerns: list[ConcernOut]
    next: str | None = Field(
        description="Ask again with `before` this for the following ones; null at the end."
    )


class TimesOut(BaseModel):
    """How long something took, in days."""

    count: int
    median_days: float | None
    ninetieth_percentile_days: float | None

    @classmethod
    def of(cls, times: Times) -> TimesOut:
        """The times as they go out."""
        return cls(count=times.count, median_days=times.median, ninetieth_percentile_days=times.ninetieth)


class FiguresOut(BaseModel):
    """Counts and times of the concerns that were filed from one day to another, both counted.

    Small numbers are not hidden: don't publish them as they are.
    """

    since: date
    until: date
    total: int
    total_year_before: int | None = Field(description="Null where records don't reach so far back.")
    by_category: dict[str, int]
    by_area: dict[str, int]
    by_agency: dict[str, int] = Field(description="By the agency in charge.")
    by_month: dict[str, int]
    by_channel: dict[str, int]
    by_outcome: dict[str, int]
    open: int
    overdue: int
    unanswered: int = Field(description="Open ones that the agency in charge has not answered.")
    referrals: int
    partners: list[str]
    acknowledging: TimesOut
    resolving: TimesOut

    @classmethod
    def of(cls, figures: Figures) -> FiguresOut:
        """The figures as they go out."""
        return cls(
            since=figures.period.first,
            until=figures.period.last,
            total=figures.total,
            total_year_before=figures.total_before,
            by_category=dict(figures.by_category),
            by_area=dict(figures.by_area),
            by_agency=dict(figures.by_agency),
            by_month=dict(figures.by_month),
            by_channel=dict(figures.by_channel),
            by_outcome=dict(figures.by_outcome),
            open=figures.still_open,
            overdue=figures.overdue,
            unanswered=figures.waiting,
            referrals=figures.referrals,
            partners=list(figures.partners),
            acknowledging=TimesOut.of(figures.acknowledging),
            resolving=TimesOut.of(figures.resolving),
        )


class ProblemOut(BaseModel):
    """What is wrong."""

    code: str = Field(description="A name that doesn't change.")
    message: str


class ErrorOut(BaseModel):
    """The body of every answer that isn't a success."""

    error: ProblemOut
