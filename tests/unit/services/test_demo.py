"""The made-up year: routed like real concerns, the same each time, never among real ones by mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app.demo import STORIES
from bot.db.models import AuditEntry, Concern, FollowUp, Referral
from bot.db.session import Database
from bot.domain.categories import Category
from bot.domain.demo import SPREAD, MadeUp, MadeUpYear
from bot.domain.follow_ups import FollowUpAnswer, Informed
from bot.errors import DemoRefusedError
from bot.gateways.calendar import target_day
from bot.gateways.demo_stories import load_stories
from bot.services.audit import AuditService
from bot.services.demo import DemoService
from bot.services.routing import RoutingService
from tests.both_databases import KINDS, empty_database
from tests.fakes.reports import westshire

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def draw(count: int) -> list[MadeUp]:
    return MadeUpYear(load_stories(STORIES), westshire().index.places, NOW).draw(count)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    with empty_database(request.param, tmp_path) as empty:
        yield empty


def service(database: Database) -> DemoService:
    pack = westshire()
    routing = RoutingService(table=pack.table, directory=pack.directory)
    return DemoService(database, routing, target_day, timedelta(days=730), AuditService())


class TestDrawing:
    def test_a_year_has_every_category_state_and_outcome_and_no_moment_to_come(self) -> None:
        made_up = draw(3000)
        assert {one.category for one in made_up} == {None, *Category}
        assert {one.state for one in made_up} == {"open", "in_progress", "waiting", "closed"}
        assert len({one.outcome for one in made_up if one.outcome}) == 6
        assert {one.channel for one in made_up} == {"web", "telegram"}
        assert all(NOW - SPREAD - timedelta(days=1) <= one.filed_at <= NOW for one in made_up)
        for one in made_up:
            assert (one.state == "closed") is (one.closed_at is not None) is (one.outcome is not None)
            if one.closed_at and one.acknowledged_at:
                assert one.filed_at <= one.acknowledged_at <= one.closed_at <= NOW

    def test_some_of_who_can_be_asked_answer_after_four_weeks(self) -> None:
        made_up = draw(3000)
        asked = [one for one in made_up if one.follow_up]
        assert {one.follow_up.answer for one in asked if one.follow_up} == {None, *FollowUpAnswer}
        assert {one.follow_up.informed for one in asked if one.follow_up} == {None, *Informed}
        for one in asked:
            assert one.follow_up is not None
            assert one.closed_at is not None
            assert one.closed_at + timedelta(weeks=4) == one.follow_up.asked_at <= NOW
            assert not one.is_anonymous

    def test_summer_is_busier_than_winter(self) -> None:
        months = Counter(one.filed_at.month for one in draw(5000))
        assert months[7] > 1.1 * months[2]

    def test_the_same_seed_draws_the_same_year(self) -> None:
        assert draw(50) == draw(50)


class TestFilling:
    def test_each_has_a_lead_and_why_it_went_there(self, database: Database) -> None:
        told: list[tuple[int, int]] = []
        service(database).fill(draw(600), is_added=False, tell=lambda done, count: told.append((done, count)))
        assert told == [(500, 600), (600, 600)]
        with database.unit_of_work() as session:
            leads = session.scalar(select(func.count()).where(Referral.role == "lead"))
            assert leads == session.scalar(select(func.count()).select_from(Concern)) == 600
            abuse = session.scalars(select(Concern).where(Concern.category == "domestic_abuse")).all()
            assert abuse
            assert all(concern.is_sensitive for concern in abuse)
            assert session.scalars(select(AuditEntry.action)).all() == ["demo.fill"]
            assert {c.model for c in (x.classification for x in abuse) if c} == {"demo"}

    def test_what_was_said_after_the_closing_is_counted(self, database: Database) -> None:
        made_up = draw(600)
        service(database).fill(made_up, is_added=False, tell=lambda *_: None)
        with database.unit_of_work() as session:
            asked = session.scalars(select(FollowUp)).all()
            assert asked
            assert all(one.closed_at == one.concern.closed_at for one in asked)
            assert not any(one.concern.is_sensitive for one in asked)

    def test_a_database_with_concerns_is_left_alone_unless_told(self, database: Database) -> None:
        demo = service(database)
        demo.fill(draw(5), is_added=False, tell=lambda *_: None)
        with pytest.raises(DemoRefusedError, match="holds 5 concerns"):
            demo.fill(draw(5), is_added=False, tell=lambda *_: None)
        demo.fill(draw(5), is_added=True, tell=lambda *_: None)
        with database.unit_of_work() as session:
            assert session.scalar(select(func.count()).select_from(Concern)) == 10

    def test_a_real_concern_can_be_filed_after_the_made_up_ones(self, database: Database) -> None:
        service(database).fill(draw(5), is_added=False, tell=lambda *_: None)
        day = NOW.date()
        with database.unit_of_work() as session:
            concern = Concern(
                reference="LF-TEST-0000",
                draft_id="real",
                position=0,
                channel="web",
                description="Litter.",
                why="It is theirs.",
                target_on=day,
                retain_until=day,
            )
            session.add(concern)
            session.flush()
            assert concern.id == 6
