"""Finding a place by the beginning of its name, in the real gazetteer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.gateways.place_pack import PlacePack, open_place_pack
from tests.unit.data.cumbria import CUMBRIA, DATA


@pytest.fixture(scope="module")
def pack() -> PlacePack:
    return open_place_pack(CUMBRIA, DATA / "cues", date(2026, 11, 23))


def names(pack: PlacePack, typed: str) -> list[str]:
    return [place.name for place in pack.search.suggest(typed, 8)]


class TestSuggesting:
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("clay st", "Clay Street, Workington"),
            ("whit", "Whitehaven, Copeland"),
            ("white haven", "Whitehaven, Copeland"),
            ("Vulcan", "Vulcan Park, Workington"),
            ("wrokington", "Workington, Allerdale"),
            ("ashfield rd", "Ashfield Road, Workington"),
            ("main street cocker", "Main Street, Cockermouth"),
        ],
    )
    def test_the_likeliest_comes_first(self, pack: PlacePack, typed: str, first: str) -> None:
        assert names(pack, typed)[0] == first

    def test_names_that_begin_so_come_before_nicknames(self, pack: PlacePack) -> None:
        assert all(name.startswith("Kirk") for name in names(pack, "kirk"))

    def test_no_more_are_listed_than_wanted_and_none_twice(self, pack: PlacePack) -> None:
        found = names(pack, "street")
        assert len(found) == len(set(found)) == 8

    def test_what_is_nowhere_finds_nothing(self, pack: PlacePack) -> None:
        assert names(pack, "zzzzz") == []


def test_whoever_picks_a_place_reaches_the_hub_of_that_place_or_is_asked_which(pack: PlacePack) -> None:
    # Every tenth: searching for each takes a minute.
    mistaken = [
        (suggestion.name, suggestion.words)
        for place in pack.index.places[::10]
        for suggestion in pack.search.suggest(f"{place.name} {place.within or ''}", 40)
        if suggestion.name == f"{place.name}, {place.within or pack.areas.names[place.hub_area]}"
        and (found := pack.index.find(suggestion.words)) is not None
        and found.hub_area not in {place.hub_area, None}
        and found.place is not None
    ]
    assert mistaken == []
