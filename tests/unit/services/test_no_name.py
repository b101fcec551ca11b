"""Whoever wants no name passed on can say so at any question of a report."""

from __future__ import annotations

import pytest

from bot.domain.categories import Category
from bot.domain.drafts import ContactWish, Step
from bot.services.draft_answers import Said
from tests.fakes.reports import Reports

RUBBISH = "somebody has left a big brown sofa and some bags on the verge"


@pytest.fixture
def asked_where(reports: Reports) -> Reports:
    reports.understanding.categories[RUBBISH] = [Category.FLY_TIPPING]
    assert reports.open(RUBBISH) is Step.PLACE
    return reports


@pytest.mark.parametrize("wish", ["anonymous", "Anon please", "I want to stay anonymous"])
def test_it_is_noted_and_the_question_asked_again(asked_where: Reports, wish: str) -> None:
    said = Said(wish, "ask_privacy", 0.9)
    taken = asked_where.drafts.take(asked_where.session, asked_where.conversation, said)
    assert [reply.text for reply in taken.replies] == ["OK. I won't pass on your name."]
    assert asked_where.ask() is Step.PLACE
    assert asked_where.draft.contact_wish is ContactWish.ANONYMOUS
    assert asked_where.draft.place_words is None


def test_what_else_is_said_with_it_is_an_answer(asked_where: Reports) -> None:
    asked_where.say("it's in Upper Vale by the chapel and I would like to stay anonymous in all this")
    assert asked_where.draft.contact_wish is ContactWish.ANONYMOUS
    assert asked_where.draft.place is not None


def test_who_only_asks_has_not_decided(asked_where: Reports) -> None:
    assert asked_where.is_question("is it anonymous?", "ask_privacy")
    assert asked_where.draft.contact_wish is None
