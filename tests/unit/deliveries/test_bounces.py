"""Referral mails that a mail server took and that came back later, read from a real mailbox."""

from __future__ import annotations

import sqlalchemy as sa

from bot.app.bounces import create_bounce_reader
from bot.db.models import AuditEntry, Referral, ReferralState
from bot.services.audit import AuditService
from bot.services.bounces import BounceOutcome, BounceService
from bot.services.return_addresses import ReturnAddresses
from bot.settings import Settings
from tests.fakes.mailboxes import FOLDER, PASSWORD, USER, came_back, running_imap_server
from tests.unit.deliveries.conftest import FIRE, Sending, settings_of

MARKED, OVER = BounceOutcome.MARKED, BounceOutcome.OVER
NO_SUCH = "mail_bounced_no_such_address_5.1.1"


def send(sending: Sending) -> str:
    """Mail a referral; the address that it was sent from."""
    count = len(sending.mail.senders)
    sending.file(FIRE)
    sending.work(lambda: len(sending.mail.senders) > count and sending.is_settled())
    return sending.mail.senders[-1]


def send_again(sending: Sending) -> None:
    service = sending.deliveries.service
    with sending.database.unit_of_work() as session:
        assert service.claims.retry(session, service.now(), None) == 1
    sending.work(lambda: sending.states() == [(FIRE, "sent", None)])


def bounces(sending: Sending) -> BounceService:
    addresses = ReturnAddresses("for-tests-only", "bounces@hub.example")
    return BounceService(sending.database, addresses, AuditService())


def entered(sending: Sending) -> list[str]:
    with sending.database.unit_of_work() as session:
        found = sa.select(AuditEntry).where(AuditEntry.action == "referral.bounce")
        return [str(entry.after["reason"]) for entry in session.scalars(found) if entry.after]


class TestReturnAddresses:
    def test_each_mail_goes_back_to_an_address_of_its_own(self, sending: Sending) -> None:
        addresses = {send(sending), send(sending)}
        assert len(addresses) == 2
        for address in addresses:
            name, _, domain = address.partition("@")
            assert name.startswith("bounces+")
            assert len(name) <= 64
            assert domain == "hub.example"
        assert sending.mail.mails[-1]["From"] == "Local Focus <hub@hub.example>"

    def test_without_a_mailbox_it_goes_back_to_the_sender(self) -> None:
        assert ReturnAddresses("key", None).address_for("0" * 32, 1) is None

    def test_letters_may_change_their_size_and_nothing_else(self) -> None:
        made = ReturnAddresses("key", "b@hub.example")
        key = "5b2f0e0c-98d8-4a4e-8f0e-0d6f6f8f9a10"
        address = made.address_for(key, 3)
        assert address is not None
        assert made.find_try(address.upper()) == (key, 3)
        assert ReturnAddresses("another key", "b@hub.example").find_try(address) is None
        for forged in ("b@hub.example", "b+@hub.example", "b+é@hub.example", address.replace("+", "+aa"), ""):
            assert made.find_try(forged) is None


class TestMarking:
    def test_what_came_back_was_not_delivered(self, sending: Sending) -> None:
        address = send(sending)
        assert bounces(sending).take(came_back(address)) is MARKED
        assert sending.states() == [(FIRE, "given_up", NO_SUCH)]
        assert [one.reason for one in sending.rows()[0].tries] == [None, NO_SUCH]
        assert entered(sending) == [NO_SUCH]

    def test_read_twice_it_is_marked_once(self, sending: Sending) -> None:
        mail = came_back(send(sending))
        assert [bounces(sending).take(mail) for _ in range(2)] == [MARKED, OVER]
        assert entered(sending) == [NO_SUCH]

    def test_one_that_was_sent_again_is_not_failed_by_the_first_mail(self, sending: Sending) -> None:
        first = came_back(send(sending))
        bounces(sending).take(first)
        send_again(sending)
        assert bounces(sending).take(first) is OVER
        assert sending.states() == [(FIRE, "sent", None)]
        assert bounces(sending).take(came_back(sending.mail.senders[-1], "5.2.2")) is MARKED
        assert sending.states() == [(FIRE, "given_up", "mail_bounced_mailbox_full_5.2.2")]

    def test_who_has_answered_has_got_it(self, sending: Sending) -> None:
        address = send(sending)
        with sending.database.unit_of_work() as session:
            session.scalars(sa.select(Referral)).one().state = ReferralState.ACKNOWLEDGED
        assert bounces(sending).take(came_back(address)) is OVER
        assert sending.states() == [(FIRE, "sent", None)]

    def test_what_is_only_late_is_left(self, sending: Sending) -> None:
        assert bounces(sending).take(came_back(send(sending), "4.4.1", "delayed")) is OVER
        assert sending.states() == [(FIRE, "sent", None)]

    def test_a_mail_that_is_still_being_sent_is_read_again(self, sending: Sending) -> None:
        sending.file(FIRE)
        [row] = sending.rows()
        address = ReturnAddresses("for-tests-only", "bounces@hub.example").address_for(row.key, 1)
        assert bounces(sending).take(came_back(str(address))) is BounceOutcome.NOT_YET

    def test_a_referral_that_is_gone_is_nobodys(self, sending: Sending) -> None:
        address = send(sending)
        with sending.database.unit_of_work() as session:
            session.delete(sending.rows()[0])
        assert bounces(sending).take(came_back(address)) is OVER


class TestMailboxes:
    def test_bounces_are_taken_out_and_people_s_mail_is_left(self, sending: Sending) -> None:
        address = send(sending)
        written = f"To: {address}\r\nSubject: Out of office\r\n\r\nI am away.\r\n".encode()
        with running_imap_server() as server:
            server.put(came_back(address), written, came_back("somebody@else.example"))
            read = create_bounce_reader(mailbox_settings(sending, server.port), sending.database)
            assert read is not None
            assert read() == {MARKED: 1, BounceOutcome.FOREIGN: 2}
            assert (server.count(), server.count("UNSEEN")) == (2, 0)
            assert read() == {}
        assert sending.states() == [(FIRE, "given_up", NO_SUCH)]

    def test_a_large_one_is_read_as_far_as_needed(self, sending: Sending) -> None:
        mail = came_back(send(sending)).replace(b"A mattress", b"A mattress\n" * 100_000)
        with running_imap_server() as server:
            server.put(mail)
            read = create_bounce_reader(mailbox_settings(sending, server.port), sending.database)
            assert read is not None
            assert read() == {MARKED: 1}

    def test_without_a_mailbox_nothing_is_read(self, sending: Sending) -> None:
        assert create_bounce_reader(settings_of(sending), sending.database) is None


def mailbox_settings(sending: Sending, port: int) -> Settings:
    return settings_of(
        sending,
        bounce_imap_host="127.0.0.1",
        bounce_imap_port=port,
        bounce_imap_security="none",
        bounce_imap_user=USER,
        bounce_imap_password=PASSWORD,
        bounce_imap_folder=FOLDER,
    )
