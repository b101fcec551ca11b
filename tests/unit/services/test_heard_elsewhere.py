"""Answers that come at another question than theirs are kept, and what was asked is asked again."""

from __future__ import annotations

import pytest

from bot.domain.categories import Category
from bot.domain.drafts import Step
from bot.services.heard_answers import HeardAnswers
from tests.fakes.reports import Reports

MOULD = "the mould in here is getting on the bairn's chest"
DUMPED = "a sofa and bags on King Street in Upper Vale"


def begin(reports: Reports, text: str, category: Category) -> None:
    reports.understanding.categories[text] = [category]
    reports.open(text)


class TestLandlords:
    def test_the_owner_of_a_home_is_no_whereabouts(self, reports: Reports) -> None:
        begin(reports, MOULD, Category.HOUSING_ISSUE)
        assert reports.say("Copperfold") is Step.WHEREABOUTS
        assert reports.say("Vale Homes") is Step.CONTACT  # who repairs their own homes needs nothing else
        assert reports.draft.facts["landlord"] == "vale_homes"
        assert reports.draft.whereabouts is None

    def test_of_something_else_it_says_whereabouts(self, reports: Reports) -> None:
        begin(reports, "bags all over", Category.LITTER)
        assert reports.say("Copperfold") is Step.WHEREABOUTS
        reports.say("Vale Homes")
        assert reports.draft.whereabouts == "Vale Homes"
        assert "landlord" not in reports.draft.facts


class TestTimes:
    def take(self, reports: Reports, text: str) -> bool:
        """Whether words that choose nothing are taken where a choice was asked for."""
        begin(reports, DUMPED, Category.FLY_TIPPING)
        answers = HeardAnswers(reports.drafts.cues, reports.drafts.places)
        return answers.take(Step.HAZARD, reports.draft, text)

    def test_a_time_where_a_choice_was_asked_for_is_taken(self, reports: Reports) -> None:
        assert self.take(reports, "every night")

    @pytest.mark.parametrize("text", ["wibble", "every night or so they say"])
    def test_other_words_are_not(self, reports: Reports, text: str) -> None:
        assert not self.take(reports, text)
