"""Silent agencies: asked again, then the coordinator is told, and the resident honestly, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from bot.db.models import (
    AuditEntry,
    Concern,
    ConcernState,
    Direction,
    Message,
    ReferralDelivery,
    ReferralState,
    StaffNotice,
)
from bot.domain.referral_packages import Receipt
from bot.domain.staff import Role
from bot.errors import DeliveryError
from bot.gateways.calendar import target_day
from bot.services.chasers import ChaserService
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up

pytestmark = pytest.mark.anyio
#: A Thursday.
DUE = date(2026, 12, 3)


@dataclass(slots=True)
class Chase:
    """One referral, and a calendar to turn."""

    hub: Hub
    reference: str

    def look(self, day: int, month: int = 12) -> int:
        """What the chaser finds on a morning."""
        services = self.hub.app.state.console.services
        now: Callable[[], datetime] = lambda: datetime(2026, month, day, 9, 0, tzinfo=UTC)  # noqa: E731
        chaser = ChaserService(
            self.hub.database,
            services.cases,
            services.answers.deliveries,
            services.notices,
            target_day,
            patience_days=1,
            now=now,
        )
        return chaser.look()

    def told(self) -> list[str]:
        """What the resident was told, oldest first."""
        with self.hub.database.unit_of_work() as unit:
            told = unit.query(Message).filter_by(direction=Direction.OUT).order_by(Message.id)
            return [message.text for message in told]

    def purposes(self) -> list[str]:
        with self.hub.database.unit_of_work() as unit:
            return [str(row.purpose) for row in unit.query(ReferralDelivery).order_by(ReferralDelivery.id)]

    def notices(self) -> list[str]:
        with self.hub.database.unit_of_work() as unit:
            return [str(notice.kind) for notice in unit.query(StaffNotice)]


def file(hub: Hub, lead: str, *, arrives: bool = True, **fields: object) -> Chase:
    reference = file_concern(hub, lead=lead, target_on=DUE, **fields)  # type: ignore[arg-type]
    deliveries = hub.app.state.console.services.answers.deliveries
    with hub.database.unit_of_work() as unit:
        deliveries.put(unit, unit.query(Concern).filter_by(reference=reference).one())
    for claimed in deliveries.claim(["email"], 5):
        if arrives:
            deliveries.sent(claimed, Receipt("x"))
        else:
            deliveries.fail(claimed, DeliveryError("mail_refused_550", is_permanent=True))
    return Chase(hub, reference)


async def test_it_is_asked_again_and_then_the_coordinator_and_the_resident_are_told_once(
    hub: Hub, signed_in: SignIn
) -> None:
    chase = file(hub, "westshire_fire")
    assert chase.look(3) == 0
    assert chase.look(4) == 1
    assert chase.purposes() == ["referral", "chase"]
    # Friday's reminder has until Monday; at weekends nothing is done.
    assert [chase.look(day) for day in (4, 5, 6)] == [0, 0, 0]
    assert chase.told() == []
    assert chase.look(7) == 1
    [told] = chase.told()
    assert chase.reference in told
    assert "Westshire Fire Service should have answered" in told
    assert [chase.look(day) for day in (7, 8, 9)] == [0, 0, 0]
    assert len(chase.told()) == 1
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    await coordinator.open("/console/notices")
    assert (
        f"{chase.reference} , Northvale Westshire Fire Service (lead) has not answered" in coordinator.words
    )
    await coordinator.send("/console/notices/1/done")
    assert "Nothing to look at." in coordinator.words
    with hub.database.unit_of_work() as unit:
        assert [e.action for e in unit.query(AuditEntry).filter_by(subject_id=chase.reference)] == [
            "referral.chase",
            "referral.escalate",
            "notice.end",
        ]


async def test_an_agency_in_the_console_has_nothing_sent_and_is_escalated_at_once(hub: Hub) -> None:
    chase = file(hub, "vale_homes")
    assert chase.look(4) == 2
    assert chase.purposes() == ["referral"]
    assert chase.notices() == ["silent"]
    assert len(chase.told()) == 1


async def test_what_never_arrived_is_not_called_silence(hub: Hub) -> None:
    chase = file(hub, "westshire_fire", arrives=False)
    chase.look(4)
    assert chase.notices() == ["not_arrived"]
    assert "has not reached Westshire Fire Service yet" in chase.told()[0]


@pytest.mark.parametrize("is_fine", ["answered", "closed", "worked_on"])
async def test_nobody_is_chased_for_nothing(hub: Hub, is_fine: str) -> None:
    chase = file(hub, "westshire_fire")
    with hub.database.unit_of_work() as unit:
        concern = unit.query(Concern).one()
        if is_fine == "answered":
            concern.referrals[0].state = ReferralState.ACKNOWLEDGED
        else:
            concern.state = ConcernState.CLOSED if is_fine == "closed" else ConcernState.IN_PROGRESS
    assert [chase.look(day) for day in (4, 7, 8)] == [0, 0, 0]


async def test_who_may_be_read_over_the_shoulder_is_told_nothing(hub: Hub) -> None:
    chase = file(hub, "vale_homes", category="domestic_abuse", is_sensitive=True)
    chase.look(4)
    assert chase.told() == []
    assert chase.notices() == ["silent"]


async def test_a_partner_that_is_silent_is_between_the_agencies(hub: Hub) -> None:
    chase = file(hub, "westshire_police", partners=("vale_homes",))
    with hub.database.unit_of_work() as unit:
        unit.query(Concern).one().referrals[0].state = ReferralState.ACCEPTED
    chase.look(4)
    assert chase.notices() == ["silent"]
    assert chase.told() == []
    assert look_up(hub, chase.reference).version == 1


async def test_notices_of_other_areas_are_not_shown(hub: Hub, signed_in: SignIn) -> None:
    chase = file(hub, "vale_homes", hub_area="southvale")
    chase.look(4)
    coordinator = await signed_in(Role.HUB_COORDINATOR, areas=frozenset({"northvale"}))
    await coordinator.open("/console/notices")
    assert chase.reference not in coordinator.words
    assert (await coordinator.send("/console/notices/1/done")).status_code == 404
