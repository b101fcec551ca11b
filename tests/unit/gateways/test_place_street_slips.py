"""A misspelt street stands for the street that it is nearest to, if it is long enough."""

from __future__ import annotations

import pytest

from bot.domain.places import Place
from bot.gateways.place_names import Named
from bot.gateways.place_street_slips import StreetSlips
from bot.gateways.place_words import PlaceWords, load_place_words
from tests.unit.data.cumbria import DATA

NAMES = ("Northumberland Street", "Botchergate", "Hill Street", "Longthwaite Road")


def street(name: str) -> Place:
    return Place(name, name, "street", "north", "council", within=None, lat=54.5, lon=-3.0)


@pytest.fixture(scope="module")
def language() -> PlaceWords:
    return load_place_words(DATA / "cues")


@pytest.fixture(scope="module")
def slips(language: PlaceWords) -> StreetSlips:
    named = ((language.key(name), Named(places=(street(name),))) for name in NAMES)
    return StreetSlips(named, language.cues.street_words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rubbish on northumburland street again", "Northumberland Street"),
        ("Northumberlnd St.", "Northumberland Street"),
        ("lads fighting on botchegrate", "Botchergate"),
        ("van left, longthwate rd", "Longthwaite Road"),
        ("mess on mill street", None),
        ("mess on longthwate street", None),
        ("north umber, land street", None),
        ("a butcher gate", None),
    ],
)
def test_the_nearest_street_is_meant(
    slips: StreetSlips, language: PlaceWords, text: str, name: str | None
) -> None:
    found = slips.find(language.split(text))
    assert (found and found[2].places[0].name) == name


def test_its_words_and_likeness_are_told(slips: StreetSlips, language: PlaceWords) -> None:
    found = slips.find(language.split("rubbish on northumburland street again"))
    assert found is not None
    assert found[:2] == (2, 4)
    assert found[3] == pytest.approx(1 - 1 / 14)
