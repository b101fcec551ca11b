"""Deliveries that failed, as staff see them; and the sharing ledger."""

from __future__ import annotations

import csv
import io

import pytest

from bot.db.models import Concern, ReferralDelivery, SharingEntry
from bot.domain.referral_packages import Receipt
from bot.domain.staff import Role
from bot.errors import DeliveryError
from bot.services.audit import AuditService
from bot.services.bounces import BounceOutcome, BounceService
from bot.services.return_addresses import ReturnAddresses
from tests.fakes.hub import Hub
from tests.fakes.mailboxes import came_back
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio


def send(hub: Hub, lead: str, **fields: object) -> str:
    reference = file_concern(hub, lead=lead, **fields)  # type: ignore[arg-type]
    with hub.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=reference).one()
        hub.app.state.console.services.answers.deliveries.put(unit, concern)
    return reference


def give_up(hub: Hub) -> None:
    service = hub.app.state.console.services.answers.deliveries
    [claimed] = service.claim(["email"], 1)
    service.fail(claimed, DeliveryError("mail_refused_550", is_permanent=True))


async def test_what_bounced_is_listed_shown_on_the_case_and_sent_again(hub: Hub, signed_in: SignIn) -> None:
    reference = send(hub, "westshire_fire")
    give_up(hub)
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open(f"/console/concerns/{reference}")
    assert "not delivered (mail refused 550)" in officer.words
    await officer.open("/console/deliveries")
    assert reference in officer.words
    assert "Mail refused 550" in officer.words
    with hub.database.unit_of_work() as unit:
        [row] = unit.query(ReferralDelivery).all()
    await officer.send(f"/console/deliveries/{row.id}/resend")
    assert officer.path == "/console/deliveries"
    assert "Everything has arrived." in officer.words
    await officer.open(f"/console/concerns/{reference}")
    assert "by email: on its way" in officer.words
    assert "Resend: agency westshire_fire" in officer.words


def come_back(hub: Hub) -> None:
    """Have a referral mailed, taken by the agency's mail server, and come back from it."""
    service = hub.app.state.console.services.answers.deliveries
    [claimed] = service.claim(["email"], 1)
    service.sent(claimed, Receipt("their own number"))
    addresses = ReturnAddresses(hub.settings.session_key, "bounces@hub.example")
    address = addresses.address_for(claimed.package.key, claimed.package.try_number)
    taken = BounceService(hub.database, addresses, AuditService()).take(came_back(str(address)))
    assert taken is BounceOutcome.MARKED


async def test_a_mail_that_came_back_later_waits_for_the_coordinator(hub: Hub, signed_in: SignIn) -> None:
    reference = send(hub, "westshire_fire")
    come_back(hub)
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    assert "1 referrals that did not arrive" in coordinator.words
    await coordinator.open("/console/deliveries")
    assert reference in coordinator.words
    assert "Mail bounced no such address 5.1.1" in coordinator.words
    assert "Mrs Example" not in coordinator.page
    await coordinator.open(f"/console/concerns/{reference}")
    assert "not delivered (mail bounced no such address 5.1.1)" in coordinator.words
    assert "mail server Bounce: agency westshire_fire, reason mail_bounced_no" in coordinator.words
    await coordinator.open("/console/deliveries")
    await coordinator.send("/console/deliveries/1/resend")
    assert "Everything has arrived." in coordinator.words


async def test_who_has_another_area_sees_and_sends_nothing(hub: Hub, signed_in: SignIn) -> None:
    reference = send(hub, "westshire_fire", hub_area="southvale")
    give_up(hub)
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"northvale"}))
    await officer.open("/console/deliveries")
    assert reference not in officer.words
    assert (await officer.send("/console/deliveries/1/resend")).status_code == 404


async def test_the_ledger_is_filtered_and_exported(hub: Hub, signed_in: SignIn) -> None:
    reference = send(hub, "vale_homes", category="noise")
    other = send(hub, "westshire_police")
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    await coordinator.open("/console/sharing?agency=vale_homes")
    assert reference in coordinator.words
    assert other not in coordinator.words
    assert "Crime and Disorder Act 1998, section 115" in coordinator.words
    exported = await coordinator.client.get("/console/sharing.csv")
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert [(row["reference"], row["agency_name"]) for row in rows] == [
        (reference, "Vale Homes"),
        (other, "Westshire Police"),
    ]
    assert "place_name" in rows[0]["fields"].split()
    assert "mattress" not in exported.text
    with hub.database.unit_of_work() as unit:
        assert unit.query(SharingEntry).count() == 2


async def test_who_gets_it_anew_is_sent_it_with_the_change(hub: Hub, signed_in: SignIn) -> None:
    reference = send(hub, "vale_homes")
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open(f"/console/concerns/{reference}")
    await officer.send(
        f"/console/concerns/{reference}/lead", version="1", agency="westshire_fire", reason="it is alight"
    )
    with hub.database.unit_of_work() as unit:
        rows = unit.query(ReferralDelivery).all()
        assert [(row.referral.agency_id, row.channel, row.state) for row in rows] == [
            ("westshire_fire", "email", "waiting")
        ]
