"""Texts are put together by what they share, and called by it."""

from __future__ import annotations

from bot.gateways.themes import ThemeFinder
from tests.fakes.hub import embed_words

TEXTS = [
    "broken street lamps everywhere",
    "broken street lamps again",
    "dogs foul pavement",
    "street lamps broken",
    "dogs foul pavement daily",
    "buses",
]


def test_near_texts_are_one_group_and_the_greatest_comes_first() -> None:
    first, second = ThemeFinder(embed_words).group(TEXTS)
    assert first.members == (0, 1, 3)
    assert second.members == (2, 4)
    assert set(first.name.split(", ")) <= {"broken", "street", "lamps"}
    assert "dogs" in second.name


def test_too_few_texts_are_no_group() -> None:
    assert ThemeFinder(embed_words).group(["one text alone"]) == []
    assert ThemeFinder(embed_words).group([]) == []


def test_what_is_too_much_to_compare_goes_to_the_nearest() -> None:
    many = [f"lamps broken number{n % 7}" for n in range(2_050)] + ["lamps broken", "dogs foul"]
    groups = ThemeFinder(embed_words).group(many)
    members = [number for group in groups for number in group.members]
    assert 2_050 in members
    assert len(members) == len(set(members))
