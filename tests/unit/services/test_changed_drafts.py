"""A report that is added to by photos, and changed before it is sent."""

from __future__ import annotations

from bot.domain.categories import Category
from bot.domain.drafts import Step
from bot.services.draft_answers import Said
from tests.fakes.reports import Reports

SOFA = "a sofa on King Street in Upper Vale since last night"


def heard(reports: Reports, text: str, *categories: Category) -> str:
    reports.understanding.categories[text] = list(categories)
    return text


class TestAttachments:
    def test_a_photo_that_came_with_the_first_words_is_not_asked_for_again(self, reports: Reports) -> None:
        heard(reports, SOFA, Category.FLY_TIPPING)
        reports.drafts.open(reports.session, reports.conversation, Said(SOFA, photo_ids=("one",)))
        assert reports.ask() is Step.CONTACT
        assert reports.draft.photo_ids == ["one"]

    def test_a_photo_alone_begins_a_report(self, reports: Reports) -> None:
        reports.drafts.open(reports.session, reports.conversation, Said(photo_ids=("one",)))
        assert reports.ask() is Step.WORDS
        assert reports.say(heard(reports, SOFA, Category.FLY_TIPPING)) is Step.CONTACT
        assert reports.draft.photo_ids == ["one"]


class TestChanging:
    def test_every_answer_can_be_changed_before_it_is_sent(self, reports: Reports) -> None:
        reports.open(heard(reports, SOFA, Category.FLY_TIPPING))
        reports.say(value="here")
        assert reports.say("change something") is Step.CHANGE
        assert reports.say(value="place") is Step.PLACE
        assert reports.say("Copperfold") is Step.WHEREABOUTS
        assert reports.say("skip", "skip") is Step.CHECK
        assert reports.say("change", "inform") is Step.CHANGE
        assert reports.say(value="nothing") is Step.CHECK

    def test_the_words_can_be_written_again(self, reports: Reports) -> None:
        reports.open(heard(reports, SOFA, Category.FLY_TIPPING))
        reports.say(value="here")
        reports.say(value="change")
        assert reports.say(value="words") is Step.WORDS
        assert reports.say("a green sofa") is Step.CHECK
        assert reports.draft.told == ["a green sofa"]
