"""Message templates: what staff often write to residents, with placeholders that a case fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from bot.errors import StaffError

#: Placeholder -> what stands there, in words for staff.
PLACEHOLDERS: Mapping[str, str] = {
    "reference": "the report's reference",
    "agency": "the agency in charge",
    "category": "what it is about",
    "place": "where it is",
    "filed_date": "the day it was reported",
    "expected_date": "the day by which somebody should have looked at it",
    "hub": "the hub",
}
LONGEST_TITLE, LONGEST_TEXT = 80, 1500


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """One ready message."""

    key: str
    title: str
    """What staff choose it by."""
    text: str
    categories: frozenset[str] = frozenset()
    """Values of Category that it is for; empty for all of them."""
    states: frozenset[str] = frozenset()
    """Values of ConcernState that it is for; empty for all of them."""

    def fits(self, category: str | None, state: str) -> bool:
        """Whether it is offered on a case of that category in that state."""
        return (not self.categories or category in self.categories) and (
            not self.states or state in self.states
        )


def check_template(template: MessageTemplate) -> None:
    """Raise StaffError, in words for who wrote it, for what can't be kept."""
    if not template.title.strip():
        raise StaffError("give the template a title")
    if len(template.title) > LONGEST_TITLE:
        raise StaffError(f"use {LONGEST_TITLE} characters or fewer for the title")
    check_text(template.text)


def check_text(text: str) -> None:
    """Raise StaffError for a message that is empty, too long, or has placeholders that don't exist."""
    if not text.strip():
        raise StaffError("write the message")
    if len(text) > LONGEST_TEXT:
        raise StaffError(f"use {LONGEST_TEXT} characters or fewer: these are {len(text)}")
    unknown = [name for name in placeholders_of(text) if name not in PLACEHOLDERS]
    if unknown:
        known = ", ".join("{" + name + "}" for name in PLACEHOLDERS)
        raise StaffError(f"there is no placeholder {{{unknown[0]}}}: use {known}")


def placeholders_of(text: str) -> list[str]:
    """The names between braces, each once; raises StaffError for braces that hold no plain name."""
    names = []
    try:
        for _literal, name, form, conversion in Formatter().parse(text):
            if name is None:
                continue
            # "{place.__class__}" and "{place!r}" would reach into the product.
            if not name.isidentifier() or form or conversion:
                raise ValueError
            names.append(name)
    except ValueError:
        raise StaffError("write { and } only around the name of a placeholder, as in {reference}") from None
    return list(dict.fromkeys(names))


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """The message with its placeholders filled in.

    Raises StaffError as `check_text` does, and naming every placeholder for which there is no value.
    """
    check_text(text)
    missing = [name for name in placeholders_of(text) if not values.get(name)]
    if missing:
        needed = " and ".join(f"{{{name}}} ({PLACEHOLDERS[name]})" for name in missing)
        raise StaffError(f"there is nothing to fill in for {needed}: write it yourself, or leave it out")
    return text.format_map({name: value for name, value in values.items() if value})
