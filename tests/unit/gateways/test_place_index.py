"""What is found in residents' words, with a small made-up county that nothing in code knows of."""

from __future__ import annotations

import pytest

from bot.domain.places import PlaceFinding
from bot.gateways.place_index import PlaceIndex, load_place_index
from tests.unit.data.cumbria import DATA
from tests.unit.gateways.place_pack_files import WESTSHIRE

UPPER = "northvale/upper_vale"
LOWER = "southvale/lower_vale"


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return load_place_index(WESTSHIRE, DATA / "cues")


def place_of(finding: PlaceFinding | None) -> str | None:
    return finding.place.id if finding and finding.place else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sofa dumped in Upper Vale", UPPER),
        ("sofa dumped in UPPERVALE", UPPER),
        ("theres a sofa, upper vale, behind the shop", UPPER),
        ("a sofa in uper vale", UPPER),
        ("noise in hollinbek every night", "northvale/hollinbeck"),
        ("hollin beck, again", "northvale/hollinbeck"),
        ("Hollinbeck's bins", "northvale/hollinbeck"),
        ("bins on Copper-Fold", f"{LOWER}/copperfold"),
        ("King Street in Lower Vale", f"{LOWER}/king_street"),
        ("king st upper vale", f"{UPPER}/king_street"),
        ("KING STREET, UPPER VALE", f"{UPPER}/king_street"),
        ("lower vale high street", f"{LOWER}/high_street"),
        ("rubbish along the High Street", f"{LOWER}/high_street"),
        ("the lamp is out in boot", "northvale/boot"),
        ("Both lamps are out, Boot", "northvale/boot"),
        ("boot", "northvale/boot"),
        ("moved from Upper Vale, now it happens in Lower Vale", LOWER),
        ("it was Lower Vale not Upper Vale", LOWER),
        ("not in Upper Vale, in Lower Vale", LOWER),
        ("I live in Upper Vale but it happens at Copperfold", f"{LOWER}/copperfold"),
        ("I rang Westshire Council. I live in Upper Vale", UPPER),
        ("when it gets dawn hollinbeck wakes up", "northvale/hollinbeck"),
        ("lads from Lower Vale come to Upper Vale", UPPER),
        ("bins on Copperfold Drive in Upper Vale", UPPER),
        ("noisy neighbour hollinbeck", "northvale/hollinbeck"),
        ("a farm called Hollinbeck", "northvale/hollinbeck"),
        ("Upper Vale? no, sorry, Lower Vale", LOWER),
        ("it's in Upper Vale, I mean Lower Vale", LOWER),
        ("sorry, it's Upper Vale", UPPER),
        ("pothole on Hollinbeck Road", "northvale/hollinbeck"),
        ("Edna Hollinbeck on King Street in Lower Vale", f"{LOWER}/king_street"),
        ("litter in Copperfold. My cousin is in Eastport", f"{LOWER}/copperfold"),
    ],
)
def test_the_place_is_found(index: PlaceIndex, text: str, place: str) -> None:
    assert place_of(index.find(text)) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "there is a mattress in the park",
        "he put it in the boot of his car",
        "my boot is full",
        "the high street needs sweeping",
        "on the upper side of the vale",
        "I live in Eastport",
        "a sofa in Easport",
        "Thornby, Eastport",
        "it is in Eastport, Thornby",
        "Mr Hollinbeck shouts at us",
        "Sarah Hollinbeck shouts at us",
        "a lad called Hollinbeck shouts at us",
        "my mate Hollinbeck shouts at us",
        "his name is hollinbeck",
        "bins on Copperfold Drive",
        "the Hollinbeck Road is full of holes",
        "WS9 1AB",
        "x" * 3000,
    ],
)
def test_nothing_is_found_where_nothing_is_named(index: PlaceIndex, text: str) -> None:
    assert index.find(text) is None


