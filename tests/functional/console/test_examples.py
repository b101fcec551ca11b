"""The inbox of messages to learn from: collected, labelled, approved by somebody else, learnt, forgotten."""

from __future__ import annotations

import pytest
import yaml

from bot.app.models import export_examples
from bot.db.models import Conversation, Direction, Message, MessageState, TrainingExample
from bot.domain.staff import Role
from bot.domain.training_examples import ExampleState
from bot.services.doubted_messages import note_doubt
from bot.services.erasure import ErasureService
from bot.services.people import PeopleService
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio

PAGE = "/console/examples"
WORDS = "Darren from 14 Mill Lane dumps his sofas, ring 07700 900123"


def only(hub: Hub) -> TrainingExample:
    with hub.database.unit_of_work() as unit:
        return unit.query(TrainingExample).one()


async def label(officer: Officer, number: int, **fields: str) -> int:
    await officer.open(PAGE)
    sent = {"label": "report_fly_tipping", "text": "somebody dumps sofas", "looked": "yes", **fields}
    return (await officer.send(f"{PAGE}/{number}/label", **sent)).status_code


async def test_two_people_teach_the_helper(hub: Hub, signed_in: SignIn) -> None:
    sure = file_concern(hub)
    unsure = file_concern(hub, confidence=0.4, description=WORDS, address="resident-1")
    one, other = await signed_in(Role.HUB_OFFICER), await signed_in(Role.HUB_OFFICER, "other@hub.example")
    await one.open(PAGE)
    assert (unsure in one.words, sure in one.words) == (True, False)
    suggested = one.page.split("<textarea")[1].split("</textarea>")[0]
    assert "dumps his sofas" in suggested
    for personal in ("Darren", "14", "07700"):
        assert personal not in suggested
    number = only(hub).id
    for wrong, said in (
        ({"label": ""}, "Choose what it is about"),
        ({"looked": ""}, "Look for personal data"),
        ({"text": " "}, "Leave the words"),
        ({"text": "x" * 501}, "Shorten it to 500 letters"),
    ):
        assert await label(one, number, **wrong) == 422
        assert said in one.words
    assert await label(one, number, text="- somebody dumps [sofas](x)\nagain") == 200
    await one.send(f"{PAGE}/{number}/approve")
    assert "Somebody else has to approve what you labelled" in one.words
    assert only(hub).state == ExampleState.LABELLED
    await other.open(PAGE)
    await other.send(f"{PAGE}/{number}/approve")
    assert unsure not in other.page
    with hub.database.unit_of_work() as unit:
        taken, approved = unit.query(TrainingExample).order_by(TrainingExample.id)
        assert (taken.state, taken.text) == (ExampleState.TAKEN, None)
        assert (approved.state, approved.concern_id) == (ExampleState.APPROVED, None)
    export_examples(hub.settings)
    file = hub.settings.home_folder / "training" / "approved.yml"
    assert yaml.safe_load(file.read_text())["nlu"] == [
        {"intent": "report_fly_tipping", "examples": "- somebody dumps sofas x again\n"}
    ]


async def test_sensitive_ones_are_for_coordinators_and_areas_hold(hub: Hub, signed_in: SignIn) -> None:
    secret = file_concern(hub, confidence=0.4, category="drugs", is_sensitive=True)
    south = file_concern(hub, confidence=0.4, hub_area="southvale")
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"northvale"}))
    await officer.open(PAGE)
    assert (secret in officer.page, south in officer.page) == (False, False)
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    await coordinator.open(PAGE)
    assert (secret in coordinator.page, south in coordinator.page) == (True, True)
    with hub.database.unit_of_work() as unit:
        numbers = [number for (number,) in unit.query(TrainingExample.id)]
    for number in numbers:
        assert await label(officer, number) == 404


