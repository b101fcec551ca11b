"""Reading mail that says that another mail didn't arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bounced_mails import read_bounced_mail
from tests.fakes.mailboxes import came_back

OURS = "Bounces+ABC@hub.example"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", "mail_bounced_no_such_address_5.1.1"),
        ("5.2.1", "mail_bounced_mailbox_closed_5.2.1"),
        ("5.2.2", "mail_bounced_mailbox_full_5.2.2"),
        ("5.2.3", "mail_bounced_too_big_5.2.3"),
        ("4.4.7", "mail_bounced_server_not_reached_4.4.7"),
        ("5.7.26 (said its server)", "mail_bounced_refused_as_unwanted_5.7.26"),
        ("5.0.0", "mail_bounced_5.0.0"),
        ("5.20.1", "mail_bounced_5.20.1"),
        ("no idea", "mail_bounced"),
        ("5.1.1111", "mail_bounced"),
        ("", "mail_bounced"),
    ],
)
def test_it_says_why_in_words_of_ours(status: str, reason: str) -> None:
    found = read_bounced_mail(came_back(OURS, status))
    assert found is not None
    assert found.reason == reason
    assert len(reason) <= 60
    assert found.addresses == {"bounces+abc@hub.example"}


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_may_still_arrive_has_not_bounced(action: str) -> None:
    found = read_bounced_mail(came_back(OURS, "4.4.1", action))
    assert found is not None
    assert found.reason is None


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_it_is_found_by_what_the_mail_server_wrote_too(header: str) -> None:
    found = read_bounced_mail(came_back(f"Hub <{OURS}>", header=header))
    assert found is not None
    assert found.addresses == {"bounces+abc@hub.example"}


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff" * 50,
        b"To: " + OURS.encode() + b"\r\nSubject: Out of office\r\n\r\nI am away.\r\n",
        came_back(OURS).replace(b"delivery-status", b"disposition-notification"),
        came_back(OURS).replace(b"multipart/report", b"multipart/mixed"),
    ],
)
def test_any_other_mail_is_for_people(mail: bytes) -> None:
    assert read_bounced_mail(mail) is None


@given(cut=st.integers(0, 1400), junk=st.binary(max_size=40))
def test_a_broken_one_breaks_nothing(cut: int, junk: bytes) -> None:
    whole = came_back(OURS)
    read_bounced_mail(whole[:cut] + junk + whole[cut + len(junk) :])
    read_bounced_mail(whole[:cut])
