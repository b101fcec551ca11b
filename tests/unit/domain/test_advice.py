"""Which page of advice answers a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.advice import AdviceLibrary, AdvicePage
from bot.errors import NotFoundError


def make_page(topic: str, *areas: str, **changes: Any) -> AdvicePage:
    return AdvicePage(
        topic=topic,
        title=topic.title(),
        areas=frozenset(areas or ("east", "west")),
        summary="Short.",
        body="Long.\n",
        sources=("somebody",),
        checked_on=date(2026, 11, 1),
        **changes,
    )


LIBRARY = AdviceLibrary(
    [
        make_page("sheds", intents_if_named=frozenset({"ask_locks"}), keywords=("shed", "lock-up")),
        make_page("winter", intents_if_named=frozenset({"ask_locks"}), keywords=("dark nights",)),
        make_page("locks", intents=frozenset({"ask_locks"})),
        make_page("packs", "east", intents=frozenset({"ask_packs"})),
    ]
)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("how do i keep burglars out", "locks"),
        ("is my SHED safe?", "sheds"),
        ("my lock-up", "sheds"),
        ("worried about the dark nights", "winter"),
        ("watershed moment", "locks"),
    ],
)
def test_a_page_that_is_named_goes_before_the_general_one(words: str, topic: str) -> None:
    page = LIBRARY.find_page("ask_locks", words)
    assert page is not None
    assert page.topic == topic


def test_a_page_counts_only_in_its_areas() -> None:
    assert LIBRARY.find_page("ask_packs", hub_area="west") is None
    assert LIBRARY.find_page("ask_packs", hub_area="east") is not None
    assert [p.topic for p in LIBRARY.list_pages("west")] == ["locks", "sheds", "winter"]


def test_an_unknown_topic_is_not_found() -> None:
    assert LIBRARY.get_page("locks").title == "Locks"
    with pytest.raises(NotFoundError):
        LIBRARY.get_page("knitting")
