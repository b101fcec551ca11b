"""Answering a survey on Telegram: by its link, by buttons and by typing."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from bot.db.models import InboxUpdate, Message, OutgoingMessage, SurveyResponse
from bot.domain.staff import COMMAND_LINE
from tests.bot_api.chats import Chat
from tests.fakes.hub import create_test_surveys
from tests.fakes.reports import westshire
from tests.fakes.telegram_hub import TelegramHub

TODAY = date.today()  # noqa: DTZ011 -- the place's day


def test_a_survey_is_answered_and_leaves_nothing_in_the_chat(sam: Chat, hub: TelegramHub) -> None:
    with hub.database.unit_of_work() as unit:
        openings = create_test_surveys().openings
        openings.open(unit, COMMAND_LINE, westshire().surveys[0], TODAY, TODAY + timedelta(days=14), TODAY)
    sam.say("/start survey_lamps")
    assert "Question 1 of 5" in sam.wait_for(3)[-1]
    sam.say("Hollinbeck")
    assert "Question 2 of 5" in sam.wait_for(4)[-1]
    sam.press("Yes")
    sam.wait_for(5)
    sam.press("Broken lamps")
    sam.wait_for(6)
    sam.say("remark00xyz")
    sam.wait_for(7)
    sam.press("Leave this out")
    sam.wait_for(8)
    sam.press("Send my answers")
    assert "are sent" in sam.wait_for(9)[-1]
    assert not hub.rasa.told
    with hub.database.unit_of_work() as unit:
        (sent,) = unit.scalars(select(SurveyResponse)).all()
        assert sent.answers["why"]["value"] == "remark00xyz"
        for table in (Message, OutgoingMessage, InboxUpdate):
            columns = table.__table__.columns.values()
            rows = unit.execute(select(*columns)).all()
            assert not [row for row in rows if "remark00" in str(row) or "survey:pick" in str(row)]
