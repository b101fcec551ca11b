"""Placeholders of ready messages: what may stand there, and what is missing is said clearly."""

from __future__ import annotations

import pytest

from bot.domain.message_templates import (
    LONGEST_TEXT,
    MessageTemplate,
    check_template,
    fill,
    placeholders_of,
)
from bot.errors import StaffError

VALUES = {"reference": "LF-1", "agency": "the council", "place": None, "category": ""}


def test_it_is_filled_in() -> None:
    assert fill("{reference} is with {agency}, {reference}.", VALUES) == "LF-1 is with the council, LF-1."


def test_every_missing_value_is_named() -> None:
    with pytest.raises(StaffError) as error:
        fill("{category} at {place}: {reference}", VALUES)
    assert "{category} (what it is about) and {place} (where it is)" in str(error.value)


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{0}", "{place.name}", "{place[0]}", "{place!r}", "{place:9}"]
)
def test_braces_hold_plain_names_only(text: str) -> None:
    with pytest.raises(StaffError, match=r"write \{"):
        placeholders_of(text)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (MessageTemplate("k", " ", "Hello"), "title"),
        (MessageTemplate("k", "x" * 81, "Hello"), "80 characters"),
        (MessageTemplate("k", "Title", " "), "write the message"),
        (MessageTemplate("k", "Title", "x" * (LONGEST_TEXT + 1)), "characters or fewer"),
        (MessageTemplate("k", "Title", "Dear {name}"), "no placeholder {name}"),
    ],
)
def test_what_cant_be_kept_is_refused(template: MessageTemplate, said: str) -> None:
    with pytest.raises(StaffError, match=said):
        check_template(template)


@pytest.mark.parametrize(
    ("categories", "states", "fits"),
    [
        ((), (), True),
        (("noise",), (), False),
        (("litter", "noise"), ("open",), True),
        (("litter",), ("closed",), False),
    ],
)
def test_it_is_offered_where_it_fits(
    categories: tuple[str, ...], states: tuple[str, ...], fits: bool
) -> None:
    template = MessageTemplate("k", "Title", "Text", frozenset(categories), frozenset(states))
    assert template.fits("litter", "open") is fits


def test_a_case_without_a_category_gets_those_for_all() -> None:
    assert MessageTemplate("k", "Title", "Text").fits(None, "open")
    assert not MessageTemplate("k", "Title", "Text", frozenset({"noise"})).fits(None, "open")
