"""Decides which step of a report comes next, from what the draft still lacks."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.categories import Category
from bot.domain.drafts import ContactWish, ReportDraft, Step

#: A description of at least so many words needs no question for details.
ENOUGH_WORDS = 9


def next_step(draft: ReportDraft, asked_for: frozenset[Step]) -> Step | None:
    """The step to take now, or None when the report has ended.

    `asked_for` are the questions that the decision table wants answered for the draft's categories.
    """
    if draft.ending is not None:
        return None
    return next((step for step in Step if draft.needs(step) and _applies(step, draft, asked_for)), None)


def _applies(step: Step, draft: ReportDraft, asked_for: frozenset[Step]) -> bool:
    always = _ALWAYS_POSSIBLE.get(step)
    if always is not None:
        return always(draft)
    return step in asked_for and step.value not in draft.facts and _IF_ASKED_FOR.get(step, _yes)(draft)


def _yes(_draft: ReportDraft) -> bool:
    return True


_WITHOUT_A_SPOT = {Category.DOMESTIC_ABUSE, Category.SCAM}

_ALWAYS_POSSIBLE: dict[Step, Callable[[ReportDraft], bool]] = {
    Step.WORDS: lambda draft: not draft.told,
    Step.CATEGORY: lambda draft: not draft.concerns and not draft.is_for_person,
    Step.SAFE: lambda draft: Category.DOMESTIC_ABUSE in draft.categories,
    Step.SEVERAL: lambda draft: len(draft.concerns) > 1,
    Step.PLACE: lambda draft: draft.place is None,
    Step.CONTACT: lambda draft: draft.contact_wish is None,
    Step.CONTACT_DETAILS: lambda draft: draft.contact_wish is ContactWish.OTHER and draft.contact is None,
    Step.CHECK: lambda draft: not draft.changing,
    Step.CHANGE: lambda draft: draft.changing,
}

_IF_ASKED_FOR: dict[Step, Callable[[ReportDraft], bool]] = {
    Step.WHEREABOUTS: lambda draft: (
        draft.place is not None
        and not draft.place.is_exact
        # Where exactly abuse at home happens is nobody's business before somebody trusted asks; fraud
        # happens at no place.
        and not _WITHOUT_A_SPOT & set(draft.categories)
        and not draft.is_for_person
    ),
    Step.WHEN: lambda draft: draft.happened is None and draft.is_ongoing is None,
    # Whoever told a lot isn't asked to tell it again.
    Step.DETAILS: lambda draft: len(draft.description.split()) < ENOUGH_WORDS,
    Step.LANDLORD: lambda draft: draft.facts.get("tenure") == "housing_association",
}
