"""Figures as they are read from either database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.db.models import Concern, Referral, ReferralRole, ReferralState
from bot.domain.figures import Period
from bot.domain.references import make_reference
from bot.domain.staff import COMMAND_LINE
from bot.services.figures import FiguresFilter, FiguresService
from tests.both_databases import KINDS, empty_database
from tests.fakes.reports import westshire

MARCH = FiguresFilter(Period(date(2026, 3, 1), date(2026, 3, 31)))
TODAY = date(2026, 4, 2)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    """An empty database."""
    with empty_database(request.param, tmp_path) as database, database.unit_of_work() as session:
        yield session


def file(session: Session, filed_at: datetime = NOON, **given: Any) -> Concern:
    values: dict[str, Any] = {
        "channel": "web",
        "category": "litter",
        "hub_area": "northvale",
        "description": "Litter.",
        "why": "It is theirs.",
        "target_on": date(2026, 3, 17),
        "retain_until": date(2099, 1, 1),
        **given,
    }
    reference = make_reference()
    concern = Concern(reference=reference, draft_id=reference, position=0, filed_at=filed_at, **values)
    concern.referrals = [
        Referral(agency_id=agency, role=role, target_on=concern.target_on, sent_at=filed_at)
        for agency, role in (
            ("hub_northvale", ReferralRole.LEAD),
            ("westshire_police", ReferralRole.PARTNER),
        )
    ]
    session.add(concern)
    session.flush()
    return concern


def summarise(session: Session, wanted: FiguresFilter = MARCH, **limits: Any) -> Any:
    actor = replace(COMMAND_LINE, **limits)
    return FiguresService(westshire().directory).summarise(session, actor, wanted, TODAY)


def test_the_year_before_is_compared_where_records_reach_back_so_far(session: Session) -> None:
    for _ in range(3):
        file(session)
    assert summarise(session).before is None
    file(session, NOON - timedelta(days=400))
    for _ in range(4):
        file(session, NOON - timedelta(days=365))
    figures = summarise(session)
    assert (figures.total, figures.total_before) == (3, 4)
    assert figures.before == {
        "category": {"litter": 4},
        "area": {"northvale": 4},
        "agency": {"hub_northvale": 4},
    }


def test_referrals_are_counted_and_hubs_are_no_partners_of_themselves(session: Session) -> None:
    file(session)
    file(session)
    figures = summarise(session)
    assert (figures.referrals, figures.partners) == (4, ["westshire_police"])


def test_the_last_day_counts_to_its_end_by_the_clock_of_england(session: Session) -> None:
    file(session, datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    assert summarise(session).total == 1
    file(session, datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    assert summarise(session).total == 1


def test_filters_and_areas_leave_out_what_is_not_asked_for_or_not_theirs(session: Session) -> None:
    file(session)
    file(session, hub_area="southvale")
    file(session, hub_area=None, category=None)
    assert summarise(session, replace(MARCH, area="southvale")).total == 1
    assert summarise(session, replace(MARCH, category="unknown")).total == 1
    assert summarise(session, areas=frozenset({"southvale"})).by_area == {"southvale": 1, "unknown": 1}
    asked = summarise(session, replace(MARCH, area="northvale"), areas=frozenset({"southvale"}))
    assert (asked.total, asked.referrals) == (0, 0)


def test_times_follow_what_staff_and_agencies_do(session: Session) -> None:
    concern = file(session)
    assert summarise(session).waiting == 1
    concern.referrals[0].state = ReferralState.ACCEPTED
    answered_at = concern.referrals[0].acknowledged_at
    concern.referrals[0].state = ReferralState.DONE
    concern.state = "closed"
    session.flush()
    figures = summarise(session)
    assert concern.referrals[0].acknowledged_at == answered_at
    assert (figures.acknowledging.count, figures.resolving.count, figures.waiting) == (1, 1, 0)
    concern.state = "open"
    session.flush()
    assert summarise(session).resolving.count == 0
