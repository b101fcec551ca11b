"""areas.yml and the gazetteer: what loads, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import PlacePackError
from bot.gateways.place_pack_areas import load_areas, load_places
from tests.unit.gateways.place_pack_files import WESTSHIRE, copy_pack, replace_text


def test_a_pack_loads() -> None:
    areas = load_areas(WESTSHIRE)
    assert areas.names == {"northvale": "Northvale", "southvale": "Southvale"}
    assert [area.csp for area in areas.hub_areas] == ["whole", "whole"]
    assert (areas.police, areas.fire) == ("westshire_police", "westshire_fire")
    street = next(place for place in load_places(WESTSHIRE, areas) if place.name == "Mill Lane")
    assert (street.id, street.hub_area, street.council) == (
        "northvale/upper_vale/mill_lane",
        "northvale",
        "westshire",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("areas.yml", "id: southvale", "id: northvale", "used twice"),
        ("areas.yml", "areas: [southvale]", "areas: [nowhere]", "no hub area 'nowhere'"),
        ("areas.yml", "WS2: [southvale]", "WS2: [nowhere]", "no hub area 'nowhere'"),
        ("areas.yml", "successors: [westshire]", "successors: [nobody]", "no council 'nobody'"),
        ("areas.yml", ", successors: [westshire]", "", "needs successors"),
        (
            "areas.yml",
            "areas: [northvale, southvale], valid",
            "areas: [northvale], valid",
            "one council today",
        ),
        ("areas.yml", "WS2: [southvale]", "WS200: [southvale]", "WS200"),
        ("places/northvale.yml", "kind: street", "kind: strete", "kind"),
        ("places/northvale.yml", "lat: 54.150", "lat: 154.150", "lat"),
        (
            "places/northvale.yml",
            "within: Upper Vale",
            "within: Nowhere",
            "'Nowhere' is not a place of this file",
        ),
        ("places/northvale.yml", "name: Thornby", "name: Upper Vale", "twice"),
        ("outside.yml", "outside:", "beyond:", "outside"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    pack = copy_pack(tmp_path)
    replace_text(pack / file, old, new)
    with pytest.raises(PlacePackError, match=message) as caught:
        load_places(pack, load_areas(pack))
    assert caught.value.file == pack / file
    assert caught.value.line


def test_a_gazetteer_file_belongs_to_a_hub_area(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    (pack / "places" / "northvale.yml").rename(pack / "places" / "elsewhere.yml")
    with pytest.raises(PlacePackError, match="no hub area 'elsewhere'"):
        load_places(pack, load_areas(pack))


def test_a_pack_needs_a_gazetteer(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    for file in (pack / "places").iterdir():
        file.unlink()
    with pytest.raises(PlacePackError, match="no gazetteer"):
        load_places(pack, load_areas(pack))
