"""Rasa or the hub stops in the middle of a conversation: nothing is lost, and it goes on afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.conversations.conftest import Meet, meet_at
from tests.conversations.filed import count_concerns, read_filed
from tests.conversations.phrasebook import says, titles
from tests.conversations.product import Product

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

POTHOLE = "big pothole on Lonsdale Street in Workington burst my tyre"


@pytest.fixture(scope="module")
def fragile(make_product: Callable[..., Product]) -> Iterator[Product]:
    """A product of our own, whose parts may be stopped."""
    running = make_product()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def meet(fragile: Product) -> Iterator[Meet]:
    """Residents of that product, once all of it is there."""
    fragile.wait_until_ready()
    yield from meet_at(fragile)


def test_while_rasa_is_down_a_message_is_kept_for_a_person(fragile: Product, meet: Meet) -> None:
    resident, other = meet(), meet()
    for message in (POTHOLE, "skip", "here", "send it"):
        other.say(message)
    sent_earlier = other.heard.reference
    fragile.kill_rasa()
    kept = resident.say("some lads have kicked our fence in last night")
    assert says("down", kept.last)
    assert "999" in kept.text
    assert list(kept.buttons) == titles("down")
    assert resident.press("Add the place").text
    assert says("down_added", resident.say("Harcourt Street, Workington").text)
    assert not resident.heard.is_danger
    resident.send_payload(kept.buttons["Add how to reach me"])
    resident.say("07700 900123")
    sent = resident.say("That's all")
    assert says("down_sent", sent.text)
    reference = kept.text.split("reference is ")[1][:12]
    filed = read_filed(fragile.database, reference)
    assert filed.lead == "local_focus_hub_allerdale"
    assert filed.partners == frozenset()
    assert filed.concern["category"] is None
    assert filed.concern["description"] == "some lads have kicked our fence in last night"
    assert filed.concern["place_name"] == "Harcourt Street, Workington"
    assert filed.concern["contact"] == "07700 900123"
    assert other.say("theres somebody in the house downstairs").is_danger
    assert says("status", other.say(sent_earlier).text)
    assert says("note_added", other.say(f"{sent_earlier} it is twice as deep now").text)
    fragile.wait_until_ready()
    assert says("step_photo", resident.say(POTHOLE).last)
    assert resident.say(f"what's happening with {reference}?").reference == reference


def test_a_report_that_was_half_told_is_kept_when_rasa_goes(fragile: Product, meet: Meet) -> None:
    resident = meet()
    resident.say(POTHOLE)
    fragile.kill_rasa()
    kept = resident.say("it is as deep as a bucket")
    reference = kept.text.split("reference is ")[1][:12]
    assert read_filed(fragile.database, reference).concern["description"] == (
        f"{POTHOLE}\nit is as deep as a bucket"
    )
    fragile.wait_until_ready()
    assert says("report_heard", resident.say("someone has dumped a load of tyres on Clay Street").text)


def test_rasa_is_started_again_and_the_conversation_goes_on(fragile: Product, meet: Meet) -> None:
    resident = meet()
    assert says("step_photo", resident.say(POTHOLE).last)
    fragile.kill_rasa()
    fragile.wait_until_ready()
    assert says("step_contact", resident.say("skip").last)
    assert says("step_check", resident.say("here").last)
    assert resident.say("send it").reference


def test_a_report_goes_on_after_the_hub_was_killed(fragile: Product, meet: Meet) -> None:
    resident = meet()
    assert says("step_photo", resident.say(POTHOLE).last)
    fragile.kill_hub()
    fragile.start()
    assert says("step_contact", resident.say("skip").last)
    assert "Lonsdale Street, Workington" in resident.say("here").last
    before = count_concerns(fragile.database)
    sent = resident.say("send it")
    assert count_concerns(fragile.database) == before + 1
    assert read_filed(fragile.database, sent.reference).concern["category"] == "road_defect"
    assert len(resident.history()) == 9


def test_a_second_copy_in_the_same_folder_is_told_so_and_harms_nothing(fragile: Product, meet: Meet) -> None:
    resident = meet()
    second = fragile.start_again_beside()
    assert second.returncode == 1
    assert "Another copy is running" in second.stderr
    assert fragile.is_ready
    assert says("step_photo", resident.say(POTHOLE).last)
