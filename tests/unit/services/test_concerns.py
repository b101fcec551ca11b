"""Filing: once and for all, to the right agencies, and known only to who may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from bot.db.models import Concern, JointCase, ReferralRole
from bot.domain.categories import Category
from bot.domain.references import find_reference, make_reference
from bot.services.draft_answers import Said
from tests.fakes.reports import NOW, Reports

SOFA = "a sofa on King Street in Upper Vale since last night"


def tell(reports: Reports, text: str, *categories: Category, contact: str = "here") -> None:
    reports.understanding.categories[text] = list(categories)
    reports.open(text)
    if len(categories) > 1:
        reports.say(value="yes")
    if reports.draft.asking == "safe":
        reports.say(value="yes")
    reports.say(value=contact)
    reports.say(value="send")


def only_concern(reports: Reports) -> Concern:
    return reports.session.scalars(select(Concern)).one()


class TestFiling:
    def test_everything_told_is_kept(self, reports: Reports) -> None:
        tell(reports, SOFA, Category.FLY_TIPPING)
        reports.close()
        concern = only_concern(reports)
        assert concern.category == "fly_tipping"
        assert concern.description == SOFA
        assert concern.place_name == "King Street, Upper Vale"
        assert (concern.hub_area, concern.council) == ("northvale", "westshire")
        assert concern.happened == "since last night"
        assert concern.target_on == date(2026, 11, 30)
        assert concern.retain_until == date(2028, 11, 22)
        assert concern.classification is not None
        assert concern.classification.confidence == 0.9
        assert [(r.agency_id, r.role) for r in concern.referrals] == [
            ("westshire_council_services", ReferralRole.LEAD)
        ]

    def test_filing_twice_gives_the_same_concern(self, reports: Reports) -> None:
        tell(reports, SOFA, Category.FLY_TIPPING)
        first = reports.concerns.file(reports.session, reports.conversation, reports.draft)
        again = reports.concerns.file(reports.session, reports.conversation, reports.draft)
        assert [c.reference for c in again] == [c.reference for c in first]
        assert reports.session.scalar(select(func.count(Concern.id))) == 1

    def test_a_reference_that_is_taken_is_drawn_again(self, reports: Reports) -> None:
        tell(reports, f"{SOFA} and kids drinking", Category.FLY_TIPPING, Category.ASB)
        taken, free = make_reference(), make_reference()
        drawn = iter([taken, taken, free])
        concerns = replace(reports.concerns, draw_reference=lambda: next(drawn))
        filed = concerns.file(reports.session, reports.conversation, reports.draft)
        assert [concern.reference for concern in filed] == [taken, free]

    def test_several_become_one_joint_case(self, reports: Reports) -> None:
        tell(reports, f"{SOFA} and kids drinking", Category.FLY_TIPPING, Category.ASB)
        replies = reports.close()
        case = reports.session.scalars(select(JointCase)).one()
        assert [concern.category for concern in case.concerns] == ["fly_tipping", "asb"]
        assert replies[0].concern is not None
        assert len(replies[0].concern["references"]) == 2

    def test_an_agency_that_takes_no_referrals_gets_none_and_is_named(self, reports: Reports) -> None:
        tell(reports, "they took my money on King Street in Upper Vale today", Category.SCAM)
        replies = reports.close()
        agencies = [referral.agency_id for referral in only_concern(reports).referrals]
        assert agencies == ["hub_northvale"]
        assert replies

    def test_anonymous_is_anonymous(self, reports: Reports) -> None:
        tell(reports, SOFA, Category.FLY_TIPPING, contact="anonymous")
        reports.close()
        assert only_concern(reports).is_anonymous

    def test_what_only_a_person_can_decide_goes_to_the_hub_of_the_area(self, reports: Reports) -> None:
        reports.open("can somebody help", "ask_human")
        reports.say("it is complicated and it is in Upper Vale")
        reports.say(value="here")
        reports.say(value="send")
        reports.close()
        concern = only_concern(reports)
        assert concern.category is None
        assert [referral.agency_id for referral in concern.referrals] == ["hub_northvale"]
        assert concern.target_on == date(2026, 11, 24)


class TestTellingHowItStands:
    def test_the_same_person_needs_no_reference(self, reports: Reports) -> None:
        tell(reports, SOFA, Category.FLY_TIPPING)
        reference = find_reference(reports.close()[0].text)
        [reply] = reports.ends.tell_status(reports.session, reports.conversation, "what about my report")
        assert reference is not None
        assert reference in reply.text
        assert "King Street" in reply.text

    def test_whoever_holds_the_reference_may_know(self, reports: Reports) -> None:
        tell(reports, SOFA, Category.FLY_TIPPING)
        reference = find_reference(reports.close()[0].text) or ""
        assert reports.concerns.find_for_asker(reports.session, reference, "somebody else") is not None

    def test_a_sensitive_one_is_for_its_person_only_and_is_not_written_out(self, reports: Reports) -> None:
        tell(reports, "he pushed me on King Street in Upper Vale yesterday", Category.DOMESTIC_ABUSE)
        reference = find_reference(reports.close()[0].text) or ""
        assert reports.concerns.find_for_asker(reports.session, reference, "somebody else") is None
        [reply] = reports.ends.tell_status(reports.session, reports.conversation, reference)
        assert reference in reply.text
        assert "King Street" not in reply.text
        assert "abuse" not in reply.text

    def test_a_hidden_one_is_for_its_person_only(self, reports: Reports) -> None:
        tell(reports, SOFA, Category.FLY_TIPPING)
        reference = find_reference(reports.close()[0].text) or ""
        concern = reports.concerns.find_for_asker(reports.session, reference, "somebody else")
        assert concern is not None
        concern.hidden_at = NOW
        assert reports.concerns.find_for_asker(reports.session, reference, "somebody else") is None
        own = reports.conversation.person_id
        assert reports.concerns.find_for_asker(reports.session, reference, own) is concern

    def test_a_wrong_reference_is_said_to_be_wrong(self, reports: Reports) -> None:
        [reply] = reports.ends.tell_status(reports.session, reports.conversation, "LF-0000-0001")
        assert "isn't right" in reply.text


class TestAnswers:
    def test_who_deals_names_the_agency_of_the_place(self, reports: Reports) -> None:
        text = "who clears rubbish in Upper Vale"
        reports.understanding.categories[text] = [Category.FLY_TIPPING]
        [reply] = reports.answers.answer(
            reports.session, reports.conversation, Said(text, "ask_who_deals", 0.9)
        )
        assert "Westshire Council's services team" in reply.text

    def test_advice_is_for_the_area_that_was_named_before(self, reports: Reports) -> None:
        reports.answers.answer(
            reports.session,
            reports.conversation,
            Said("is the council in Upper Vale open", "ask_contact", 0.9),
        )
        [reply] = reports.answers.answer(
            reports.session, reports.conversation, Said("how do I lock up", "ask_burglary_advice", 0.9)
        )
        assert "Northvale" in reply.text
        assert "https://hub.example/advice/locks" in reply.text
