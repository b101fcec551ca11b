"""A report of which it isn't clear what it is about: what says nothing of it leaves the choice as it was."""

from __future__ import annotations

import pytest

from bot.domain.categories import Category
from bot.domain.drafts import Step
from tests.fakes.reports import Reports

OFFERED = (Category.LITTER, Category.NOISE, Category.ASB)
LATER = (Category.FIRE, Category.SCAM, Category.DRUGS)


@pytest.fixture
def unclear(reports: Reports) -> Reports:
    """Three kinds were offered for what was told, and other ones are likely for whatever comes next."""
    reports.understanding.likely = OFFERED
    assert reports.open("the thing by the beck") is Step.CATEGORY
    reports.understanding.likely = LATER
    return reports


def offered(reports: Reports) -> tuple[Category, ...]:
    return tuple(Category(name) for name in reports.draft.likely)


class TestWhatIsNoTry:
    def test_a_place_is_kept_and_the_same_is_offered_again(self, unclear: Reports) -> None:
        assert unclear.say("Copperfold") is Step.CATEGORY
        assert offered(unclear) == OFFERED
        assert unclear.draft.place is not None
        assert unclear.draft.misses == 0

    @pytest.mark.parametrize(("text", "intent"), [("yes", "affirm"), ("well", "nlu_fallback")])
    def test_what_says_nothing_is_offered_the_same_once_more(
        self, unclear: Reports, text: str, intent: str
    ) -> None:
        assert unclear.say(text, intent) is Step.CATEGORY
        assert offered(unclear) == OFFERED
        assert unclear.say(text, intent) is Step.PLACE
        assert unclear.draft.is_for_person

    def test_a_place_twice_is_a_miss(self, unclear: Reports) -> None:
        unclear.say("Copperfold")
        unclear.say("Copperfold")
        assert unclear.draft.misses == 1


class TestAnotherTry:
    def test_more_words_bring_another_offer(self, unclear: Reports) -> None:
        assert unclear.say("it is about what they do every night there") is Step.CATEGORY
        assert offered(unclear) == LATER

    def test_a_word_that_names_it_is_enough(self, unclear: Reports) -> None:
        assert unclear.say("smoke", Category.FIRE.report_intent) is Step.PLACE
        assert unclear.draft.categories == [Category.FIRE]
