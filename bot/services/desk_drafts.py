"""Desk drafts: turns the form of a desk report into the draft that routing and filing know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.categories import Category
from bot.domain.danger_kinds import DangerKind
from bot.domain.desk_reports import A_PERSON, DeskReport, yes_or_no
from bot.domain.drafts import ContactWish, ReportDraft, Step
from bot.services.draft_answers import Said
from bot.services.drafts import DraftService

_FACTS = ("tenure", "landlord", "land", "hazard", "vehicle")
_ANSWERS = ("hate", "under_18", "consent")
#: What the form has no field for, or always has.
_NOT_ASKED = frozenset({Step.PHOTO, Step.CONTACT, Step.CONTACT_DETAILS})


@dataclass(frozen=True, slots=True)
class DeskDrafts:
    """Reads forms; keeps nothing."""

    drafts: DraftService

    def make(self, report: DeskReport, danger: DangerKind | None) -> ReportDraft:
        """The draft that a resident's own words and answers would have come to."""
        draft = ReportDraft(language=report.language)
        is_in_need = not report.category and danger is DangerKind.SUICIDE_SELF_HARM
        if report.category == A_PERSON or is_in_need:
            # As when residents write: what somebody in such need tells, a person reads.
            draft.is_for_person = True
        self.drafts.hear(draft, report.words, Said(report.words))
        draft.told = [report.words]
        if report.category in set(Category):
            draft.only(report.category)
            draft.is_chosen, draft.is_for_person = True, False
        self._take_place(draft, report)
        draft.happened = report.happened or draft.happened
        ongoing = yes_or_no(report.ongoing)
        draft.is_ongoing = draft.is_ongoing if ongoing is None else ongoing
        draft.facts.update({name: value for name in _FACTS if (value := getattr(report, name))})
        for name in _ANSWERS:
            if (answer := yes_or_no(getattr(report, name))) is not None:
                draft.facts[name] = answer
        draft.contact = report.contact or None
        if report.anonymous:
            draft.contact_wish = ContactWish.ANONYMOUS
        elif report.contact:
            draft.contact_wish = ContactWish.OTHER
        return draft

    def _take_place(self, draft: ReportDraft, report: DeskReport) -> None:
        if report.place:
            draft.place, draft.candidates, draft.place_words = None, [], None
            self.drafts.places.write(draft, report.place)
        if draft.candidates and report.place_choice:
            self.drafts.places.choose(draft, report.place_choice)
        if draft.place is None and not draft.candidates and report.area:
            self.drafts.places.choose(draft, report.area)
        draft.whereabouts = report.whereabouts or draft.whereabouts

    def list_unanswered(self, draft: ReportDraft) -> Sequence[Step]:
        """What the decision table would like to know still, in the order in which residents are asked."""
        steps = self.drafts.routing.asked_for(draft) - _NOT_ASKED
        return [step for step in Step if step in steps and _is_unanswered(draft, step)]


def _is_unanswered(draft: ReportDraft, step: Step) -> bool:
    answered = {
        Step.PLACE: draft.place is not None,
        Step.WHEREABOUTS: draft.whereabouts is not None or (draft.place is not None and draft.place.is_exact),
        Step.WHEN: draft.happened is not None or draft.is_ongoing is not None,
        Step.DETAILS: True,
        Step.LANDLORD: draft.facts.get("tenure") != "housing_association" or "landlord" in draft.facts,
    }
    return not answered.get(step, step.value in draft.facts)
