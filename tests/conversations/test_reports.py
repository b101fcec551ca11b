"""What a conversation can't show by itself: what others may know, repeats, and what is stored."""

from __future__ import annotations

import httpx
import pytest

from tests.conversations.conftest import Meet
from tests.conversations.filed import count_concerns, count_doubts, count_joint, read_filed
from tests.conversations.phrasebook import phrasebook, says
from tests.conversations.product import Product
from tests.conversations.resident import Answer, Resident

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

POTHOLE = ("big pothole on Lonsdale Street in Workington burst my tyre", "skip", "skip", "send it")
ABUSE = ("my partner checks my phone and last week he pushed me down", "yes", "skip", "no", "here", "send it")
LONGEST = 4000


def tell(resident: Resident, *messages: str) -> Answer:
    """Say one message after another; the last answer."""
    return [resident.say(message) for message in messages][-1]


class TestHowItStands:
    def test_by_its_reference_however_it_is_written(self, resident: Resident) -> None:
        reference = tell(resident, *POTHOLE).reference
        asked = f"what's happening with {reference.lower().replace('-', ' ')}?"
        assert says("status", resident.say(asked).text)
        assert resident.heard.reference == reference
        assert "Lonsdale Street" in resident.heard.text

    def test_by_the_person_who_sent_it(self, resident: Resident) -> None:
        reference = tell(resident, *POTHOLE).reference
        assert resident.say("any news on my report?").reference == reference

    def test_whoever_holds_the_reference_may_ask(self, meet: Meet) -> None:
        reference = tell(meet(), *POTHOLE).reference
        assert meet().say(f"what's happening with {reference}?").reference == reference

    def test_a_sensitive_one_is_told_to_its_person_only(self, meet: Meet) -> None:
        person = meet()
        reference = tell(person, *ABUSE).reference
        asked = person.say(f"what's happening with {reference}?")
        assert says("status_sensitive", asked.text)
        assert "abuse" not in asked.text
        other = meet().say(f"what's happening with {reference}?")
        assert says("status_unknown", other.text)
        assert other.concern is None

    def test_nobody_else_hears_of_a_report_without_its_reference(self, meet: Meet) -> None:
        tell(meet(), *POTHOLE)
        assert says("status_none", meet().say("any news on my report?").text)


class TestAddingToIt:
    WORSE = "it is twice as deep now and a bike went into it"

    def test_words_beside_the_reference_are_kept_with_it(self, resident: Resident, product: Product) -> None:
        reference = tell(resident, *POTHOLE).reference
        told = f"{reference} {self.WORSE}"
        before = count_concerns(product.database)
        assert says("note_added", resident.say(told).text)
        assert read_filed(product.database, reference).notes == [told]
        assert count_concerns(product.database) == before

    @pytest.mark.parametrize(
        "asked",
        [
            "{}",
            "hi my reference is {}",
            "any update on {} please",
            "what's happening with {}?",
            "has anybody looked at {} yet",
            "{} when will it be done?",
        ],
    )
    def test_asking_about_it_adds_nothing(self, resident: Resident, product: Product, asked: str) -> None:
        reference = tell(resident, *POTHOLE).reference
        assert says("status", resident.say(asked.format(reference)).text)
        assert read_filed(product.database, reference).notes == []

    def test_after_the_reference_alone_by_the_button(self, resident: Resident, product: Product) -> None:
        reference = tell(resident, *POTHOLE).reference
        resident.say(reference)
        assert says("note_ask", resident.press(f"Add to {reference}").text)
        assert says("note_added", resident.say(self.WORSE).text)
        assert read_filed(product.database, reference).notes == [self.WORSE]

    def test_danger_comes_first_there_too(self, resident: Resident) -> None:
        reference = tell(resident, *POTHOLE).reference
        assert resident.say(f"{reference} a child is lying in the road bleeding").is_danger

    def test_in_the_middle_of_the_next_report(self, resident: Resident, product: Product) -> None:
        reference = tell(resident, *POTHOLE).reference
        resident.say("there is litter all over Vulcan Park in Workington every week")
        added = resident.say(f"{reference} {self.WORSE}")
        assert says("note_added", added.text)
        assert says("step_photo", added.last)
        assert says("step_contact", resident.say("skip").last)
        assert "twice as deep" not in resident.say("here").last
        assert len(read_filed(product.database, reference).notes) == 1


