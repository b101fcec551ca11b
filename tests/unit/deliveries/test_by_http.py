"""Referrals to agencies' systems by Open311 and webhook, over real connections that fail in every way."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qsl

import pytest
from standardwebhooks.webhooks import Webhook

from bot.db.models import AuditEntry, ReferralState
from bot.errors import DeliveryError
from bot.gateways import guarded_http
from bot.gateways.guarded_http import GuardedHttp
from tests.fakes.agency_systems import Says
from tests.unit.deliveries.conftest import POLICE, SECRET, SERVICES, Sending

NUMBER = Says(201, b'[{"service_request_id": "SR-77"}]')


class TestOpen311:
    def test_a_request_is_made_and_its_number_kept(self, sending: Sending) -> None:
        sending.system.usual = NUMBER
        reference = sending.file(SERVICES, contact="someone@example.org")
        sending.work(sending.is_settled)
        [asked] = sending.system.asked
        assert asked.path == "/open311/v2/requests.json"
        sent = dict(parse_qsl(asked.body.decode("ascii")))
        description = sent.pop("description")
        assert sent == {
            "service_code": "FT-1",
            "jurisdiction_id": "westshire.example",
            "api_key": "key-of-ours",
            "lat": "54.500000",
            "long": "-3.500000",
            "address_string": "Mill Lane",
        }
        assert description.startswith(f"Local Focus {reference}\n")
        assert "A mattress & <b>two</b> tyres." in description
        [row] = sending.rows()
        assert (row.external_id, row.referral.state) == ("SR-77", ReferralState.ACKNOWLEDGED)
        with sending.database.unit_of_work() as session:
            [entry] = session.query(AuditEntry).all()
            assert (entry.subject_id, entry.action) == (reference, "referral.answer")

    def test_a_token_is_no_acknowledgement(self, sending: Sending) -> None:
        sending.system.usual = Says(200, b'[{"token": "abc"}]')
        sending.file(SERVICES)
        sending.work(sending.is_settled)
        [row] = sending.rows()
        assert (row.external_id, row.referral.state) == ("token:abc", ReferralState.SENT)

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            (Says(400, b'[{"code":400,"description":"bad"}]'), "refused_400"),
            (Says(403, b"[]"), "key_refused"),
            (Says(404, b"[]"), "unknown_service"),
            (Says(302, headers={"Location": "http://127.0.0.1:1/"}), "moved"),
            (Says(200, b"<html>"), "unreadable_answer"),
            (Says(200, b"x" * 100_000), "unreadable_answer"),
        ],
    )
    def test_what_no_waiting_mends_is_given_to_staff_at_once(
        self, sending: Sending, said: Says, reason: str
    ) -> None:
        sending.system.usual = said
        sending.file(SERVICES)
        sending.work(sending.is_settled)
        assert sending.states() == [(SERVICES, "given_up", reason)]
        assert len(sending.system.asked) == 1
        # Of what may have arrived the ledger says so.
        assert [entry.is_confirmed for entry in sending.ledger()] == ([False] if said.status == 200 else [])

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"is_sensitive": True}, "too_sensitive_for_open311"),
            ({"category": "graffiti"}, "no_service_code"),
            ({"latitude": None, "place_name": None}, "no_place"),
        ],
    )
    def test_what_such_a_system_can_not_hold_is_not_sent(
        self, sending: Sending, fields: dict[str, object], reason: str
    ) -> None:
        sending.file(SERVICES, **fields)
        sending.work(sending.is_settled)
        assert sending.states() == [(SERVICES, "given_up", reason)]
        assert sending.system.asked == []


class TestWebhooks:
    def test_it_is_signed_as_others_check_it(self, sending: Sending) -> None:
        reference = sending.file(POLICE, contact="01900 123456")
        sending.work(sending.is_settled)
        [asked] = sending.system.asked
        # The key of the convention's own library is base64; its bytes are ours.
        library = Webhook(SECRET.encode("utf-8"))
        content = library.verify(asked.body.decode("utf-8"), asked.headers)
        assert content["type"] == "referral.sent"
        assert content["data"]["reference"] == reference
        assert content["data"]["contact"] == "01900 123456"
        assert content["data"]["target_on"] == "2026-12-01"
        assert "/console/answer/" in content["data"]["answer_url"]
        assert asked.headers["webhook-id"] == sending.rows()[0].key

    def test_who_works_along_on_a_sensitive_one_sees_that_there_is_one(self, sending: Sending) -> None:
        sending.file("hub_northvale", POLICE, is_sensitive=True, category="drugs")
        sending.work(sending.is_settled)
        data = json.loads(sending.system.asked[0].body)["data"]
        assert data.keys() == {
            "agency", "role", "sensitive", "answer_url",
            "reference", "category", "hub_area", "target_on", "filed_at",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            (Says(500), "server_error"),
            (Says(503, headers={"Retry-After": "120"}), "server_error"),
            (Says(429, headers={"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}), "busy_429"),
            (Says(hangs_up=True), "closed"),
        ],
    )
    def test_what_passes_is_tried_again_under_the_same_number(
        self, sending: Sending, said: Says, reason: str
    ) -> None:
        sending.system.answers.append(said)
        sending.file(POLICE)
        sending.work(sending.is_settled)
        [row] = sending.rows()
        assert (row.state, row.reason) == ("waiting", reason)
        asked_for = {"503": 100, "429": 80_000}.get(str(said.status), 9)
        assert (row.due_at - row.tries[0].at).total_seconds() >= asked_for
        sending.hurry()
        sending.work(lambda: sending.states() == [(POLICE, "sent", None)])
        first, second = sending.system.asked
        assert first.headers["webhook-id"] == second.headers["webhook-id"]

    def test_one_that_never_answers_is_not_waited_for_for_ever(
        self, sending: Sending, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(guarded_http, "_TIMEOUT", 0.1)
        sending.system.answers.append(Says(seconds=0.5))
        sending.file(POLICE)
        sending.work(sending.is_settled)
        assert sending.states() == [(POLICE, "waiting", "timed_out")]

    def test_a_gone_address_is_given_up(self, sending: Sending) -> None:
        sending.system.usual = Says(410)
        sending.file(POLICE)
        sending.work(sending.is_settled)
        assert sending.states() == [(POLICE, "given_up", "refused_410")]


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://[::1]/",
        "https://169.254.169.254/",
        "https://localhost/",
    ],
)
def test_addresses_inside_are_refused(address: str) -> None:
    with pytest.raises(DeliveryError, match="private_address"):
        asyncio.run(GuardedHttp().post(address, b"", {}))


def test_plain_http_is_refused() -> None:
    with pytest.raises(DeliveryError, match="not_https"):
        asyncio.run(GuardedHttp().post("http://example.org/", b"", {}))