@pytest.mark.parametrize(
    ("text", "place", "detail"),
    [
        ("the lay-by on Ashfield Road, Upper Vale", UPPER, "Ashfield Road"),
        ("the lay-by on ashfield rd upper vale", UPPER, "Ashfield Road"),
        ("on oak tree lane in upper vale", UPPER, "Oak Tree Lane"),
        ("upper vale, behind the Foresters Arms", UPPER, "Foresters Arms"),
        ("Queen Street, Upper Vale", UPPER, "Queen Street"),
        ("the street light on the main road in Upper Vale", UPPER, None),
        ("my daughters street in upper vale", UPPER, None),
        ("the primary school in upper vale", UPPER, None),
        ("Mill Lane, Upper Vale", f"{UPPER}/mill_lane", None),
        ("needles behind the library in Upper Vale", UPPER, "the library"),
        ("upper vale, next to the train station", UPPER, "the train station"),
        ("fighting outside tesco in upper vale again", UPPER, "tesco"),
        ("outside the library on Ashfield Road, Upper Vale", UPPER, "Ashfield Road"),
        ("is the library in upper vale open", UPPER, None),
        ("my way to the library in upper vale", UPPER, None),
        ("behind, the library of upper vale", UPPER, None),
    ],
)
def test_an_unknown_street_is_kept_with_its_town(
    index: PlaceIndex, text: str, place: str, detail: str | None
) -> None:
    finding = index.find(text)
    assert (place_of(finding), finding.detail if finding else None) == (place, detail)


@pytest.mark.parametrize(
    ("text", "matched", "hub_area"),
    [
        ("my postcode is WS1 4AB", "WS1 4AB", "northvale"),
        ("ws14ab", "WS1 4AB", "northvale"),
        ("its ws2 somewhere", "WS2", "southvale"),
        ("WS3 1", "WS3 1", "southvale"),
        ("WS3 2AB", "WS3 2AB", None),
    ],
)
def test_a_postcode_tells_the_area(index: PlaceIndex, text: str, matched: str, hub_area: str | None) -> None:
    finding = index.find(text)
    assert finding is not None
    assert (finding.matched, finding.hub_area, finding.council, finding.how) == (
        matched,
        hub_area,
        "westshire",
        "postcode",
    )


@pytest.mark.parametrize(
    ("text", "hub_area", "how"),
    [
        ("the Southvale hub", "southvale", "name"),
        ("Vale council never answer", "southvale", "former_council"),
        ("old vale district council", "southvale", "former_council"),
        ("westshire council said no", None, "council"),
    ],
)
def test_areas_and_councils_are_understood(
    index: PlaceIndex, text: str, hub_area: str | None, how: str
) -> None:
    finding = index.find(text)
    assert finding is not None
    assert (finding.place, finding.hub_area, finding.council, finding.how) == (
        None,
        hub_area,
        "westshire",
        how,
    )


class TestNamesakes:
    def test_they_are_candidates_when_nothing_decides(self, index: PlaceIndex) -> None:
        finding = index.find("litter in Thornby")
        assert finding is not None
        assert finding.place is None
        assert [place.id for place in finding.candidates] == ["northvale/thornby", "southvale/thornby"]
        assert (finding.hub_area, finding.council) == (None, "westshire")

    def test_those_of_one_area_tell_the_area(self, index: PlaceIndex) -> None:
        finding = index.find("litter on Queen Street")
        assert finding is not None
        assert (finding.place, len(finding.candidates), finding.hub_area) == (None, 2, "southvale")

    @pytest.mark.parametrize("hint", ["Lower Vale", "southvale", "WS2 1AB", "Vale council"])
    def test_another_place_in_the_message_decides(self, index: PlaceIndex, hint: str) -> None:
        assert place_of(index.find(f"litter in Thornby, {hint}")) == "southvale/thornby"
        assert place_of(index.find(f"king street, {hint}")) == f"{LOWER}/king_street"

    def test_the_place_known_before_decides(self, index: PlaceIndex) -> None:
        near = index.find("Upper Vale")
        assert place_of(index.find("on King Street", near=near)) == f"{UPPER}/king_street"

    def test_every_place_of_a_message_is_listed(self, index: PlaceIndex) -> None:
        found = index.find_all("Upper Vale and Copperfold and WS1")
        assert [finding.matched for finding in found] == ["Upper Vale", "Copperfold", "WS1"]


class TestNearest:
    def test_a_shared_location_finds_the_nearest_place(self, index: PlaceIndex) -> None:
        finding = index.nearest(54.1795, -2.121)
        assert finding is not None
        assert (place_of(finding), finding.hub_area, finding.how) == (
            "northvale/hollinbeck",
            "northvale",
            "location",
        )

    def test_far_away_is_outside(self, index: PlaceIndex) -> None:
        assert index.nearest(51.5, -0.1) is None
