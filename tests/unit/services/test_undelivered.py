"""What the queues gave up: nothing else can be tried again or left, and each change is in the audit trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.db.models import AuditEntry, Concern, InboxState, InboxUpdate
from bot.db.session import Database
from bot.domain.staff import COMMAND_LINE
from bot.errors import NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.people import PeopleService
from bot.services.undelivered import Queue, UndeliveredService

SERVICE = UndeliveredService(AuditService())


def _update(database: Database, key: str, state: InboxState) -> int:
    with database.unit_of_work() as unit:
        row = InboxUpdate(channel="telegram", external_id=key, address=key, content={"text": "words"})
        row.state, row.reason = state, "ValueError"
        unit.add(row)
        unit.flush()
        return row.id


@pytest.mark.parametrize("state", [InboxState.WAITING, InboxState.CLAIMED, InboxState.DONE])
def test_what_was_not_given_up_is_neither_listed_nor_left(database: Database, state: InboxState) -> None:
    number = _update(database, "1", state)
    with database.unit_of_work() as unit:
        assert SERVICE.list_given_up(unit, COMMAND_LINE, Queue.INBOX) == []
        with pytest.raises(NotFoundError):
            SERVICE.give_up(unit, COMMAND_LINE, Queue.INBOX, number, "no use")
        with pytest.raises(NotFoundError):
            SERVICE.try_again(unit, COMMAND_LINE, Queue.INBOX, number)
        assert unit.scalars(select(AuditEntry)).all() == []


def test_one_is_left_with_a_reason_and_the_rest_tried_again(database: Database) -> None:
    left, other = (_update(database, key, InboxState.GIVEN_UP) for key in "12")
    with database.unit_of_work() as unit:
        with pytest.raises(StaffError):
            SERVICE.give_up(unit, COMMAND_LINE, Queue.INBOX, left, "")
        SERVICE.give_up(unit, COMMAND_LINE, Queue.INBOX, left, "Sent twice")
        assert SERVICE.try_again(unit, COMMAND_LINE, Queue.INBOX) == 1
    with database.unit_of_work() as unit:
        rows = {number: unit.get_one(InboxUpdate, number) for number in (left, other)}
        assert (rows[left].state, rows[left].content) == (InboxState.FORGOTTEN, {})
        assert (rows[other].state, rows[other].content) == (InboxState.WAITING, {"text": "words"})
        actions = [entry.action for entry in unit.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert actions == ["inbox.give_up", "inbox.retry"]


def test_who_has_areas_sees_what_is_of_people_there_or_of_nowhere_yet(database: Database) -> None:
    for key, area in (("1", "northvale"), ("2", "southvale"), ("3", None)):
        _update(database, key, InboxState.GIVEN_UP)
        with database.unit_of_work() as unit:
            person = PeopleService().meet(unit, "telegram", key).person_id
            if area is not None:
                unit.add(_concern(key, person, area))
    north = replace(COMMAND_LINE, areas=frozenset({"northvale"}))
    with database.unit_of_work() as unit:
        assert [row.id for row in SERVICE.list_given_up(unit, north, Queue.INBOX)] == [1, 3]
        for change in (
            lambda: SERVICE.try_again(unit, north, Queue.INBOX, 2),
            lambda: SERVICE.give_up(unit, north, Queue.INBOX, 2, "no use"),
        ):
            with pytest.raises(NotFoundError):
                change()
        assert SERVICE.try_again(unit, north, Queue.INBOX) == 2
        assert unit.get_one(InboxUpdate, 2).state == InboxState.GIVEN_UP


def _concern(key: str, person_id: str, hub_area: str) -> Concern:
    return Concern(
        reference=key,
        draft_id=key,
        position=0,
        person_id=person_id,
        channel="telegram",
        description="words",
        hub_area=hub_area,
        why="",
        target_on=date(2099, 1, 1),
        retain_until=date(2099, 1, 1),
    )
