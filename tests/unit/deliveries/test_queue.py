"""Deliveries as a queue: once each, also when a hub dies in the middle, and for staff when it won't do."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.db.models import Concern, ReferralDelivery, ReferralRole
from bot.domain.categories import Category
from bot.domain.referral_packages import DeliveryPurpose
from bot.domain.staff import COMMAND_LINE
from bot.errors import NotFoundError
from bot.services.delivery_desk import DeliveryDesk
from bot.services.referral_deliveries import MOST_ATTEMPTS
from tests.fakes.reports import create_reports
from tests.unit.deliveries.conftest import FIRE, POLICE, Sending
from tests.unit.services.test_concerns import tell


def only_concern(session: object) -> Concern:
    return session.query(Concern).one()  # type: ignore[attr-defined,no-any-return]


class TestPut:
    def test_again_adds_nothing(self, sending: Sending) -> None:
        sending.file(FIRE, POLICE)
        with sending.database.unit_of_work() as session:
            sending.deliveries.service.put(session, only_concern(session))
        assert len(sending.rows()) == 2

    def test_the_database_itself_refuses_a_second_one(self, sending: Sending) -> None:
        sending.file(FIRE)
        with pytest.raises(IntegrityError), sending.database.unit_of_work() as session:
            session.add(ReferralDelivery(referral_id=1, key="x", channel="email"))

    def test_in_the_console_it_shows_at_once_and_that_is_entered(self, sending: Sending) -> None:
        reference = sending.file("vale_homes", "hub_northvale")
        assert {state for _, state, _ in sending.states()} == {"sent"}
        # The hub holds it itself.
        [entry] = sending.ledger()
        assert (entry.reference, entry.agency_name, entry.route) == (reference, "Vale Homes", "console")
        assert entry.legal_basis == "Crime and Disorder Act 1998, section 115"
        assert entry.purpose == "to deal with what was reported"
        assert "description" in entry.fields
        assert "contact" not in entry.fields

    def test_a_referral_that_is_taken_back_is_not_sent(self, sending: Sending) -> None:
        sending.file(FIRE, POLICE)
        with sending.database.unit_of_work() as session:
            concern = only_concern(session)
            concern.referrals.pop()
        assert [agency for agency, _, _ in sending.states()] == [FIRE]


class TestFiling:
    def test_what_a_resident_files_is_delivered_with_it_or_not_at_all(self, sending: Sending) -> None:
        with sending.database.unit_of_work() as session:
            reports = create_reports(session)
            reports.ends = replace(
                reports.ends, concerns=replace(reports.concerns, deliver=sending.deliveries.service.put)
            )
            tell(reports, "smoke on King Street in Upper Vale since last night", Category.FIRE)
            reports.close()
            session.flush()
            [row] = session.query(ReferralDelivery).all()
            assert (row.referral.agency_id, row.channel, row.state) == (FIRE, "email", "waiting")
            session.rollback()
        assert sending.rows() == []


class TestStops:
    def test_who_dies_between_sending_and_writing_it_down_sends_it_under_the_same_number(
        self, sending: Sending
    ) -> None:
        sending.file(FIRE)
        service = sending.deliveries.service
        [claimed] = service.claim(["email"], 8)
        route = sending.deliveries.worker._routes["email"]
        asyncio.run(route.deliver(claimed.package))
        # Killed here: the next start takes back what nobody else can have.
        assert service.take_back(everything=True) == 1
        sending.hurry()
        sending.work(lambda: sending.states() == [(FIRE, "sent", None)])
        numbers = {mail["Message-ID"] for mail in sending.mail.mails}
        assert (len(sending.mail.mails), len(numbers)) == (2, 1)
        assert len(sending.ledger()) == 1

    def test_who_comes_late_with_a_failure_changes_nothing(self, sending: Sending) -> None:
        sending.file(FIRE)
        service = sending.deliveries.service
        [claimed] = service.claim(["email"], 8)
        assert service.claim(["email"], 8) == []
        service.put_back([claimed])
        sending.work(lambda: sending.states() == [(FIRE, "sent", None)])
        assert len(sending.mail.mails) == 1

    def test_what_stops_every_hub_ends_with_staff_and_may_have_arrived(self, sending: Sending) -> None:
        sending.file(FIRE)
        service = sending.deliveries.service
        for _ in range(MOST_ATTEMPTS):
            assert len(service.claim(["email"], 8)) == 1
            service.take_back(everything=True)
        assert sending.states() == [(FIRE, "given_up", "stopped_in_the_middle")]
        assert [entry.is_confirmed for entry in sending.ledger()] == [False]


class TestDesk:
    def test_staff_see_why_and_send_again(self, sending: Sending) -> None:
        sending.mail.refusals.append("550 no such mailbox")
        sending.file(FIRE)
        sending.work(sending.is_settled)
        desk = DeliveryDesk(sending.deliveries.service)
        with sending.database.unit_of_work() as session:
            [row] = desk.list_unsent(session, COMMAND_LINE, 10)
            assert [t.reason for t in row.tries] == ["mail_refused_550"]
            desk.resend(session, COMMAND_LINE, row.id)
        sending.work(lambda: sending.states() == [(FIRE, "sent", None)])
        with pytest.raises(NotFoundError), sending.database.unit_of_work() as session:
            desk.resend(session, COMMAND_LINE, 1)

    def test_an_agency_that_went_over_to_the_console_has_it_there(self, sending: Sending) -> None:
        sending.file(POLICE)
        (sending.home / "deliveries.yml").write_text("agencies: {}", encoding="utf-8")
        sending.work(lambda: sending.states() == [(POLICE, "sent", None)])
        assert sending.system.asked == []
        assert [entry.route for entry in sending.ledger()] == ["console"]


def test_a_chase_is_a_delivery_of_its_own_and_once(sending: Sending) -> None:
    sending.file(FIRE)
    service = sending.deliveries.service
    with sending.database.unit_of_work() as session:
        assert service.put_chase(session, only_concern(session).referrals[0])
    sending.work(lambda: len(sending.mail.mails) == 2)
    assert sorted(mail["Subject"].split()[0] for mail in sending.mail.mails) == ["Reminder:", "Report"]
    assert {row.purpose for row in sending.rows()} == {DeliveryPurpose.REFERRAL, DeliveryPurpose.CHASE}


def change_lead(sending: Sending) -> None:
    """The partner is in charge from now on."""
    with sending.database.unit_of_work() as session:
        concern = only_concern(session)
        for referral in concern.referrals:
            is_lead = referral.agency_id == FIRE
            referral.role = ReferralRole.LEAD if is_lead else ReferralRole.PARTNER
        sending.deliveries.service.put(session, concern)
        sending.deliveries.service.put(session, concern)


class TestPartnersThatLead:
    def test_who_was_told_as_a_partner_is_told_once_and_with_what_the_lead_may_know(
        self, sending: Sending
    ) -> None:
        reference = sending.file("vale_homes", FIRE, contact="07700 900123")
        sending.work(sending.is_settled)
        change_lead(sending)
        sending.work(sending.is_settled)
        first, second = sending.mail.mails
        assert second["Subject"] == f"You now lead on report {reference}"
        texts = [mail.get_payload(0).get_payload(decode=True).decode() for mail in (first, second)]
        assert ["900123" in text for text in texts] == [False, True]
        assert "in charge" in texts[1]
        entries = [entry.purpose for entry in sending.ledger() if entry.agency_id == FIRE]
        assert entries == ["to work along on what was reported", "to deal with what was reported"]

    def test_who_was_not_told_yet_is_told_as_the_lead_at_once(self, sending: Sending) -> None:
        reference = sending.file("vale_homes", FIRE)
        change_lead(sending)
        sending.work(lambda: len(sending.mail.mails) == 1)
        assert sending.mail.mails[0]["Subject"] == f"Report {reference}"
        assert len([row for row in sending.rows() if row.referral.agency_id == FIRE]) == 1
