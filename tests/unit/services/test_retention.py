"""What is kept longer than was promised goes, with everything that hangs on it, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import update

from bot.db.models import (
    AuditEntry,
    Concern,
    Conversation,
    Draft,
    JointCase,
    Message,
    MessageState,
    Note,
    Person,
    Photo,
    Referral,
    StaffNotice,
)
from bot.db.session import Database
from bot.jobs.retention import RetentionJobs
from bot.services.audit import AuditService
from bot.services.erasure import ErasureService
from bot.services.notices import NoticeService
from bot.services.people import PeopleService
from bot.services.removals import RemovalService
from bot.services.retention import RetentionService
from tests.both_databases import KINDS, empty_database
from tests.fakes.hub import Hub
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio
NOW = datetime(2028, 12, 1, 3, 30, tzinfo=UTC)
OVER, LATER = date(2028, 11, 30), date(2028, 12, 1)
LONG_AGO = NOW - timedelta(days=91)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass(slots=True)
class Keeping:
    """A database, and the job on a morning."""

    database: Database
    files: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def file(self, **fields: Any) -> str:
        return file_concern(cast(Hub, SimpleNamespace(database=self.database)), **fields)

    async def run(self) -> None:
        async def forget(tracker_id: str) -> None:
            self.forgotten.append(tracker_id)

        def remove(names: Iterable[str]) -> None:
            self.files.extend(names)

        audit = AuditService()
        kept = timedelta(days=90)
        service = RetentionService(self.database, audit, NoticeService(audit), kept, now=lambda: NOW)
        removal = RemovalService(self.database, ErasureService(PeopleService()), remove, forget)
        await RetentionJobs(service, removal, remove, forget, today=lambda: NOW.date()).keep_promises()

    def count(self, model: type[Any]) -> int:
        with self.database.unit_of_work() as unit:
            return unit.query(model).count()

    def talk(
        self, address: str, channel: str = "web", *, at: datetime = LONG_AGO, queued: bool = False
    ) -> str:
        """A conversation that was last active then; its person's key."""
        with self.database.unit_of_work() as unit:
            conversation = PeopleService().meet(unit, channel, address)
            unit.add(
                Message(
                    conversation_id=conversation.id,
                    direction="in",
                    channel=channel,
                    external_id=f"{address}:1",
                    text="words",
                    state=MessageState.QUEUED if queued else MessageState.ANSWERED,
                    created_at=at,
                )
            )
            unit.add(Draft(conversation_id=conversation.id, body={}))
            unit.add(
                Photo(conversation_id=conversation.id, file_name=f"{address}.jpg", width=1, height=1, size=1)
            )
            unit.flush()
            unit.execute(
                update(Conversation).where(Conversation.id == conversation.id).values(last_active_at=at)
            )
            return conversation.person_id


@pytest.fixture(params=KINDS)
def keeping(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keeping]:
    with empty_database(request.param, tmp_path) as database:
        yield Keeping(database)


async def test_photos_of_a_report_that_nobody_filed_go_after_a_day(keeping: Keeping) -> None:
    reference = keeping.file(retain_until=LATER)
    size = {"width": 1, "height": 1, "size": 1, "held_for": "1:key"}
    with keeping.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=reference).one()
        old, new = NOW - timedelta(hours=25), NOW - timedelta(hours=23)
        unit.add(Photo(file_name="left.jpg", created_at=old, **size))
        unit.add(Photo(file_name="new.jpg", created_at=new, **size))
        unit.add(Photo(file_name="filed.jpg", created_at=old, concern_id=concern.id, **size))
    await keeping.run()
    assert keeping.files == ["left.jpg"]
    assert keeping.count(Photo) == 2


async def test_a_closed_concern_goes_with_all_that_hangs_on_it_the_day_after(keeping: Keeping) -> None:
    with keeping.database.unit_of_work() as unit:
        unit.add(JointCase(id="joint"))
    closed = {"state": "closed", "outcome": "resolved", "person_id": None}
    gone = keeping.file(retain_until=OVER, joint_case_id="joint", **closed)
    kept = keeping.file(retain_until=LATER, **closed)
    with keeping.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=gone).one()
        other = unit.query(Concern).filter_by(reference=kept).one()
        other.duplicate_of = concern.id
        unit.add(Note(concern_id=concern.id, text="more"))
        names = {"file_name": "whole.jpg", "redacted_file_name": "black.jpg"}
        unit.add(Photo(concern_id=concern.id, width=1, height=1, size=1, **names))
    await keeping.run()
    with keeping.database.unit_of_work() as unit:
        assert [one.reference for one in unit.query(Concern)] == [kept]
        assert unit.query(Concern).one().duplicate_of is None
        [entry] = unit.query(AuditEntry)
        assert (entry.actor, entry.action, entry.subject_id) == ("retention", "case.remove", gone)
    assert [keeping.count(model) for model in (Note, Photo, Referral, JointCase)] == [0, 0, 1, 0]
    assert keeping.files == ["whole.jpg", "black.jpg"]


async def test_one_that_is_still_open_stays_and_the_coordinator_is_told_once(keeping: Keeping) -> None:
    keeping.file(retain_until=OVER)
    for _ in range(2):
        await keeping.run()
    with keeping.database.unit_of_work() as unit:
        assert unit.query(Concern).count() == 1
        assert [str(notice.kind) for notice in unit.query(StaffNotice)] == ["retention"]


async def test_more_than_are_taken_at_once_go_in_one_night(keeping: Keeping) -> None:
    for _ in range(101):
        keeping.file(retain_until=OVER, state="closed", person_id=None)
    await keeping.run()
    assert keeping.count(Concern) == 0


async def test_somebody_for_whom_nothing_is_kept_goes_whole(keeping: Keeping) -> None:
    keeping.talk("long ago")
    keeping.talk("lately", at=NOW - timedelta(days=89))
    await keeping.run()
    assert [keeping.count(model) for model in (Person, Conversation, Message, Draft)] == [1, 1, 1, 1]
    assert keeping.files == ["long ago.jpg"]
    assert len(keeping.forgotten) >= 1


async def test_who_has_a_report_can_still_be_told_how_it_ends(keeping: Keeping) -> None:
    person = keeping.talk("long ago")
    keeping.file(person_id=person, retain_until=LATER)
    await keeping.run()
    counts = [keeping.count(model) for model in (Person, Conversation, Message, Draft, Photo, Concern)]
    assert counts == [1, 1, 0, 0, 0, 1]


async def test_what_staff_have_yet_to_tell_stays(keeping: Keeping) -> None:
    person = keeping.talk("01900 000000", "by_hand", queued=True)
    keeping.file(person_id=person, retain_until=LATER)
    await keeping.run()
    assert keeping.count(Message) == 1