async def test_what_staff_recategorise_is_learnt_from(hub: Hub, signed_in: SignIn) -> None:
    reference = file_concern(hub)
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open(f"/console/concerns/{reference}")
    fields = {"version": "1", "category": "litter", "reason": "It is only cans"}
    await officer.send(f"/console/concerns/{reference}/category", **fields)
    await officer.open(PAGE)
    assert "Staff said that it is something else" in officer.words
    assert 'value="report_litter" selected' in officer.page
    await officer.send(f"{PAGE}/{only(hub).id}/dismiss")
    await officer.open(PAGE)
    assert reference not in officer.page


async def test_what_a_resident_deletes_is_forgotten_unless_it_is_nobodys(hub: Hub, signed_in: SignIn) -> None:
    reference = file_concern(hub, confidence=0.4, description=WORDS, address="resident-1")
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open(PAGE)
    number = only(hub).id
    await label(officer, number)
    with hub.database.unit_of_work() as unit:
        erasure = ErasureService(PeopleService())
        assert erasure.erase_conversation(unit, "web", "resident-1") is not None
    example = only(hub)
    assert (example.state, example.text, example.label) == (ExampleState.REMOVED, None, None)
    await officer.open(PAGE)
    assert reference not in officer.page


def say(hub: Hub, *texts: str, danger: str | None = None) -> int:
    """Somebody says things in a chat and is told things in between; the last message's id."""
    last = 0
    with hub.database.unit_of_work() as unit:
        conversation = PeopleService().meet(unit, "web", "resident-1")
        for place, text in enumerate(texts):
            for direction in (Direction.IN, Direction.OUT):
                message = Message(
                    conversation_id=conversation.id,
                    direction=direction,
                    channel="web",
                    external_id=f"{place}:{direction}",
                    text=text if direction is Direction.IN else "Which street?",
                    state=MessageState.ANSWERED,
                    danger=danger,
                )
                unit.add(message)
                unit.flush()
                last = message.id if direction is Direction.IN else last
    return last


def doubt(hub: Hub, message_id: int) -> None:
    with hub.database.unit_of_work() as unit:
        note_doubt(unit, message_id)


async def test_who_says_that_it_is_wrong_is_learnt_from_without_any_report(
    hub: Hub, signed_in: SignIn
) -> None:
    message = say(hub, "they throw cans at my neighbour dave every night", "no that's wrong")
    for _ in range(2):
        doubt(hub, message)
    boss = await signed_in(Role.HUB_COORDINATOR)
    await boss.open(PAGE)
    number = only(hub).id
    assert "The resident said in the chat that it was understood wrongly" in boss.words
    assert "no that's wrong" in boss.words
    suggested = boss.page.split("<textarea")[1].split("</textarea>")[0]
    assert "they throw cans at my neighbour somebody" in suggested
    assert await label(boss, number, label="report_asb", text="they throw cans") == 200
    other = await signed_in(Role.ADMINISTRATOR)
    await other.open(PAGE)
    await other.send(f"{PAGE}/{number}/approve")
    assert "they throw cans" not in other.words
    with hub.database.unit_of_work() as unit:
        assert hub.app.state.console.services.examples.list_approved(unit) == [
            ("report_asb", "they throw cans")
        ]


async def test_nobody_knows_how_sensitive_a_message_is(hub: Hub, signed_in: SignIn) -> None:
    doubt(hub, say(hub, "no that's wrong"))
    for role, areas in ((Role.HUB_OFFICER, ()), (Role.HUB_COORDINATOR, ("northvale",))):
        officer = await signed_in(role, areas=frozenset(areas))
        await officer.open(PAGE)
        assert "no that's wrong" not in officer.words
        assert await label(officer, only(hub).id) == 404


async def test_a_message_takes_its_example_along(hub: Hub) -> None:
    doubt(hub, say(hub, "no that's wrong"))
    with hub.database.unit_of_work() as unit:
        unit.delete(unit.query(Conversation).one())
    with hub.database.unit_of_work() as unit:
        assert unit.query(TrainingExample).count() == 0


async def test_what_tells_of_danger_is_not_collected(hub: Hub) -> None:
    doubt(hub, say(hub, "no he is at the door", danger="violence"))
    with hub.database.unit_of_work() as unit:
        assert unit.query(TrainingExample).count() == 0
