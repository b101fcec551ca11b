"""Councils at a date, distances, and which of several named places is meant."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.place_mentions import Mention, as_finding
from bot.domain.place_namesakes import choose, resolve
from bot.domain.places import Areas, Council, HubArea, Place, distance_km, nearest_place

LAST_DAY = date(2023, 3, 31)
FIRST_DAY = date(2023, 4, 1)
COUNTY = Council(
    "county",
    "County",
    ("east", "west"),
    "county",
    valid_until=LAST_DAY,
    successors=("new", "other"),
    is_upper_tier=True,
)
OLD = Council("old", "Old Borough", ("east",), "old_borough", valid_until=LAST_DAY, successors=("new",))
AREAS = Areas(
    hub_areas=(HubArea("east", "East"), HubArea("west", "West"), HubArea("far", "Far")),
    councils=(
        COUNTY,
        OLD,
        Council("new", "New", ("east", "west"), "new", valid_from=FIRST_DAY),
        Council("other", "Other", ("far",), "other", valid_from=FIRST_DAY),
    ),
    partnerships=(),
    police="police",
    fire="fire",
    postcodes={"ZZ7": ("east",), "ZZ7 5": ("west",)},
)


def place(name: str, kind: str, area: str, lat: float, lon: float = -3.0, within: str | None = None) -> Place:
    return Place(f"{area}/{within}/{name}", name, kind, area, "new", within, lat, lon)


TOWN = place("Town", "town", "east", 54.0)
CITY = place("City", "town", "west", 54.5)
KING_TOWN = place("King Street", "street", "east", 54.001, within="Town")
KING_CITY = place("King Street", "street", "west", 54.501, within="City")
NEAR_TOWN = place("Newton", "village", "east", 54.05)
NEAR_CITY = place("Newton", "village", "west", 54.55)


def mention(first: int, *places: Place, **others: bool) -> Mention:
    return Mention(first, first + 1, places[0].name, places, "name", **others)  # type: ignore[arg-type]


class TestCouncils:
    @pytest.mark.parametrize(
        ("area", "on", "council"),
        [
            ("east", LAST_DAY, "old"),
            ("east", FIRST_DAY, "new"),
            ("west", LAST_DAY, "county"),
            ("west", None, "new"),
        ],
    )
    def test_the_council_changes_with_the_day(self, area: str, on: date | None, council: str) -> None:
        found = AREAS.council_of(area, on)
        assert found is not None
        assert found.id == council

    def test_nobody_was_responsible_before_the_first(self) -> None:
        assert AREAS.council_of("far", date(2000, 1, 1)) is None

    def test_a_council_that_ended_is_its_successors_today(self) -> None:
        assert [c.id for c in AREAS.today_of(OLD)] == ["new"]
        assert [c.id for c in AREAS.today_of(COUNTY)] == ["new", "other"]

    def test_areas_share_a_council_or_not(self) -> None:
        assert AREAS.common_council(["east", "west"]) == "new"
        assert AREAS.common_council(["east", "far"]) is None


class TestPostcodes:
    @pytest.mark.parametrize(
        ("code", "areas"),
        [
            ("ZZ7", ("east",)),
            ("ZZ7 4AB", ("east",)),
            ("ZZ7 5AB", ("west",)),
            ("ZZ7 5", ("west",)),
            ("ZZ8", ()),
        ],
    )
    def test_a_sector_counts_more_than_its_district(self, code: str, areas: tuple[str, ...]) -> None:
        assert AREAS.areas_of_postcode(code) == areas


class TestDistances:
    def test_a_degree_of_latitude_is_111_km(self) -> None:
        assert distance_km(54.0, -3.0, 55.0, -3.0) == pytest.approx(111.2, abs=0.1)

    def test_the_nearest_place_is_found(self) -> None:
        found = nearest_place([TOWN, CITY], 54.01, -3.0)
        assert found is not None
        assert (found[0], round(found[1], 1)) == (TOWN, 1.1)

    def test_nothing_is_near_out_at_sea(self) -> None:
        assert nearest_place([TOWN, CITY], 54.25, -4.5) is None


class TestNamesakes:
    def test_the_town_named_too_decides(self) -> None:
        best = choose(resolve([mention(0, KING_TOWN, KING_CITY), mention(1, CITY)]))
        assert best is not None
        assert best.places == (KING_CITY,)

    def test_a_street_the_town_does_not_have_is_another_one(self) -> None:
        best = choose(resolve([mention(0, KING_CITY), mention(1, TOWN)]))
        assert best is not None
        assert best.places == (TOWN,)

    @pytest.mark.parametrize(("gap", "is_common"), [(0, False), (4, True)])
    def test_the_only_known_street_of_a_name_is_not_the_one_in_a_far_town(
        self, gap: int, *, is_common: bool
    ) -> None:
        best = choose(resolve([mention(0, TOWN), mention(1 + gap, KING_CITY, is_common=is_common)]))
        assert best is not None
        assert best.places == (TOWN,)

    def test_a_street_that_is_said_not_to_be_meant_is_kept_apart_from_the_town(self) -> None:
        street = mention(2, KING_CITY, is_common=True, is_elsewhere=True)
        assert [m.places for m in resolve([mention(0, TOWN), street])] == [(TOWN,), (KING_CITY,)]

    def test_a_rare_name_told_apart_from_the_town_is_where_it_is(self) -> None:
        best = choose(resolve([mention(0, TOWN), mention(5, KING_CITY)]))
        assert best is not None
        assert best.places == (KING_CITY,)

    def test_the_village_nearer_to_the_town_is_meant(self) -> None:
        best = choose(resolve([mention(0, NEAR_TOWN, NEAR_CITY), mention(4, CITY)]))
        assert best is not None
        assert best.places == (NEAR_CITY,)

    def test_what_was_said_before_decides(self) -> None:
        near = as_finding(mention(0, TOWN), AREAS)
        assert resolve([mention(0, KING_TOWN, KING_CITY)], near)[0].places == (KING_TOWN,)

    def test_without_a_hint_the_resident_is_asked(self) -> None:
        best = choose(resolve([mention(0, KING_TOWN, KING_CITY)]))
        assert best is not None
        finding = as_finding(best, AREAS)
        assert (finding.place, finding.candidates) == (None, (KING_TOWN, KING_CITY))
        assert (finding.hub_area, finding.council, finding.score) == (None, "new", 0.5)

    def test_candidates_of_one_area_settle_area_and_council(self) -> None:
        finding = as_finding(mention(0, KING_TOWN, NEAR_TOWN), AREAS)
        assert (finding.place, finding.hub_area, finding.council) == (None, "east", "new")

    def test_where_it_comes_from_is_not_where_it_is(self) -> None:
        best = choose(resolve([mention(0, TOWN, is_elsewhere=True), mention(3, CITY)]))
        assert best is not None
        assert best.places == (CITY,)

    def test_words_that_may_be_no_name_need_company(self) -> None:
        unsure = Mention(0, 2, "king street", (KING_TOWN, KING_CITY), "name", is_sure=False)
        assert resolve([unsure]) == []
        assert resolve([unsure, mention(3, CITY)])[0].places == (KING_CITY,)
