"""Takeovers, the list of conversations, blocks and follow-ups on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.app.follow_ups import create_follow_up_jobs
from bot.app.takeovers import create_takeovers
from bot.console.conversations import ConsoleConversations
from bot.db.base import utc_now
from bot.db.models import (
    Concern,
    ConcernState,
    Conversation,
    Direction,
    Draft,
    FollowUp,
    Message,
    MessageState,
    Outcome,
    OutgoingMessage,
    StaffMember,
    Takeover,
)
from bot.db.session import Database
from bot.domain.drafts import DraftPlace, ReportDraft
from bot.domain.references import make_reference
from bot.domain.staff import Actor, Role
from bot.errors import StaffError, TakenOverError
from bot.services.people import PeopleService
from bot.settings import read_settings
from tests.both_databases import KINDS, empty_database
from tests.fakes.reports import create_drafts, phrases
from tests.fakes.understanding import FakeUnderstanding

SETTINGS = read_settings(secret="for-tests-only")
PUSHED = frozenset({"telegram"})


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    with empty_database(request.param, tmp_path) as database:
        yield database


@pytest.fixture
def desk(database: Database) -> ConsoleConversations:
    """The services."""
    return create_takeovers(SETTINGS, database, phrases(), create_drafts(FakeUnderstanding()), PUSHED)


@pytest.fixture
def staff(database: Database) -> list[Actor]:
    """Two people of the hub."""
    with database.unit_of_work() as session:
        members = [
            StaffMember(email=f"{name}@hub.example", name=name.title(), role=Role.HUB_OFFICER)
            for name in ("jo", "alex")
        ]
        session.add_all(members)
        session.flush()
        return [Actor(member.email, member.id, member.role) for member in members]


def write(database: Database, address: str = "4711", **draft: Any) -> str:
    """Somebody who wrote on Telegram, perhaps in the middle of a report; their conversation's id."""
    with database.unit_of_work() as session:
        conversation = PeopleService().meet(session, "telegram", address)
        session.add(
            Message(
                conversation_id=conversation.id,
                direction=Direction.IN,
                channel="telegram",
                external_id=f"{address}:1",
                text="hello",
                state=MessageState.ANSWERED,
            )
        )
        if draft:
            session.add(Draft(conversation_id=conversation.id, body=ReportDraft(**draft).to_json()))
        return conversation.id


class TestJoining:
    def test_of_two_who_press_at_once_one_gets_in(
        self, database: Database, desk: ConsoleConversations, staff: list[Actor]
    ) -> None:
        conversation_id = write(database)

        def join(actor: Actor) -> str:
            with database.unit_of_work() as session:
                try:
                    desk.takeovers.join(session, actor, session.get_one(Conversation, conversation_id))
                except TakenOverError as error:
                    return error.name
            return ""

        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(join, staff))
        winner = found.index("")
        assert found[1 - winner] == ["Jo", "Alex"][winner]
        with database.unit_of_work() as session:
            assert [row.staff_id for row in session.scalars(select(Takeover))] == [staff[winner].staff_id]
            assert len(session.scalars(select(OutgoingMessage)).all()) == 1

    def test_only_who_is_in_writes_and_silence_ends_it_once(
        self, database: Database, desk: ConsoleConversations, staff: list[Actor]
    ) -> None:
        conversation_id = write(database)
        jo, alex = staff
        with database.unit_of_work() as session:
            conversation = session.get_one(Conversation, conversation_id)
            desk.takeovers.join(session, jo, conversation)
            desk.takeovers.join(session, jo, conversation)
            desk.takeovers.say(session, jo, conversation, "one-message", "Hello")
            with pytest.raises(TakenOverError):
                desk.takeovers.say(session, alex, conversation, "another", "Me too")
            with pytest.raises(StaffError, match="at most"):
                desk.takeovers.say(session, jo, conversation, "long-one", "x" * 2001)
            session.get_one(Takeover, conversation.takeover_id).active_at = utc_now() - timedelta(hours=1)
        assert (desk.takeovers.end_silent(), desk.takeovers.end_silent()) == (1, 0)
        with database.unit_of_work() as session:
            conversation = session.get_one(Conversation, conversation_id)
            assert conversation.takeover_id is None
            assert not session.scalars(select(Takeover)).one().is_left
            with pytest.raises(StaffError, match="handed back"):
                desk.takeovers.say(session, jo, conversation, "late", "Hello?")


