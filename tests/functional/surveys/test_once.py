"""One person, one answer: by chat and by form in one browser, and by a pass from another channel."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import select

from bot.channels.web.sessions import COOKIE
from bot.db.models import Conversation, SurveyOpening, SurveyResponse, SurveySitting
from bot.services.people import PeopleService
from tests.fakes.hub import Hub, create_test_surveys
from tests.functional.surveys.answering import NewResident, Resident
from tests.functional.surveys.test_by_form import FORM, answer_all, send
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio


def same_browser(hub: Hub, resident: Resident) -> httpx.AsyncClient:
    """The browser in which somebody chats, without what their program sends."""
    sessions = hub.app.state.web_channel.sessions
    session = sessions.read_token(resident.client.headers["Authorization"].removeprefix("Bearer "))
    client = client_for(hub)
    client.cookies.set(COOKIE, sessions.cookie_for(session))
    return client


async def answer_in_chat(ann: Resident) -> str:
    """Answer all, quickly."""
    await ann.start()
    await ann.press("I'd rather not say")
    await ann.say("no")
    await ann.press("Leave this out")
    return await ann.press("Send my answers")


def count(hub: Hub) -> int:
    with hub.database.unit_of_work() as unit:
        return len(unit.scalars(select(SurveyResponse)).all())


async def test_by_chat_then_by_form(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    assert "are sent" in await answer_in_chat(ann)
    async with same_browser(hub, ann) as browser:
        assert "have your answers" in (await browser.get(FORM)).text
    assert count(hub) == 1


async def test_by_form_then_by_chat(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    async with same_browser(hub, ann) as browser:
        assert "have your answers" in await answer_all(browser, dark="no")
    assert "answers already" in await ann.start()
    assert count(hub) == 1


async def test_begun_by_form_and_ended_by_chat(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    async with same_browser(hub, ann) as browser:
        page = await send(browser, (await browser.get(FORM)).text, "begin")
        await send(browser, page, "decline")
    assert "Question 2 of 5" in await ann.start()
    await ann.say("no")
    await ann.press("Leave this out")
    await ann.press("Send my answers")
    with hub.database.unit_of_work() as unit:
        assert unit.scalars(select(SurveySitting)).all() == []
    assert count(hub) == 1


async def test_confidential_answers_by_form_can_be_changed_in_the_chat(
    hub: Hub, confidential: int, new_resident: NewResident
) -> None:
    ann = await new_resident()
    await ann.say("Hello")
    async with same_browser(hub, ann) as browser:
        await answer_all(browser, dark="no")
    assert "are sent" in await answer_in_chat(ann)
    with hub.database.unit_of_work() as unit:
        (sent,) = unit.scalars(select(SurveyResponse)).all()
        assert sent.person_id == unit.scalars(select(Conversation.person_id)).one()


async def test_a_pass_from_another_channel_counts_as_the_same_person(hub: Hub, opening: int) -> None:
    people = create_test_surveys().chat.people
    with hub.database.unit_of_work() as unit:
        conversation = PeopleService().meet(unit, "telegram", "4711")
        address = people.make_pass(unit.get_one(SurveyOpening, opening), conversation)
    path = address.removeprefix(people.hub_address)
    for _ in range(2):
        async with client_for(hub) as browser:
            page = (await browser.get(path, follow_redirects=True)).text
            if "have your answers" not in page:
                await answer_all(browser, dark="no")
            assert "have your answers" in (await browser.get(FORM)).text
    assert count(hub) == 1
    with hub.database.unit_of_work() as unit:
        who = people.in_chat(unit, opening, PeopleService().meet(unit, "telegram", "4711"))
        assert people.answers.has_answered(unit, opening, *who.tokens)


async def test_a_forged_pass_is_worth_nothing(hub: Hub, opening: int, browser: httpx.AsyncClient) -> None:
    response = await browser.get(f"{FORM}?pass=WzEsImFiYyJd.forged")
    assert response.headers["location"] == FORM
    assert "have your answers" in await answer_all(browser, dark="no")
    people = create_test_surveys().chat.people
    assert people.read_pass("WzEsImFiYyJd.forged", opening) == ""
