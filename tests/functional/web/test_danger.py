"""Danger in the web chat: who is the judge of a short answer, and what is offered after the card."""

from __future__ import annotations

import pytest

from bot.db.models import Conversation, Draft
from bot.domain.drafts import ReportDraft, Step
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub
from tests.functional.web.visitor import Visitor

pytestmark = pytest.mark.anyio

SHORT = "it sounds bad"
LONG = "it sounds bad out there to me and my neighbour"


async def ask(visitor: Visitor, hub: Hub, step: Step) -> None:
    """Bring a conversation to a step of a report."""
    await visitor.send("lads on bikes")
    with hub.database.unit_of_work() as session:
        conversation = session.query(Conversation).one()
        conversation.draft = Draft(body=ReportDraft(told=["lads on bikes"], asking=step).to_json())


class TestShortAnswers:
    async def test_the_models_opinion_is_no_judge_of_them(self, visitor: Visitor, hub: Hub) -> None:
        await ask(visitor, hub, Step.VEHICLE)
        await visitor.send(SHORT)
        assert CARD not in visitor.said
        assert hub.rasa.told[-1].message == SHORT

    async def test_the_gate_is(self, visitor: Visitor, hub: Hub) -> None:
        await ask(visitor, hub, Step.VEHICLE)
        await visitor.send("help me now")
        assert CARD in visitor.said

    async def test_the_opinion_counts_in_more_words(self, visitor: Visitor, hub: Hub) -> None:
        await ask(visitor, hub, Step.VEHICLE)
        await visitor.send(LONG)
        assert CARD in visitor.said

    async def test_the_opinion_counts_where_it_is_told_what_happens(self, visitor: Visitor, hub: Hub) -> None:
        await ask(visitor, hub, Step.WORDS)
        await visitor.send(SHORT)
        assert CARD in visitor.said

    async def test_the_opinion_counts_where_nothing_was_asked(self, visitor: Visitor) -> None:
        await visitor.send(SHORT)
        assert CARD in visitor.said


async def test_somebody_at_breaking_point_is_offered_a_person(visitor: Visitor) -> None:
    await visitor.send("I have dark thoughts")
    assert CARD in visitor.said
    assert "Would you like a person from the hub to get in touch" in visitor.said[-1]
    assert visitor.choices["Yes, please"] == "/not_happening_now"