class TestList:
    def test_who_waits_comes_first_and_areas_hold(
        self, database: Database, desk: ConsoleConversations, staff: list[Actor]
    ) -> None:
        plain = write(database, "1")
        here = write(database, "2", place=DraftPlace("Mill Lane", hub_area="northvale"))
        asks = write(database, "3", is_for_person=True)
        left = write(database, "4")
        with database.unit_of_work() as session:
            session.get_one(Conversation, left).last_active_at = utc_now() - timedelta(days=9)
            session.get_one(Conversation, plain).last_active_at = utc_now() - timedelta(hours=1)
            session.add(Takeover(conversation_id=left, staff_id=staff[0].staff_id, is_left=True))
            old = session.get_one(Conversation, write_old(session))
            everybody = desk.open.list_open(session, staff[0])
            assert [row.id for row in everybody] == [left, asks, here, plain]
            assert old.id not in {row.id for row in everybody}
            assert [row.hub_area for row in everybody] == [None, None, "northvale", None]
            elsewhere = Actor("x@hub.example", staff[0].staff_id, areas=frozenset({"southvale"}))
            assert here not in {row.id for row in desk.open.list_open(session, elsewhere)}


def write_old(session: Any) -> str:
    """Somebody who wrote long ago and was answered."""
    conversation = PeopleService().meet(session, "telegram", "9")
    conversation.last_active_at = utc_now() - timedelta(days=2)
    session.flush()
    return str(conversation.id)


def test_blocks_end_by_themselves(database: Database, desk: ConsoleConversations, staff: list[Actor]) -> None:
    conversation_id = write(database)
    with database.unit_of_work() as session:
        conversation = session.get_one(Conversation, conversation_id)
        today = datetime.now(UTC).date()
        desk.blocks.block(session, staff[0], conversation, today + timedelta(days=1), "Abuse")
        desk.blocks.block(session, staff[0], conversation, today + timedelta(days=9), "Abuse again")
        longest, _ = desk.blocks.list_blocks(session, staff[0])
        until = conversation.person.blocked_until
        assert until == longest.until
        desk.blocks.lift(session, staff[0], longest.id, "Enough")
        assert conversation.person.blocked_until is not None
        assert conversation.person.blocked_until < until
        desk.blocks.forget_ended(session)
        assert len(desk.blocks.list_blocks(session, staff[0])) == 1


def test_a_follow_up_goes_out_once(database: Database) -> None:
    closed = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
    conversation_id = write(database)
    with database.unit_of_work() as session:
        concern = Concern(
            reference=make_reference(),
            draft_id="d",
            position=0,
            person_id=session.get_one(Conversation, conversation_id).person_id,
            channel="telegram",
            category="noise",
            description="loud",
            why="theirs",
            target_on=date(2027, 3, 1),
            retain_until=date(2099, 1, 1),
            state=ConcernState.CLOSED,
            outcome=Outcome.RESOLVED,
        )
        concern.closed_at = closed
        session.add(concern)
    service = create_follow_up_jobs(SETTINGS, database, phrases(), PUSHED).follow_ups
    object.__setattr__(service, "now", lambda: closed + timedelta(weeks=5))
    (due,) = service.list_due()
    assert service.ask(due)
    assert service.list_due() == []
    with database.unit_of_work() as session:
        assert session.scalars(select(FollowUp)).one().conversation_id == conversation_id
        (sent,) = session.scalars(select(OutgoingMessage))
        assert sent.content["buttons"][0]["title"] == "It's fixed"
