"""Telephone numbers and email addresses, told from other numbers that residents write."""

from __future__ import annotations

import pytest

from bot.domain.reaching import names_a_way_to_reach


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "ring me on (01632) 960 983 after six",
        "+44 7700 900123",
        "07700900123",
        "jo@example.com",
        "my email is jo.smith+hub@mail.example.org thanks",
    ],
)
def test_a_way_to_reach_somebody_is_recognised(text: str) -> None:
    assert names_a_way_to_reach(text)


@pytest.mark.parametrize(
    "text", ["12", "since 2019", "about 10 times in 2 weeks", "LF-7Q2M-4KXD", "by phone", "@ home"]
)
def test_other_words_are_none(text: str) -> None:
    assert not names_a_way_to_reach(text)
