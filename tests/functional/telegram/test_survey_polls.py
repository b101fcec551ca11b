"""A survey of one question as Telegram's own poll in linked groups and channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.app.surveys import create_survey_polls
from bot.db.models import (
    LinkedChat,
    OutgoingMessage,
    OutgoingState,
    SurveyOpening,
    SurveyPoll,
    SurveyResponse,
)
from bot.domain.staff import COMMAND_LINE
from bot.domain.survey_filters import ResultsFilter, Source
from bot.domain.surveys import Kind, Question, Survey
from bot.errors import SurveyError
from bot.services.survey_polls import SurveyPollService
from tests.bot_api.server import BotApi
from tests.fakes.hub import create_test_surveys
from tests.fakes.reports import westshire
from tests.fakes.telegram_hub import TelegramHub, until

TODAY = date.today()  # noqa: DTZ011 -- the place's day
CHANNEL, GROUP = -100200, -100300


def one_question(question: Question) -> Survey:
    """The survey about lamps with a single question."""
    return replace(westshire().surveys[0], questions=(question,), quotas=())


SCALE = one_question(Question("dark", Kind.SCALE, "How dark is it?", low=1, high=3, high_label="very"))


def polls_of(hub: TelegramHub) -> SurveyPollService:
    return create_survey_polls(hub.outbox, frozenset({"telegram"}), "https://hub.example")


def post(hub: TelegramHub, api: BotApi, survey: Survey = SCALE) -> int:
    """Open it, and post it in a channel and a group; the number of the round."""
    api.group(CHANNEL, "channel")
    api.group(GROUP)
    with hub.database.unit_of_work() as session:
        openings = create_test_surveys().openings
        last = TODAY + timedelta(days=14)
        opening = openings.open(session, COMMAND_LINE, survey, TODAY, last, TODAY)
        chats = [LinkedChat(channel="telegram", address=str(one), title="Us") for one in (CHANNEL, GROUP)]
        session.add_all(chats)
        session.flush()
        polls_of(hub).post(session, COMMAND_LINE, opening, {chat.id for chat in chats})
        return opening.id


def votes(hub: TelegramHub) -> list[list[int]]:
    with hub.database.unit_of_work() as session:
        return list(session.scalars(select(SurveyPoll.votes).order_by(SurveyPoll.id)))


def test_votes_are_counted_in_and_the_polls_end_with_the_survey(hub: TelegramHub, api: BotApi) -> None:
    opening_id = post(hub, api)
    channel, group = api.group(CHANNEL, "channel"), api.group(GROUP)
    for chat in (channel, group):
        (message,) = chat.wait(lambda heard: bool(heard))
        assert message["poll"]["question"] == "How dark is it?"
        assert [one["text"] for one in message["poll"]["options"]] == ["1", "2", "3 – very"]
        assert message["poll"]["is_anonymous"]
    for option in ("1", "3 – very", "3 – very"):
        channel.vote(option)
    group.vote("1")
    group.vote("1", retracted=True)
    group.vote("2")
    until(lambda: votes(hub) == [[1, 0, 2], [0, 1, 0]])
    surveys = create_test_surveys()
    with hub.database.unit_of_work() as session:
        surveys.openings.close(session, COMMAND_LINE, session.get_one(SurveyOpening, opening_id))
        assert polls_of(hub).stop(session) == 2
    until(lambda: all(chat.heard[0]["poll"]["is_closed"] for chat in (channel, group)))
    with hub.database.unit_of_work() as session:
        opening = session.get_one(SurveyOpening, opening_id)
        results = surveys.readings.tabulate(session, opening, ResultsFilter(source=Source.POLL))
        counts = [count for _, count in results.questions[0].rows]
        assert counts == [1, 1, 2, 0]
        sent = session.scalars(select(SurveyResponse)).all()
        assert len(sent) == 4
        assert {(one.is_poll, one.person_id) for one in sent} == {(True, None)}
        assert polls_of(hub).stop(session) == 0


def test_what_comes_late_or_twice_changes_nothing(hub: TelegramHub, api: BotApi) -> None:
    post(hub, api)
    channel = api.group(CHANNEL, "channel")
    for chat in (channel, api.group(GROUP)):
        chat.wait(lambda heard: bool(heard))
    channel.vote("2")
    until(lambda: [0, 1, 0] in votes(hub))
    with hub.database.unit_of_work() as session:
        row = session.scalars(select(SurveyPoll).where(SurveyPoll.poll_key.is_not(None))).one()
        polls, key, latest = polls_of(hub), row.poll_key or "", row.update_id
        assert not polls.count(session, key, [9, 9, 9], latest)
        assert not polls.count(session, key, [1, 2], latest + 1)
        assert not polls.count(session, "of another", [1, 2, 3], latest + 1)
    assert [0, 1, 0] in votes(hub)


@pytest.mark.parametrize(
    ("survey", "problem"),
    [
        (westshire().surveys[0], "single question"),
        (one_question(Question("why", Kind.TEXT, "Why?")), "one answer to choose"),
        (one_question(Question("d", Kind.SCALE, "How?", low=0, high=10)), "10 answers at the most"),
        (one_question(Question("d", Kind.YES_NO, "Dark?" * 61)), "300 characters"),
    ],
)
def test_what_a_poll_cannot_ask_is_said(hub: TelegramHub, api: BotApi, survey: Survey, problem: str) -> None:
    with pytest.raises(SurveyError, match=problem):
        post(hub, api, survey)


def test_it_is_posted_once_in_each_chat(hub: TelegramHub, api: BotApi) -> None:
    opening_id = post(hub, api)
    with hub.database.unit_of_work() as session:
        chats = {chat.id for chat in session.scalars(select(LinkedChat))}
        with pytest.raises(SurveyError, match="isn't yet"):
            polls_of(hub).post(session, COMMAND_LINE, session.get_one(SurveyOpening, opening_id), chats)
        assert len(session.scalars(select(OutgoingMessage)).all()) == 2


def test_a_server_that_takes_no_poll_is_sent_it_in_words(hub: TelegramHub, api: BotApi) -> None:
    api.state.reads_polls = False
    opening_id = post(hub, api)
    for chat in (api.group(CHANNEL, "channel"), api.group(GROUP)):
        (message,) = chat.wait(lambda heard: bool(heard))
        assert message["text"] == "How dark is it?\n• 1\n• 2\n• 3 – very\nhttps://hub.example/survey/lamps"
    surveys = create_test_surveys()
    with hub.database.unit_of_work() as session:
        surveys.openings.close(session, COMMAND_LINE, session.get_one(SurveyOpening, opening_id))
        assert polls_of(hub).stop(session) == 2
    until(lambda: all(is_done(one) for one in outgoing(hub)))


def outgoing(hub: TelegramHub) -> list[OutgoingState]:
    with hub.database.unit_of_work() as session:
        return list(session.scalars(select(OutgoingMessage.state)))


def is_done(state: OutgoingState) -> bool:
    return state == OutgoingState.SENT
