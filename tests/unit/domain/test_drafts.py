"""The report draft: which step comes next, and that nothing is lost by storing it."""

from __future__ import annotations

from bot.domain.draft_steps import next_step
from bot.domain.drafts import (
    ContactWish,
    DraftConcern,
    DraftPlace,
    Ending,
    ReportDraft,
    Step,
)

ASKED = frozenset({Step.PLACE, Step.WHEREABOUTS, Step.WHEN, Step.HAZARD, Step.TENURE, Step.LANDLORD})


def told(**more: object) -> ReportDraft:
    return ReportDraft(
        told=["sofa on the verge"], concerns=[DraftConcern("fly_tipping", "sofa", 0.9)], **more
    )  # type: ignore[arg-type]


class TestNextStep:
    def test_it_asks_what_it_is_about_first(self) -> None:
        assert next_step(ReportDraft(), ASKED) is Step.WORDS

    def test_it_asks_for_the_category_when_the_words_were_not_clear(self) -> None:
        assert next_step(ReportDraft(told=["the thing by the beck"]), ASKED) is Step.CATEGORY

    def test_it_asks_only_what_is_missing(self) -> None:
        draft = told(place=DraftPlace("Clay Street", is_exact=True), happened="last night")
        assert next_step(draft, ASKED) is Step.HAZARD

    def test_it_asks_whereabouts_only_in_a_place_that_is_not_exact(self) -> None:
        assert next_step(told(place=DraftPlace("Workington")), ASKED) is Step.WHEREABOUTS

    def test_it_asks_for_the_landlord_only_of_tenants(self) -> None:
        draft = told(place=DraftPlace("x", is_exact=True), is_ongoing=True, facts={"hazard": "none"})
        draft.facts["tenure"] = "owned"
        assert next_step(draft, ASKED) is Step.CONTACT
        draft.facts["tenure"] = "housing_association"
        assert next_step(draft, ASKED) is Step.LANDLORD

    def test_it_asks_first_whether_it_is_safe_to_talk_about_abuse_at_home(self) -> None:
        draft = ReportDraft(told=["he hit me last week"], concerns=[DraftConcern("domestic_abuse", "", 0.9)])
        assert next_step(draft, ASKED) is Step.SAFE

    def test_it_checks_before_it_sends(self) -> None:
        draft = told(place=DraftPlace("x", is_exact=True), contact_wish=ContactWish.HERE)
        assert next_step(draft, frozenset()) is Step.CHECK

    def test_an_ended_report_has_no_step(self) -> None:
        assert next_step(told(ending=Ending.SEND), ASKED) is None

    def test_a_step_that_is_reopened_is_asked_again(self) -> None:
        draft = told(place=DraftPlace("Workington"))
        draft.settle(Step.WHEREABOUTS)
        assert next_step(draft, ASKED) is Step.WHEN
        draft.reopen(Step.WHEREABOUTS)
        assert next_step(draft, ASKED) is Step.WHEREABOUTS


class TestStoring:
    def test_everything_comes_back(self) -> None:
        draft = told(
            place=DraftPlace("Clay Street", "allerdale", "cumberland", "p", 54.6, -3.5, is_exact=True),
            candidates=[DraftPlace("Kirkby")],
            contact_wish=ContactWish.OTHER,
            contact="after six",
            asking=Step.WHEN,
            ending=Ending.CANCEL,
            facts={"hazard": "asbestos"},
        )
        assert ReportDraft.from_json(draft.to_json()) == draft

    def test_a_field_that_is_gone_is_left_out(self) -> None:
        assert ReportDraft.from_json({"told": ["x"], "long_gone": 1}).told == ["x"]


class TestOnly:
    def test_the_whole_report_becomes_one_thing(self) -> None:
        draft = told()
        draft.concerns.append(DraftConcern("drugs", "needles", 0.8))
        draft.only("drugs")
        assert draft.concerns == [DraftConcern("drugs", "sofa on the verge", 0.8)]


def test_a_draft_that_was_read_shares_nothing_with_what_is_stored() -> None:
    stored = ReportDraft(told=["a sofa"], facts={"cues": ["large"]}).to_json()
    draft = ReportDraft.from_json(stored)
    draft.told.append("and a fridge")
    draft.facts["cues"].append("at_home")
    draft.settle(Step.WHEN)
    assert stored == ReportDraft(told=["a sofa"], facts={"cues": ["large"]}).to_json()
