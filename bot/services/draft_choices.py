"""What a choice at a step changes in the draft; each function says whether it knows the choice."""

from __future__ import annotations

from bot.domain.categories import Category
from bot.domain.drafts import ContactWish, DraftConcern, Ending, ReportDraft, Step


def choose_category(draft: ReportDraft, value: str) -> bool:
    """Take the category that the resident picked, or a person to decide."""
    if value == "person":
        draft.is_for_person = True
        return True
    if value not in set(Category):
        return False
    draft.concerns = [DraftConcern(value, draft.description, 1.0)]
    draft.is_chosen = True
    return True


def choose_safe(draft: ReportDraft, value: str) -> bool:
    """Take whether it is safe to talk here."""
    if value == "no":
        draft.ending = Ending.UNSAFE
    draft.settle(Step.SAFE)
    return value in {"yes", "no"}


def choose_several(draft: ReportDraft, value: str) -> bool:
    """Take what of several concerns stays."""
    asked = draft.facts.get("several")
    if value == "yes":
        draft.settle(Step.SEVERAL)
    elif value in {"leave_out", "one"} and asked is None:
        draft.facts["several"] = "leave_out" if value == "leave_out" else "which"
    elif value in draft.categories and asked == "leave_out":
        draft.concerns = [concern for concern in draft.concerns if concern.category != value]
        draft.facts.pop("several")
    elif value in draft.categories:
        draft.only(value)
        draft.facts.pop("several", None)
    else:
        return False
    return True


def choose_when(draft: ReportDraft, value: str) -> bool:
    """Take whether it goes on, or keeps happening."""
    if value not in {"now", "often", "once", "not_now"}:
        return False
    draft.facts["when"] = value
    draft.is_ongoing = value in {"now", "often"}
    draft.settle(Step.WHEN)
    return True


def choose_contact(draft: ReportDraft, value: str) -> bool:
    """Take how the resident wants to be reached."""
    if value not in set(ContactWish):
        return False
    draft.contact_wish = ContactWish(value)
    return True


def choose_check(draft: ReportDraft, value: str) -> bool:
    """Send it, or change something first."""
    if value == "send":
        draft.ending = Ending.SEND
    elif value == "change":
        draft.changing = True
    return value in {"send", "change"}


def choose_change(draft: ReportDraft, value: str) -> bool:
    """Open again what the resident wants to change."""
    draft.changing = False
    match value:
        case "category":
            draft.concerns, draft.is_for_person = [], False
            draft.reopen(Step.CATEGORY, Step.SEVERAL)
        case "words":
            draft.told = []
            draft.settle(Step.DETAILS)
        case "place":
            draft.place, draft.place_words, draft.whereabouts = None, None, None
            draft.reopen(Step.PLACE, Step.WHEREABOUTS)
        case "when":
            draft.happened, draft.is_ongoing = None, None
            draft.facts.pop("when", None)
            draft.reopen(Step.WHEN)
        case "contact":
            draft.contact_wish, draft.contact = None, None
            draft.reopen(Step.CONTACT, Step.CONTACT_DETAILS)
        case _:
            return value == "nothing"
    return True
