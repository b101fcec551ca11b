"""Whoever asks is told once what came of a survey, and it doesn't say what or whether they answered."""

from __future__ import annotations

import sqlite3
from datetime import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.db.models import Conversation, Message, SurveyFollower, SurveyResponse
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.officer import Officer, add_staff
from tests.functional.surveys.answering import NewResident, Resident
from tests.functional.surveys.conftest import close_survey
from tests.functional.surveys.test_by_form import FORM, answer_all, send
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio


async def answer(ann: Resident) -> None:
    await ann.start()
    await ann.press("I'd rather not say")
    await ann.say("no")
    await ann.press("Leave this out")
    await ann.press("Send my answers")


async def publish(hub: Hub, opening: int) -> None:
    close_survey(hub, opening)
    add_staff(hub, "coordinator@hub.example", Role.HUB_COORDINATOR)
    async with client_for(hub) as client:
        officer = Officer(client)
        await officer.sign_in("coordinator@hub.example")
        page = f"/console/surveys/rounds/{opening}"
        for _ in range(2):
            await officer.open(page)
            await officer.send(f"{page}/publish", done="New lamps.")
            assert officer.path == page


async def test_whoever_asked_is_told_once(hub: Hub, opening: int, new_resident: NewResident) -> None:
    ann, ben = await new_resident(), await new_resident()
    await answer(ann)
    assert "tell you here" in await ann.press("Tell me what comes of it")
    await answer(ben)
    with hub.database.unit_of_work() as unit:
        (follower,) = unit.scalars(select(SurveyFollower)).all()
    await publish(hub, opening)
    with hub.database.unit_of_work() as unit:
        told = unit.scalars(select(Message).where(Message.text.contains("You asked what came of"))).all()
        assert [one.conversation_id for one in told] == [follower.conversation_id]
        assert f"/consultations/{opening}" in told[0].text
        assert unit.scalars(select(SurveyFollower)).all() == []
    # Whoever asks later is told at once.
    assert f"/consultations/{opening}" in await ann.say(
        payload=f'/choose{{"value": "survey:tell:{opening}"}}'
    )
    assert "isn't open" in await ann.say(payload='/choose{"value": "survey:tell:x"}')


async def test_what_is_kept_leads_to_no_answer(
    hub: Hub, opening: int, new_resident: NewResident, tmp_path: Path
) -> None:
    for _ in range(3):
        ann = await new_resident()
        await answer(ann)
        await ann.press("Tell me what comes of it")
        assert "tell you here" in await ann.say(payload=f'/choose{{"value": "survey:tell:{opening}"}}')
    # Somebody who never answered.
    await (await new_resident()).say(payload=f'/choose{{"value": "survey:tell:{opening}"}}')
    with sqlite3.connect(str(hub.database.engine.url.database)) as copy:
        columns = [name for _, name, *_ in copy.execute("PRAGMA table_info(survey_follower)")]
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            copy.execute("SELECT rowid FROM survey_follower")
    assert columns == ["opening_id", "conversation_id"]
    with hub.database.unit_of_work() as unit:
        followers = {one.conversation_id for one in unit.scalars(select(SurveyFollower))}
        answers = {row.id for row in unit.scalars(select(SurveyResponse))}
    assert len(followers) == 4
    assert len(answers) == 3
    assert not followers & answers


async def test_whoever_asked_on_the_form_is_told_in_the_chat(
    hub: Hub, opening: int, browser: httpx.AsyncClient
) -> None:
    sent = await answer_all(browser, dark="yes")
    with hub.database.unit_of_work() as unit:
        # Answering makes nobody known.
        assert unit.scalars(select(Conversation)).all() == []
    told = await send(browser, sent, "tell")
    assert "tell you in the chat in this browser" in told
    assert "have your answers" in told
    with hub.database.unit_of_work() as unit:
        (follower,) = unit.scalars(select(SurveyFollower)).all()
        conversation = unit.get_one(Conversation, follower.conversation_id)
        moments = {conversation.created_at, conversation.last_active_at, conversation.person.created_at}
        assert {moment.time() for moment in moments} == {time()}
    await publish(hub, opening)
    assert f"/consultations/{opening}" in (await browser.get("/chat")).text


async def test_asking_on_the_form_needs_no_answer(hub: Hub, opening: int, browser: httpx.AsyncClient) -> None:
    first = (await browser.get(FORM)).text
    for _ in range(2):
        told = await send(browser, first, "tell")
    assert "tell you in the chat in this browser" in told
    assert "Begin" in told
    with hub.database.unit_of_work() as unit:
        assert len(unit.scalars(select(SurveyFollower)).all()) == 1
        assert unit.scalars(select(SurveyResponse)).all() == []
