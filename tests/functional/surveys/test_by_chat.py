"""Answering in the chat: by buttons and by typing, back, pauses, and once each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.db.models import SurveyResponse, SurveySitting
from bot.domain.categories import Category
from bot.domain.replies import Reply
from bot.domain.surveys import Quota, Survey
from tests.fakes.hub import Hub
from tests.functional.surveys.answering import NewResident, Resident
from tests.functional.surveys.conftest import close_survey, open_survey

pytestmark = pytest.mark.anyio


def answers_in(hub: Hub) -> list[dict[str, object]]:
    """What was sent, as values by question."""
    with hub.database.unit_of_work() as unit:
        sent = unit.scalars(select(SurveyResponse.answers)).all()
    return [{name: given.get("value", given["how"]) for name, given in one.items()} for one in sent]


async def test_by_buttons_and_by_typing(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    first = await ann.start()
    assert "Street lamps" in first
    assert "There is money for twenty lamps." in first
    assert "Question 1 of 5" in first
    assert "Question 2 of 5" in await ann.say("Hollinbeck")
    assert "Question 3 of 5" in await ann.press("Yes")
    assert "What would you say about this: Broken lamps?" in await ann.say("1")
    assert "Question 5 of 5" in await ann.say("They have been out all winter.")
    assert "So far: More lamps" in await ann.press("More lamps")
    await ann.press("Lamps that stay on later")
    assert "Shall I send" in await ann.press("That's all of them")
    assert answers_in(hub) == []
    assert "are sent" in await ann.press("Send my answers")
    (sent,) = answers_in(hub)
    assert sent["dark"] == "yes"
    assert sent["worst"] == "broken"
    assert sent["why"] == "They have been out all winter."
    assert sent["wishes"] == ["more", "later"]
    assert sent["where"] in {"northvale", "southvale"}
    assert hub.rasa.told == []


async def test_moving_about_by_typing(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    assert "Question 2" in await ann.say("Rather not say.")
    assert "Question 1" in await ann.say("back")
    assert "Question 2" in await ann.say("Hollinbeck")
    assert "Question 2" not in await ann.say("stop")
    assert "Question 2" in await ann.start()
    await ann.say("yes")
    await ann.say("1")
    assert "Question 5" in await ann.say("skip")
    assert "Shall I send" in await ann.say("Skip it!")
    assert "are sent" in await ann.say("send them")
    (sent,) = answers_in(hub)
    assert sent["why"] == sent["wishes"] == "skipped"
    assert sent["dark"] == "yes"


async def test_what_is_not_shown_is_not_asked(opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    await ann.press("I'd rather not say")
    assert "Question 3 of 3" in await ann.say("no")
    assert "Shall I send" in await ann.press("Leave this out")


async def test_going_back_changes_the_way(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    for said in ("Hollinbeck", "yes", "2"):
        await ann.say(said)
    await ann.press("Go back")
    assert "Is your street dark?" in await ann.press("Go back")
    await ann.say("no")
    await ann.say("1, 2")
    await ann.press("Send my answers")
    (sent,) = answers_in(hub)
    assert set(sent) == {"where", "dark", "wishes"}


async def test_a_pause_and_other_things_in_between(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    await ann.say("Hollinbeck")
    assert "I've kept your answers" in await ann.press("Stop for now")
    hub.rasa.answers["what is a hub?"] = [Reply("It is a team.")]
    assert await ann.say("what is a hub?") == "It is a team."
    assert "Let's go on where you stopped.\nQuestion 2 of 5" in await ann.start()


async def test_a_report_pauses_it(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    hub.rasa.answers['/choose{"value": "start_report"}'] = [Reply("Tell me.")]
    assert await ann.say(payload='/choose{"value": "start_report"}') == "Tell me."
    await ann.say("yes")
    assert hub.rasa.told[-1].message == "yes"


async def test_danger_is_answered_first_and_is_no_answer(
    hub: Hub, opening: int, new_resident: NewResident
) -> None:
    ann = await new_resident()
    await ann.start()
    await ann.say("Hollinbeck")
    await ann.say("yes")
    await ann.say("1")
    await ann.say("help me now")
    assert ann.replies[0]["danger"]
    with hub.database.unit_of_work() as unit:
        row = unit.scalars(select(SurveySitting)).one()
        assert "why" not in row.body["answers"]
    assert "Question 5 of 5" in await ann.say("Nothing else.")


async def test_what_is_no_answer_is_asked_again(opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    assert "I don't know that place" in await ann.say("zzzz")
    assert "Question 1 of 5" in ann.replies[-1]["text"]
    await ann.say("Hollinbeck")
    said = await ann.say("maybe")
    assert "yes or no" in said
    assert "Question 2 of 5" in said


async def test_the_same_message_again_answers_nothing_twice(
    hub: Hub, opening: int, new_resident: NewResident
) -> None:
    ann = await new_resident()
    await ann.start()
    await ann.say("Hollinbeck")
    once = await ann.say("yes", key="same")
    assert await ann.say("yes", key="same") == once
    assert "Question 4 of 5" in await ann.say("1")


async def test_once_per_person(hub: Hub, opening: int, new_resident: NewResident) -> None:
    for _ in range(2):
        ann = await new_resident()
        await _answer_quickly(ann)
        assert "answers already" in await ann.start()
    assert len(answers_in(hub)) == 2


async def test_confidential_answers_can_be_changed(
    hub: Hub, confidential: int, new_resident: NewResident
) -> None:
    ann = await new_resident()
    await _answer_quickly(ann)
    await ann.start()
    await ann.press("I'd rather not say")
    await _say_all(ann, "yes", "2", "Too dark.", "1")
    assert "are sent" in await ann.press("Send my answers")
    (sent,) = answers_in(hub)
    assert sent["dark"] == "yes"


async def test_a_quota_that_is_full_thanks_and_asks_no_further(
    hub: Hub, lamps: Survey, new_resident: NewResident
) -> None:
    open_survey(hub, replace(lamps, quotas=(Quota("dark", "no", 1),)))
    await _answer_quickly(await new_resident())
    ann, ben = await new_resident(), await new_resident()
    await ann.start()
    await ann.press("I'd rather not say")
    assert "heard from enough people" in await ann.say("no")
    assert len(answers_in(hub)) == 1
    with hub.database.unit_of_work() as unit:
        assert unit.scalars(select(SurveySitting)).all() == []
    await ben.start()
    await ben.press("I'd rather not say")
    assert "Question 3 of 5" in await ben.say("yes")


async def test_a_concern_in_free_words_is_kept_as_an_answer_and_offered_to_report(
    hub: Hub, opening: int, new_resident: NewResident
) -> None:
    hub.understanding.categories["Somebody dumped a sofa there."] = [Category.FLY_TIPPING]
    ann = await new_resident()
    await ann.start()
    await ann.say("Hollinbeck")
    await _say_all(ann, "yes", "1")
    said = await ann.say("Somebody dumped a sofa there.")
    assert "isn't a report yet" in said
    assert "Question 5 of 5" in said
    hub.rasa.answers['/choose{"value": "start_report"}'] = [Reply("Tell me.")]
    assert await ann.press("Report it") == "Tell me."
    await ann.start()
    await ann.press("Leave this out")
    await ann.press("Send my answers")
    (sent,) = answers_in(hub)
    assert sent["why"] == "Somebody dumped a sofa there."


async def test_a_closed_survey_takes_nothing_more(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.start()
    close_survey(hub, opening)
    assert "isn't open" in await ann.start()
    await ann.say("Hollinbeck")
    assert hub.rasa.told[-1].message == "Hollinbeck"


async def test_the_command_offers_what_is_open(opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.say(payload="/take_survey")
    assert "Question 1 of 5" in await ann.press("Street lamps")


async def _answer_quickly(ann: Resident) -> None:
    await ann.start()
    await ann.press("I'd rather not say")
    await _say_all(ann, "no")
    await ann.press("Leave this out")
    await ann.press("Send my answers")


async def _say_all(ann: Resident, *words: str) -> None:
    for word in words:
        await ann.say(word)
