"""Examples for training that residents' messages gave, and how far each is on its way to the model."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.domain.categories import Category
from bot.errors import StaffError

LONGEST_EXAMPLE = 500
"""Letters; a longer message is several, and the part that says what it is about is enough."""
OTHER_INTENT = "out_of_scope"
_MARKUP = re.compile(r"[\[\](){}<>|\\]")


class ExampleSource(StrEnum):
    """Why a message was put into the inbox."""

    UNSURE = "unsure"
    """The model wasn't sure what it is about, or a person had to decide."""
    CHOSEN = "chosen"
    """The resident had to pick the category, or said that it went to the wrong place."""
    DOUBTED = "doubted"
    """The resident said in the chat that it was understood wrongly; it may never have become a report."""
    RECATEGORISED = "recategorised"
    """Staff said that it is something else."""


class ExampleState(StrEnum):
    """How far it is."""

    OPEN = "open"
    LABELLED = "labelled"
    """Somebody set the label and took personal data out; somebody else has to look."""
    TAKEN = "taken"
    """It was approved: what is learnt stands in a row of its own."""
    APPROVED = "approved"
    """What the next training takes; names no report and no person."""
    DISMISSED = "dismissed"
    REMOVED = "removed"
    """The resident deleted what they wrote: it is not taken up again."""


def list_labels() -> list[str]:
    """What an example can be said to mean: a report of each category, or none of these."""
    return [*(category.report_intent for category in Category), OTHER_INTENT]


def check_example(label: str, text: str) -> str:
    """The text as it is kept, on one line and without what means something in training files.

    Raises StaffError for a label that isn't one, and a text that is empty or too long.
    """
    if label not in list_labels():
        raise StaffError("choose what it is about")
    kept = " ".join(_MARKUP.sub(" ", text).split()).lstrip("-# ")
    if not kept:
        raise StaffError("leave the words that say what it is about")
    if len(kept) > LONGEST_EXAMPLE:
        raise StaffError(f"shorten it to {LONGEST_EXAMPLE} letters: keep what says what it is about")
    return kept
