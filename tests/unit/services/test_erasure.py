"""What deleting a conversation takes along, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db.models import ContactPoint, Conversation, Draft, Person, Photo
from bot.db.session import Database
from bot.services.erasure import ErasureService
from bot.services.people import PeopleService
from tests.both_databases import empty_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with empty_database("sqlite", tmp_path) as database:
        yield database


@pytest.fixture
def erasure() -> ErasureService:
    return ErasureService(PeopleService())


def test_nothing_to_delete_is_none(database: Database, erasure: ErasureService) -> None:
    with database.unit_of_work() as unit:
        assert erasure.erase_conversation(unit, "web", "nobody") is None


def test_draft_photos_and_person_go(database: Database, erasure: ErasureService) -> None:
    with database.unit_of_work() as unit:
        conversation = PeopleService().meet(unit, "web", "me")
        conversation.draft = Draft(body={})
        unit.add(Photo(conversation_id=conversation.id, file_name="a.jpg", width=1, height=1, size=1))
        tracker = conversation.tracker_id
    with database.unit_of_work() as unit:
        erased = erasure.erase_conversation(unit, "web", "me")

    assert erased is not None
    assert (erased.tracker_id, erased.photo_files) == (tracker, ("a.jpg",))
    with database.unit_of_work() as unit:
        for table in (Conversation, Draft, Photo, ContactPoint, Person):
            assert unit.query(table).count() == 0


def test_somebody_who_is_reached_elsewhere_stays(database: Database, erasure: ErasureService) -> None:
    with database.unit_of_work() as unit:
        person = unit.get_one(Person, PeopleService().meet(unit, "web", "me").person_id)
        person.contact_points.append(ContactPoint(channel="telegram", address="42"))
    with database.unit_of_work() as unit:
        erasure.erase_conversation(unit, "web", "me")

    with database.unit_of_work() as unit:
        assert [point.channel for point in unit.query(Person).one().contact_points] == ["telegram"]


def test_others_are_left_alone(database: Database, erasure: ErasureService) -> None:
    with database.unit_of_work() as unit:
        PeopleService().meet(unit, "web", "me")
        PeopleService().meet(unit, "web", "you")
    with database.unit_of_work() as unit:
        erasure.erase_conversation(unit, "web", "me")

    with database.unit_of_work() as unit:
        assert [point.address for point in unit.query(ContactPoint)] == ["you"]
