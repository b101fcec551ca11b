"""Telling a report: what is asked, what counts as an answer, and every way to turn back."""

from __future__ import annotations

import pytest

from bot.db.models import Direction, Message, MessageState
from bot.domain.categories import Category
from bot.domain.drafts import ContactWish, Ending, Step
from bot.domain.replies import Reply
from bot.services.draft_answers import Said
from tests.fakes.reports import Reports, westshire

SOFA = "a sofa on King Street in Upper Vale since last night"
LONG = "somebody has left a big brown sofa and some bags on the verge"


def heard(reports: Reports, text: str, *categories: Category) -> str:
    reports.understanding.categories[text] = list(categories)
    return text


class TestOpening:
    def test_what_was_said_is_not_asked_again(self, reports: Reports) -> None:
        step = reports.open(heard(reports, SOFA, Category.FLY_TIPPING))
        assert step is Step.CONTACT
        assert reports.draft.place is not None
        assert reports.draft.place.name == "King Street, Upper Vale"
        assert reports.draft.happened == "since last night"

    def test_an_unclear_message_is_asked_about(self, reports: Reports) -> None:
        assert reports.open("the thing by the beck") is Step.CATEGORY

    def test_a_wish_for_a_person_is_asked_what_it_is_about(self, reports: Reports) -> None:
        assert reports.open("can I talk to somebody", "ask_human") is Step.WORDS

    def test_a_second_opening_adds_to_a_report_that_has_words(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        reports.open("Upper Vale")
        assert reports.draft.place is not None
        assert reports.draft.told == [LONG]


class TestCategory:
    def test_it_can_be_chosen_or_typed(self, reports: Reports) -> None:
        reports.understanding.likely = (Category.LITTER, Category.NOISE)
        reports.open("the thing by the beck")
        assert reports.say("litter") is Step.PLACE
        assert reports.draft.categories == [Category.LITTER]
        assert reports.draft.is_chosen

    def test_two_misses_in_a_row_go_to_a_person(self, reports: Reports) -> None:
        reports.open("the thing by the beck")
        assert reports.say("you know, that") is Step.CATEGORY
        assert reports.say("well that one") is Step.PLACE
        assert reports.draft.is_for_person
        assert reports.draft.told == ["the thing by the beck", "you know, that", "well that one"]


class TestPlace:
    def test_a_shared_name_is_asked_about(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.say("king street") is Step.PLACE
        assert [place.name for place in reports.draft.candidates] == [
            "King Street, Upper Vale",
            "King Street, Lower Vale",
        ]
        reports.say("the lower vale one")
        assert reports.draft.place is not None
        assert reports.draft.place.hub_area == "southvale"

    def test_a_time_is_no_place(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.say("Yesterday.") is Step.PLACE
        assert reports.draft.happened == "yesterday"
        assert reports.draft.place_words is None

    def test_a_name_is_a_place_whatever_it_is_taken_for(self, reports: Reports) -> None:
        reports.understanding.categories["dog mess"] = [Category.DOG_FOULING]
        reports.open("dog mess")
        assert reports.say("Copperfold", "greet") is Step.WHEREABOUTS
        assert not reports.is_question("outside number 12 main road", "ask_contact")
        assert reports.draft.whereabouts == "outside number 12 main road"

    def test_a_greeting_and_a_question_where_a_place_was_asked_for_are_answered(
        self, reports: Reports
    ) -> None:
        reports.understanding.categories["dog mess"] = [Category.DOG_FOULING]
        reports.open("dog mess")
        assert reports.is_question("hello there", "greet")
        assert reports.is_question("what is the number of the council in Copperfold?", "ask_contact")

    def test_another_thing_told_there_is_added_with_its_place(self, reports: Reports) -> None:
        reports.understanding.categories["dog mess"] = [Category.DOG_FOULING]
        reports.open("dog mess")
        assert (
            reports.say("somebody is asleep in a doorway in Copperfold", "report_rough_sleeping")
            is Step.SEVERAL
        )
        assert reports.draft.categories == [Category.DOG_FOULING, Category.ROUGH_SLEEPING]
        assert reports.draft.place is not None

    def test_who_goes_on_telling_names_no_place(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        more = "they are always throwing things over the wall"
        assert reports.say(more, "report_fly_tipping") is Step.PLACE
        assert reports.draft.told == [LONG, more]
        assert reports.draft.place_words is None

    def test_a_question_that_nothing_is_known_of_is_no_place(self, reports: Reports) -> None:
        reports.open(heard(reports, f"{LONG} in Upper Vale", Category.FLY_TIPPING))
        assert reports.say("what will happen to him?") is Step.WHEREABOUTS
        assert reports.draft.whereabouts is None

    def test_after_a_mere_question_it_is_a_report_of_its_own(self, reports: Reports) -> None:
        asked, told = "who deals with potholes", "somebody is asleep in a doorway in Copperfold"
        reports.understanding.categories |= {asked: [Category.ROAD_DEFECT], told: [Category.ROUGH_SLEEPING]}
        reports.understanding.places = westshire().index
        said = Said(asked, "report_road_defect", 1.0)
        reports.drafts.open(reports.session, reports.conversation, said, is_question=True)
        assert reports.ask() is Step.PLACE
        reports.say(told, "report_rough_sleeping")
        assert reports.draft.categories == [Category.ROUGH_SLEEPING]
        assert reports.draft.told == [told]
        assert reports.draft.place is not None

    def test_a_bare_yes_says_not_whereabouts(self, reports: Reports) -> None:
        assert reports.open(heard(reports, f"{LONG} in Upper Vale", Category.FLY_TIPPING)) is Step.WHEREABOUTS
        assert reports.say("yeah", "affirm") is Step.WHEREABOUTS
        assert reports.draft.whereabouts is None
        reports.say("by the bridge")
        assert reports.draft.whereabouts == "by the bridge"

    def test_an_unknown_place_leads_to_the_town_and_then_to_the_areas(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.say("by zzyzx") is Step.PLACE
        assert reports.say("qwrtp") is Step.PLACE
        reports.say(value="southvale")
        assert reports.draft.place is not None
        assert reports.draft.place.council == "westshire"
        assert "by zzyzx" in reports.draft.place.name

    def test_a_council_named_alone_is_no_place(self, reports: Reports) -> None:
        text = heard(reports, f"I rang Westshire Council, {LONG}", Category.FLY_TIPPING)
        assert reports.open(text) is Step.PLACE
        assert reports.draft.place is None

    def test_a_town_is_asked_whereabouts_once(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.say("Upper Vale") is Step.WHEREABOUTS
        assert reports.say("behind the chip shop") is Step.WHEN
        assert reports.draft.whereabouts == "behind the chip shop"

    def test_a_street_in_the_answer_makes_it_exact(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        reports.say("Upper Vale")
        reports.say("mill lane")
        assert reports.draft.place is not None
        assert reports.draft.place.name == "Mill Lane, Upper Vale"

    def test_it_can_be_corrected_later(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        reports.say("mill lane")
        reports.say("sorry I meant Copperfold not Mill Lane", "correct")
        assert reports.draft.place is not None
        assert reports.draft.place.name.startswith("Copperfold")

    def test_another_kind_is_a_doubt_and_another_place_is_none(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        for text, kinds, is_doubt in (
            ("sorry I meant Copperfold not Mill Lane", [], False),
            ("no, it is the noise", [Category.NOISE], True),
            ("no that's wrong", [], True),
        ):
            heard(reports, text, *kinds)
            reports.ask()
            taken = reports.drafts.take(reports.session, reports.conversation, Said(text, "correct", 0.9))
            assert taken.is_doubt is is_doubt, text

    @pytest.mark.parametrize(("text", "is_doubt"), [("no thats wrong", True), ("no", False), ("", False)])
    def test_a_sentence_that_denies_is_a_doubt(self, reports: Reports, text: str, *, is_doubt: bool) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.draft.asking is Step.PLACE
        taken = reports.drafts.take(reports.session, reports.conversation, Said(text, "deny", 0.9))
        assert taken.is_doubt is is_doubt

    def test_a_shared_location_is_a_place(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        reports.drafts.take(reports.session, reports.conversation, Said(location=(54.1, -2.1)))
        assert reports.draft.place is not None
        assert reports.draft.place.hub_area == "northvale"
        assert (reports.draft.place.latitude, reports.draft.place.longitude) == (54.1, -2.1)


class TestAnswers:
    def test_a_number_chooses_like_its_button(self, reports: Reports) -> None:
        reports.open(heard(reports, f"{LONG} on Mill Lane", Category.FLY_TIPPING))
        assert reports.draft.asking is Step.WHEN
        reports.say("1")
        assert reports.draft.facts["when"] == "often"
        assert reports.draft.is_ongoing

    def test_no_to_is_it_now_is_not_once(self, reports: Reports) -> None:
        reports.open(heard(reports, f"{LONG} on Mill Lane", Category.ASB))
        reports.say("no", "deny")
        assert reports.draft.is_ongoing is False
        assert reports.draft.facts["when"] == "not_now"

    def test_no_to_does_it_keep_happening_is_once(self, reports: Reports) -> None:
        reports.open(heard(reports, f"{LONG} on Mill Lane", Category.FLY_TIPPING))
        reports.say("no", "deny")
        assert reports.draft.facts["when"] == "once"

    @pytest.mark.parametrize(
        ("words", "intent"), [("this morning", "greet"), ("yesterday", "not_happening_now")]
    )
    def test_a_time_answers_when(self, reports: Reports, words: str, intent: str) -> None:
        reports.open(heard(reports, f"{LONG} on Mill Lane", Category.FLY_TIPPING))
        reports.say(words, intent)
        assert reports.draft.happened == words

    def test_a_telephone_number_answers_how_to_be_reached(self, reports: Reports) -> None:
        reports.open(heard(reports, f"{LONG} on Mill Lane today", Category.FLY_TIPPING))
        assert reports.draft.asking is Step.CONTACT
        reports.say("07700 900123 after six", "out_of_scope")
        assert reports.draft.contact_wish is ContactWish.OTHER
        assert reports.draft.contact == "07700 900123 after six"

    def test_who_told_little_is_asked_for_details(self, reports: Reports) -> None:
        reports.open(heard(reports, "sofa on Mill Lane today", Category.FLY_TIPPING))
        assert reports.draft.asking is Step.DETAILS
        assert reports.say("it is brown") is Step.CONTACT
        assert reports.draft.details == "it is brown"

    def test_a_question_is_not_an_answer(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.is_question("will they know it was me?", "ask_privacy")
        assert reports.ask() is Step.PLACE

    def test_contact_details_are_asked_only_of_who_wants_it(self, reports: Reports) -> None:
        reports.open(heard(reports, SOFA, Category.FLY_TIPPING))
        assert reports.say(value="other") is Step.CONTACT_DETAILS
        assert reports.say("after six please") is Step.CHECK
        assert reports.draft.contact_wish is ContactWish.OTHER
        assert reports.draft.contact == "after six please"

    def test_what_makes_no_sense_twice_offers_a_person(self, reports: Reports) -> None:
        reports.open(heard(reports, SOFA, Category.FLY_TIPPING))
        first = reports.drafts.take(reports.session, reports.conversation, Said("hm", "inform", 0.2))
        second = reports.drafts.take(reports.session, reports.conversation, Said("hmm", "inform", 0.2))
        assert first.replies[0].buttons == ()
        assert [button.payload for button in second.replies[0].buttons] == ["/ask_human"]


class TestSeveral:
    def test_it_is_confirmed_and_can_be_made_one(self, reports: Reports) -> None:
        text = heard(reports, f"{SOFA} and kids drinking", Category.FLY_TIPPING, Category.ASB)
        assert reports.open(text) is Step.SEVERAL
        assert reports.say(value="one") is Step.SEVERAL
        assert reports.say(value="asb") is Step.CONTACT
        assert reports.draft.categories == [Category.ASB]

    @pytest.mark.parametrize(
        ("words", "is_taken"),
        [("about 2am last night i think", False), ("Copperfold, by the bridge", True), ("by a bridge", None)],
    )
    def test_who_goes_on_with_time_or_place_agrees(
        self, reports: Reports, words: str, *, is_taken: bool | None
    ) -> None:
        text = heard(reports, "a sofa and kids drinking", Category.FLY_TIPPING, Category.ASB)
        assert reports.open(text) is Step.SEVERAL
        step = reports.say(words)
        assert (step is not Step.SEVERAL) is (is_taken is not None)
        assert (reports.draft.place is not None) is bool(is_taken)

    def test_one_can_be_left_out(self, reports: Reports) -> None:
        reports.open(heard(reports, f"{SOFA} and kids drinking", Category.FLY_TIPPING, Category.ASB))
        reports.say(value="leave_out")
        reports.say(value="asb")
        assert reports.draft.categories == [Category.FLY_TIPPING]


class TestWaysOut:
    def test_stopping_ends_it(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.FLY_TIPPING))
        assert reports.say("forget it", "stop") is None
        assert reports.draft.ending is Ending.CANCEL

    def test_asking_for_a_person_goes_on_to_how_to_reach_them(self, reports: Reports) -> None:
        reports.open(heard(reports, SOFA, Category.FLY_TIPPING))
        assert reports.say("can a person ring me", "ask_human") is Step.CONTACT
        assert reports.draft.is_for_person

    def test_abuse_at_home_asks_first_whether_it_is_safe(self, reports: Reports) -> None:
        reports.open(heard(reports, "he pushed me", Category.DOMESTIC_ABUSE))
        assert reports.draft.asking is Step.SAFE
        assert reports.say("no", "deny") is None
        assert reports.draft.ending is Ending.UNSAFE


class TestSafe:
    """Whether it is safe to talk is asked, and holds nobody up for good who goes on."""

    def test_that_it_is_not_happening_now_answers_it(self, reports: Reports) -> None:
        assert reports.open(heard(reports, LONG, Category.DOMESTIC_ABUSE)) is Step.SAFE
        assert reports.say("hes not here now", "not_happening_now") is not Step.SAFE

    def test_words_twice_lead_on(self, reports: Reports) -> None:
        reports.open(heard(reports, LONG, Category.DOMESTIC_ABUSE))
        assert reports.say("most days") is Step.SAFE
        assert reports.say("I do not know what to do") is not Step.SAFE


class TestAfterACard:
    """Somebody who writes on after the card and doesn't press its button."""

    ALARM = "somebody was in the shed"

    def tell(self, reports: Reports, text: str, danger: str = "emergency") -> list[Reply]:
        """Write a text after the card that answered the alarm."""
        said = {"conversation_id": reports.conversation.id, "channel": "web", "state": MessageState.ANSWERED}
        reports.session.add_all(
            [
                Message(direction=Direction.IN, external_id="1", text=self.ALARM, danger=danger, **said),
                Message(direction=Direction.OUT, external_id="2", text="999", danger=danger, **said),
                Message(direction=Direction.IN, external_id="3", text=text, **said),
            ]
        )
        reports.session.flush()
        return reports.drafts.open(reports.session, reports.conversation, Said(text, "nlu_fallback", 0.9))

    def test_words_that_name_nothing_are_told_that_nobody_comes(self, reports: Reports) -> None:
        assert "nobody is on the way" in self.tell(reports, "22 King Street, Upper Vale")[-1].text
        assert reports.draft.told == [self.ALARM, "22 King Street, Upper Vale"]

    @pytest.mark.parametrize("danger", ["suicide_self_harm", "domestic_abuse_now"])
    def test_what_is_nobody_elses_business_goes_to_the_hub_alone(self, reports: Reports, danger: str) -> None:
        self.tell(reports, "22 King Street, Upper Vale", danger)
        assert reports.draft.is_for_person
        assert reports.ask() is not Step.CATEGORY

    def test_words_that_name_something_are_a_report(self, reports: Reports) -> None:
        replies = self.tell(reports, heard(reports, LONG, Category.FLY_TIPPING))
        assert all("nobody is on the way" not in reply.text for reply in replies)

    def test_the_report_is_about_what_the_card_answered(self, reports: Reports) -> None:
        heard(reports, self.ALARM, Category.BURGLARY)
        self.tell(reports, "22 King Street, Upper Vale")
        reports.ask()
        reports.say("", "not_happening_now")
        assert reports.draft.categories == [Category.BURGLARY]
        assert sorted(reports.draft.told) == ["22 King Street, Upper Vale", self.ALARM]
