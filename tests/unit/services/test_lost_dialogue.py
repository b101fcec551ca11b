"""A report goes on where Rasa knows no more of it than that somebody said something."""

from __future__ import annotations

from typing import Any
from unittest.mock import create_autospec

import pytest
from rasa_sdk import Tracker

from actions.answers import ActionAnswer
from actions.base import ActionServices
from bot.domain.categories import Category
from tests.fakes.reports import Reports

SOFA = "a sofa on the verge since last night"


@pytest.fixture
def action(reports: Reports) -> ActionAnswer:
    services = create_autospec(ActionServices, instance=True)
    services.drafts, services.answers = reports.drafts, reports.answers
    return ActionAnswer(services)


def said(text: str, intent: str, active_loop: dict[str, Any]) -> Tracker:
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}}
    return Tracker("a", {}, message, [{"event": "user"}], False, None, active_loop, None)


def test_an_answer_is_taken_and_the_form_begun_again(reports: Reports, action: ActionAnswer) -> None:
    reports.understanding.categories[SOFA] = [Category.FLY_TIPPING]
    reports.open(SOFA)
    _, events = action.act(reports.session, reports.conversation, said("in Upper Vale it is", "affirm", {}))
    assert [event["name"] for event in events] == ["report_form"]
    draft = reports.drafts.find(reports.session, reports.conversation)
    assert draft is not None
    assert draft.place is not None
    assert draft.place.name == "Upper Vale"


def test_without_a_report_it_is_answered_as_ever(reports: Reports, action: ActionAnswer) -> None:
    replies, events = action.act(reports.session, reports.conversation, said("thanks", "thank", {}))
    assert replies
    assert events == []
