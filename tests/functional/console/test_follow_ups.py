"""Some weeks after a case was closed: asked, answered by one tap, opened again, counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.app.follow_ups import create_follow_up_jobs
from bot.db.models import AuditEntry, Concern, Conversation, FollowUp, StaffNotice
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.fakes.reports import phrases
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio

CLOSED = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
LATER = CLOSED + timedelta(weeks=4, minutes=5)


@pytest.fixture
async def resident(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody with a web chat."""
    async with client_for(hub) as client:
        visitor = Visitor(client)
        await visitor.open()
        await visitor.send("mattresses")
        yield visitor


def close_one(hub: Hub, **fields: Any) -> str:
    """A concern of the resident that was closed weeks ago."""
    with hub.database.unit_of_work() as unit:
        person = unit.query(Conversation).order_by(Conversation.created_at).first()
        assert person is not None
    values = {"state": "closed", "outcome": "resolved", "closed_at": CLOSED, **fields}
    return file_concern(hub, person_id=person.person_id, **values)


async def ask(hub: Hub, now: datetime = LATER) -> None:
    jobs = create_follow_up_jobs(hub.settings, hub.database, phrases(), frozenset())
    object.__setattr__(jobs.follow_ups, "now", lambda: now)
    await jobs.ask()


async def press(resident: Visitor, title: str) -> None:
    await resident.open()
    await resident.send(payload=resident.choices[title])


class TestAsking:
    async def test_it_is_asked_once_in_daytime_after_the_weeks(self, hub: Hub, resident: Visitor) -> None:
        reference = close_one(hub)
        await ask(hub, CLOSED + timedelta(weeks=3))
        await ask(hub, LATER + timedelta(hours=10))
        await resident.open()
        assert "Is it fixed?" not in resident.page
        await asyncio.gather(ask(hub), ask(hub))
        await ask(hub)
        await resident.open()
        assert resident.page.count("Is it fixed?") == 1
        assert f"Your report {reference} (fly-tipping at Mill Lane, Upperby) was closed" in resident.said[-1]
        assert list(resident.choices) == ["It's fixed", "It's not fixed", "I don't know"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"is_sensitive": True},
            {"is_anonymous": True},
            {"outcome": "duplicate"},
            {"state": "open", "outcome": None, "closed_at": None},
        ],
        ids=["sensitive", "anonymous", "duplicate", "opened again"],
    )
    async def test_some_are_never_asked(self, hub: Hub, resident: Visitor, fields: dict[str, Any]) -> None:
        close_one(hub, **fields)
        await ask(hub)
        await resident.open()
        assert "Is it fixed?" not in resident.page

    async def test_nobody_is_asked_where_abuse_at_home_was_ever_told(
        self, hub: Hub, resident: Visitor
    ) -> None:
        close_one(hub)
        close_one(hub, category="domestic_abuse", is_sensitive=True)
        await ask(hub)
        await resident.open()
        assert "Is it fixed?" not in resident.page


class TestAnswers:
    async def test_fixed_is_kept_and_how_well_they_were_informed(
        self, hub: Hub, resident: Visitor, signed_in: SignIn
    ) -> None:
        reference = close_one(hub)
        await ask(hub)
        await press(resident, "It's fixed")
        assert "how well were you kept informed" in resident.said[-1]
        await press(resident, "Badly")
        assert len(hub.rasa.told) == 1
        with hub.database.unit_of_work() as unit:
            row = unit.query(FollowUp).one()
            assert (row.answer, row.informed) == ("fixed", "badly")
        assert look_up(hub, reference).state == "closed"
        officer = await signed_in(Role.HUB_OFFICER)
        await officer.open(f"/console/concerns/{reference}")
        assert "resident Follow up: answer fixed" in officer.words
        assert "informed badly" in officer.words

    async def test_not_fixed_opens_it_again_with_their_words(
        self, hub: Hub, resident: Visitor, signed_in: SignIn
    ) -> None:
        reference = close_one(hub)
        await ask(hub)
        await press(resident, "It's not fixed")
        assert look_up(hub, reference).state == "open"
        assert "What is still wrong?" in resident.said[-1]
        await resident.send("half of it is still there")
        assert "how well were you kept informed" in resident.said[-1]
        with hub.database.unit_of_work() as unit:
            concern = unit.query(Concern).filter_by(reference=reference).one()
            assert [note.text for note in concern.notes] == ["half of it is still there"]
            assert concern.outcome is None
            assert unit.query(StaffNotice).one().kind == "not_fixed"
            entries = unit.query(AuditEntry).filter_by(subject_id=reference).all()
            assert "case.reopen" in {entry.action for entry in entries}
            assert "half of it" not in str([(e.before, e.after, e.reason) for e in entries])
        coordinator = await signed_in(Role.HUB_COORDINATOR)
        await coordinator.open("/console/notices")
        assert "The resident says that it is not fixed" in coordinator.words

    async def test_nobody_else_can_answer_and_nobody_twice(self, hub: Hub, resident: Visitor) -> None:
        reference = close_one(hub)
        await ask(hub)
        await resident.open()
        payload = resident.choices["It's not fixed"]
        async with client_for(hub) as client:
            stranger = Visitor(client)
            await stranger.open()
            await stranger.send(payload=payload)
            assert "answered already" in stranger.said[-1]
            await stranger.send(payload=payload.replace("not_fixed", "nonsense"))
        assert look_up(hub, reference).state == "closed"
        await resident.send(payload=payload)
        await resident.send(payload=payload)
        assert "answered already" in resident.said[-1]
        with hub.database.unit_of_work() as unit:
            assert unit.query(AuditEntry).filter_by(action="case.reopen").count() == 1


async def test_figures_hide_what_few_people_said(hub: Hub, resident: Visitor, signed_in: SignIn) -> None:
    # At noon: late in the evening it is the next day in summer already.
    closed = datetime.now(UTC).replace(hour=12) - timedelta(days=40)
    answers = ["fixed"] * 12 + ["not_fixed"] * 3 + [None] * 11
    references = [close_one(hub, closed_at=closed) for _ in answers]
    with hub.database.unit_of_work() as unit:
        for reference, answer in zip(references, answers, strict=True):
            concern = unit.query(Concern).filter_by(reference=reference).one()
            informed = "well" if answer == "not_fixed" else None
            unit.add(FollowUp(concern_id=concern.id, closed_at=closed, answer=answer, informed=informed))
    analyst = await signed_in(Role.ANALYST)
    first = (closed - timedelta(days=2)).date()
    await analyst.open(f"/console/figures?from={first}&to={closed.date()}")
    assert "26 people, about cases that were closed in the period" in analyst.words
    assert "Numbers below 10 are hidden" in analyst.words
    assert "How well kept informed Fewer than 10 people: nothing is shown." in analyst.words
    csv = await analyst.client.get(f"/console/figures/tables/follow_up.csv?from={first}&to={closed.date()}")
    assert "Not fixed,3" not in csv.text
