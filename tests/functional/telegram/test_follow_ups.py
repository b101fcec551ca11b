"""Weeks after a case was closed, on Telegram: asked, pressed, and pressed by somebody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app.follow_ups import create_follow_up_jobs
from bot.channels.telegram.words import TelegramWords
from bot.db.models import Concern, ConcernState, Conversation, Outcome, Referral, ReferralRole
from bot.domain.references import make_reference
from bot.settings import read_settings
from tests.bot_api.chats import Chat, buttons_of
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import CHANNEL, TelegramHub

CLOSED = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
WORDS = TelegramWords.read(10 * 1024 * 1024, phrases().catalogues)


@pytest.fixture
def asked(sam: Chat, hub: TelegramHub) -> str:
    """Sam's case was closed weeks ago and is asked about; its reference."""
    sam.say("there is rubbish in the lane")
    sam.wait_for(1)
    reference = make_reference()
    with hub.database.unit_of_work() as session:
        concern = Concern(
            reference=reference,
            draft_id="d",
            position=0,
            person_id=session.scalars(select(Conversation)).one().person_id,
            channel=CHANNEL,
            category="fly_tipping",
            description="rubbish",
            why="theirs",
            target_on=date(2027, 3, 1),
            retain_until=date(2099, 1, 1),
            state=ConcernState.CLOSED,
            outcome=Outcome.RESOLVED,
        )
        concern.closed_at = CLOSED
        concern.referrals = [
            Referral(agency_id="westshire_police", role=ReferralRole.LEAD, target_on=concern.target_on)
        ]
        session.add(concern)
    settings = read_settings(secret="for-tests-only")
    jobs = create_follow_up_jobs(settings, hub.database, phrases(), frozenset({CHANNEL}))
    object.__setattr__(jobs.follow_ups, "now", lambda: CLOSED + timedelta(weeks=5))
    hub.run(jobs.ask())
    return reference


def state_of(hub: TelegramHub, reference: str) -> ConcernState:
    with hub.database.unit_of_work() as session:
        return session.scalars(select(Concern).where(Concern.reference == reference)).one().state


def test_one_tap_opens_it_again_and_the_why_lands_on_the_case(
    sam: Chat, hub: TelegramHub, asked: str
) -> None:
    assert "Is it fixed?" in sam.wait_for(2)[1]
    sam.press("It's not fixed")
    assert "What is still wrong?" in sam.wait_for(3)[2]
    assert state_of(hub, asked) == ConcernState.OPEN
    sam.say("half of it is there")
    assert "how well were you kept informed" in sam.wait_for(5)[4]
    sam.press("Very badly")
    assert "helps us do better" in sam.wait_for(6)[5]
    with hub.database.unit_of_work() as session:
        concern = session.scalars(select(Concern)).one()
        assert [note.text for note in concern.notes] == ["half of it is there"]
    assert len(hub.rasa.told) == 1


def test_nobody_else_can_press_it(sam: Chat, alex: Chat, hub: TelegramHub, asked: str) -> None:
    sam.wait_for(2)
    not_fixed = buttons_of(sam.heard[1])[1]["callback_data"]
    alex.say("hello")
    alex.wait_for(1)
    alex.press_data(not_fixed)
    assert alex.wait_for(2)[-1] == WORDS.text("button_gone")
    assert state_of(hub, asked) == ConcernState.CLOSED
