"""Tells a short answer to one of our questions, which a model can't judge without knowing the question."""

from __future__ import annotations

from bot.domain.categories import Category
from bot.domain.drafts import ReportDraft, Step

#: "he was on foot" answers a question about a vehicle, and on its own sounds like an accident.
MOST_WORDS = 5
# Here residents tell what is happening, so any words may tell of danger.
_TELLING = frozenset({Step.WORDS, Step.CATEGORY, Step.SAFE})
_ABOUT_SOMEBODY = frozenset({Category.WELFARE_CONCERN, Category.DOMESTIC_ABUSE, Category.HATE_CRIME})


def is_short_answer(draft: ReportDraft, text: str) -> bool:
    """Whether so few words answer the step that was asked, rather than tell what is happening."""
    if not is_asked(draft) or len(text.split()) > MOST_WORDS:
        return False
    return draft.asking is not Step.DETAILS or not _ABOUT_SOMEBODY & set(draft.categories)


def is_asked(draft: ReportDraft) -> bool:
    """Whether we asked for something other than what is happening."""
    return draft.asking is not None and draft.asking not in _TELLING