class TestRepeats:
    def test_a_message_sent_twice_is_taken_once(self, resident: Resident, product: Product) -> None:
        first = resident.say(POTHOLE[0], message_id="first")
        assert resident.say(POTHOLE[0], message_id="first") == first
        tell(resident, *POTHOLE[1:-1])
        before = count_concerns(product.database)
        sent = resident.say("send it", message_id="last")
        assert resident.say("send it", message_id="last") == sent
        assert count_concerns(product.database) == before + 1

    def test_an_old_button_files_nothing_again(self, resident: Resident, product: Product) -> None:
        send = tell(resident, *POTHOLE[:-1]).buttons["Send it"]
        resident.send_payload(send)
        before = count_concerns(product.database)
        resident.send_payload(send)
        assert count_concerns(product.database) == before


class TestDoubts:
    def test_what_was_understood_wrongly_is_kept_for_learning_without_a_report(
        self, resident: Resident, product: Product
    ) -> None:
        before = count_doubts(product.database)
        resident.say("there is litter all over the place every week")
        for place, doubt in enumerate(("no thats wrong", "sorry i meant noise not litter"), start=1):
            resident.say(doubt)
            assert count_doubts(product.database) == before + place
        resident.say("cancel")
        resident.say("you sent it to the wrong place")
        assert count_doubts(product.database) == before + 3


class TestSeveral:
    def test_they_share_a_joint_case(self, resident: Resident, product: Product) -> None:
        told = "there's needles in the alley, and the street light has been out for weeks, Clay Street"
        filed = tell(resident, told, "yes", "here", "send it")
        assert filed.concern is not None
        references = filed.concern["references"]
        assert len(references) == 2
        assert count_joint(product.database, *references) == 1
        assert {read_filed(product.database, r).concern["category"] for r in references} == {
            "drugs",
            "street_light",
        }

    def test_a_second_report_begins_afresh(self, resident: Resident, product: Product) -> None:
        first = tell(resident, *POTHOLE).reference
        second = tell(
            resident, "dog mess every day on the path by St Bees school", "without my name", "send it"
        ).reference
        filed = read_filed(product.database, second)
        assert first != second
        assert filed.concern["description"] == "dog mess every day on the path by St Bees school"
        assert filed.concern["place_name"] == "St Bees School, St Bees"
        told = resident.say("what's happening with my reports?").text
        assert first in told
        assert second in told


class TestWhatIsStored:
    def test_how_it_was_understood_and_why_it_went_there(self, resident: Resident, product: Product) -> None:
        filed = read_filed(product.database, tell(resident, *POTHOLE).reference)
        assert filed.intent == "report_road_defect"
        assert filed.confidence > 0.5
        assert filed.ranking[0][0] == "report_road_defect"
        assert len(filed.ranking) == 5
        assert not filed.is_chosen
        assert filed.concern["why"] in resident.history()[1]["text"]
        assert filed.concern["retain_until"] > filed.concern["target_on"]

    def test_the_longest_message_that_may_be_sent(self, resident: Resident, product: Product) -> None:
        story = "there is litter all over Vulcan Park in Workington every week. "
        told = (story + "bags and bottles and cans. " * 200)[:LONGEST].strip()
        reference = tell(resident, told, "skip", "here", "send it").reference
        assert read_filed(product.database, reference).concern["description"] == told

    def test_a_longer_one_is_refused_in_words(self, resident: Resident) -> None:
        with pytest.raises(AssertionError, match="too long"):
            resident.say("a" * (LONGEST + 1))

    def test_a_deleted_conversation_is_forgotten_and_its_report_stays(
        self, resident: Resident, product: Product
    ) -> None:
        reference = tell(resident, *POTHOLE).reference
        resident.say("delete my data please")
        assert resident.press("Yes, delete it").text == phrasebook().text("deleted")
        assert resident.history() == []
        assert read_filed(product.database, reference).concern["person_id"] is None
        assert says("status_none", resident.say("any news on my report?").text)


def test_rasa_and_its_actions_answer_nobody_else(product: Product) -> None:
    rasa = f"http://127.0.0.1:{product.rasa_port}"
    message = {"sender": "somebody", "message": "hello"}
    refused = [
        httpx.post(f"{rasa}/webhooks/hub/webhook", json=message, timeout=60),
        httpx.get(f"{rasa}/domain", timeout=60),
        httpx.post(f"{product.address}/rasa/webhook", json={"next_action": "action_answer"}, timeout=60),
    ]
    assert [answer.status_code for answer in refused] == [401, 401, 401]
