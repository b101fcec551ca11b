"""ASB Case Reviews: found when the threshold is met and not before, offered once, and decided on time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.db.base import utc_now
from bot.db.models import AuditEntry, CaseReview, Concern, Direction, Message
from bot.domain.case_reviews import months_before
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio
#: Long enough ago that it counts no more.
OLD = datetime.combine(months_before(utc_now().date(), 7), datetime.min.time(), UTC)


def look(hub: Hub) -> list[tuple[str, int, int]]:
    """Kind, reports and people of every review, after one more look."""
    reviews = hub.app.state.console.services.reviews
    with hub.database.unit_of_work() as unit:
        reviews.find(unit)
    with hub.database.unit_of_work() as unit:
        found = unit.query(CaseReview).order_by(CaseReview.id)
        return [(str(r.kind), r.facts["reports"], r.facts["people"]) for r in found]


def file_by(hub: Hub, person: str, count: int = 1, **fields: object) -> str:
    """Reports of one person who chats with us; the latest one's reference."""
    reference = ""
    for _ in range(count):
        given = {"category": "asb", "address": person, **fields}
        reference = file_concern(hub, **given)  # type: ignore[arg-type]
    return reference


class TestFinding:
    async def test_three_by_one_person(self, hub: Hub) -> None:
        file_by(hub, "ann", 2)
        assert look(hub) == []
        file_by(hub, "ben", 1)
        assert look(hub) == []
        file_by(hub, "ann", category="noise")
        assert look(hub) == [("person", 3, 1)]
        # The same again, and a fourth one, are the same review.
        file_by(hub, "ann")
        assert look(hub) == [("person", 3, 1)]

    @pytest.mark.parametrize(
        "fields",
        [{"filed_at": OLD}, {"category": "fly_tipping"}, {"is_anonymous": True}, {"person_id": None}],
    )
    async def test_what_does_not_count(self, hub: Hub, fields: dict[str, object]) -> None:
        file_by(hub, "ann", 2)
        file_by(hub, "ann", **fields)
        assert look(hub) == []

    async def test_one_message_about_three_things_is_one_report(self, hub: Hub) -> None:
        file_by(hub, "ann", 3)
        with hub.database.unit_of_work() as unit:
            for position, concern in enumerate(unit.query(Concern)):
                concern.draft_id, concern.position = "the same", position
        assert look(hub) == []

    async def test_five_people_about_one_place(self, hub: Hub) -> None:
        for person in ("a", "b", "c", "d"):
            file_by(hub, person, place_id="mill_lane")
        file_by(hub, "a", place_id="mill_lane")
        file_by(hub, "f", place_id="king_street")
        assert look(hub) == []
        file_by(hub, "e", place_id="mill_lane")
        assert look(hub) == [("place", 6, 5)]

    @pytest.mark.parametrize(
        "fields", [{"category": "hate_crime"}, {"category": "asb", "facts": {"hate": True}}]
    )
    async def test_one_of_hate(self, hub: Hub, fields: dict[str, object]) -> None:
        file_by(hub, "ann", filed_at=OLD, **fields)
        file_by(hub, "ann", facts={"hate": False})
        assert look(hub) == []
        file_by(hub, "ben", **fields)
        assert look(hub) == [("hate", 1, 1)]


async def test_it_is_offered_once_asked_for_and_decided(hub: Hub, signed_in: SignIn) -> None:
    reference = file_by(hub, "ann", 3)
    look(hub)
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    await coordinator.open("/console/notices")
    assert "threshold of an ASB Case Review is met: 3 reports by 1 person" in coordinator.words
    await coordinator.open("/console/reviews")
    assert "3 reports by one person" in coordinator.words
    await coordinator.send("/console/reviews/1", step="offer")
    assert (await coordinator.send("/console/reviews/1", step="offer")).status_code == 422
    with hub.database.unit_of_work() as unit:
        told = [m.text for m in unit.query(Message).filter_by(direction=Direction.OUT)]
    assert len(told) == 1
    assert f"{reference}: you can ask for an ASB Case Review" in told[0]
    assert (await coordinator.send("/console/reviews/1", step="acknowledge")).status_code == 422
    assert (await coordinator.send("/console/reviews/1", step="met", reason="x")).status_code == 422
    await coordinator.send("/console/reviews/1", step="request")
    assert "Acknowledge by" in coordinator.words
    assert "Decide by" in coordinator.words
    await coordinator.send("/console/reviews/1", step="acknowledge")
    assert (await coordinator.send("/console/reviews/1", step="met")).status_code == 422
    await coordinator.send("/console/reviews/1", step="met", reason="three reports, none dealt with")
    assert "the threshold is met" in coordinator.words
    with hub.database.unit_of_work() as unit:
        entries = unit.query(AuditEntry).filter(AuditEntry.action.startswith("case_review"))
        assert [entry.action.partition(".")[2] for entry in entries] == [
            "offer", "request", "acknowledge", "decide",
        ]  # fmt: skip


async def test_who_can_not_be_reached_is_not_offered_it(hub: Hub, signed_in: SignIn) -> None:
    file_by(hub, "ann", category="hate_crime", person_id=None)
    look(hub)
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    await coordinator.open("/console/reviews")
    assert (await coordinator.send("/console/reviews/1", step="offer")).status_code == 422
    assert "can't be reached" in coordinator.words


async def test_reviews_of_other_areas_are_not_shown(hub: Hub, signed_in: SignIn) -> None:
    file_by(hub, "ann", 3, hub_area="southvale")
    look(hub)
    coordinator = await signed_in(Role.HUB_COORDINATOR, areas=frozenset({"northvale"}))
    await coordinator.open("/console/reviews")
    assert "No reports meet the threshold." in coordinator.words
    assert (await coordinator.send("/console/reviews/1", step="request")).status_code == 404
