"""Referrals by email, taken and refused by a real mail server."""

from __future__ import annotations

from tests.unit.deliveries.conftest import FIRE, Sending


def text_of(sending: Sending, kind: str = "text/plain") -> str:
    [part] = [part for part in sending.mail.mails[-1].walk() if part.get_content_type() == kind]
    return bytes(part.get_payload(decode=True)).decode("utf-8")


class TestMails:
    def test_it_holds_what_is_needed_and_a_link(self, sending: Sending) -> None:
        reference = sending.file(FIRE, contact="01900 123456")
        sending.work(sending.is_settled)
        [mail] = sending.mail.mails
        [row] = sending.rows()
        assert mail["Subject"] == f"Report {reference}"
        assert mail["Message-ID"] == f"<{row.key}@hub.example>" == row.external_id
        assert sending.mail.recipients == ["referrals@fire.westshire.example"]
        text, html = text_of(sending), text_of(sending, "text/html")
        for part in (
            "Mill Lane",
            "54.500000, -3.500000",
            "01900 123456",
            "Tuesday 1 December 2026",
            reference,
        ):
            assert part in text
            assert part in html
        assert "A mattress & <b>two</b> tyres." in text
        assert "A mattress &amp; &lt;b&gt;two&lt;/b&gt; tyres.<br>Near the gate." in html
        assert "/console/answer/" in text

    def test_of_a_sensitive_one_only_the_number_is_mailed(self, sending: Sending) -> None:
        reference = sending.file(FIRE, is_sensitive=True, category="domestic_abuse", contact="01900 123456")
        sending.work(sending.is_settled)
        for kind in ("text/plain", "text/html"):
            text = text_of(sending, kind)
            assert reference in text
            for kept in ("mattress", "Mill Lane", "01900", "omestic", "54.5"):
                assert kept not in text
        [entry] = sending.ledger()
        assert entry.fields == ["filed_at", "hub_area", "reference", "target_on"]

    def test_who_wants_to_stay_anonymous_does(self, sending: Sending) -> None:
        sending.file(FIRE, contact="01900 123456", is_anonymous=True)
        sending.work(sending.is_settled)
        assert "01900" not in text_of(sending)
        assert "contact" not in sending.ledger()[0].fields


class TestRefusals:
    def test_a_bounce_is_decided_at_once_and_shared_nothing(self, sending: Sending) -> None:
        sending.mail.refusals.append("550 no such mailbox")
        sending.file(FIRE)
        sending.work(sending.is_settled)
        assert sending.states() == [(FIRE, "given_up", "mail_refused_550")]
        assert sending.mail.mails == []
        assert sending.ledger() == []

    def test_a_passing_refusal_is_tried_again(self, sending: Sending) -> None:
        sending.mail.refusals.append("451 try later")
        sending.mail.refusals_of_data.append("452 full")
        sending.file(FIRE)
        for reason in ("mail_refused_451", "mail_refused_452"):
            sending.work(lambda reason=reason: sending.states() == [(FIRE, "waiting", reason)])  # type: ignore[misc]
            sending.hurry()
        sending.work(lambda: sending.states() == [(FIRE, "sent", None)])
        assert len(sending.mail.mails) == 1
        assert [t.reason for t in sending.rows()[0].tries] == ["mail_refused_451", "mail_refused_452", None]

    def test_no_server_is_waited_for(self, sending: Sending) -> None:
        port, sending.mail.port = sending.mail.port, 1
        sending.file(FIRE)
        sending.work(sending.is_settled)
        assert sending.states() == [(FIRE, "waiting", "no_connection")]
        sending.mail.port = port
        sending.hurry()
        sending.work(lambda: bool(sending.mail.mails))
