"""Where a report is, put together from what is written one answer after another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.domain.drafts import ReportDraft
from bot.domain.places import Place, PlaceFinding
from bot.services.reported_places import ReportedPlaces

TOWN = Place("upper_vale", "Upper Vale", "town", "northvale", "vale", None, 54.1, -3.1)
STREETS = tuple(
    replace(TOWN, id=f"high_street_{n}", name="High Street", kind="street", within=f"Village {n}")
    for n in range(9)
)


@dataclass(frozen=True)
class Gazetteer:
    """Knows one town, and a street that nine villages have."""

    def find(self, text: str, near: PlaceFinding | None = None) -> PlaceFinding | None:
        del near
        words = text.casefold()
        if "upper vale" in words:
            return PlaceFinding(TOWN, (), "upper vale", 1.0, "northvale", "vale", "name")
        if "high street" in words:
            return PlaceFinding(None, STREETS, "high street", 1.0, None, None, "name")
        return None

    def find_all(self, text: str) -> list[PlaceFinding]:
        found = self.find(text)
        return [found] if found else []

    def nearest(self, latitude: float, longitude: float) -> PlaceFinding | None:
        del latitude, longitude
        return None


@pytest.fixture
def places() -> ReportedPlaces:
    return ReportedPlaces(Gazetteer(), {"northvale": "vale"}, {"northvale": "North Vale"})


def test_the_number_of_the_house_is_kept_until_the_town_is_known(places: ReportedPlaces) -> None:
    draft = ReportDraft()
    places.write(draft, "14 High Street")
    assert (draft.place, draft.place_words, draft.misses) == (None, "14 High Street", 0)
    places.write(draft, "Upper Vale")
    assert draft.place is not None
    assert draft.place.name == "Upper Vale"
    assert draft.whereabouts == "14 High Street"


def test_what_was_said_before_a_shared_name_is_kept_with_it(places: ReportedPlaces) -> None:
    draft = ReportDraft()
    places.write(draft, "by the red gate")
    places.write(draft, "top of High Street")
    places.write(draft, "Upper Vale")
    assert draft.whereabouts == "by the red gate, top of High Street"


def test_a_second_answer_that_says_nothing_changes_nothing(places: ReportedPlaces) -> None:
    draft = ReportDraft()
    places.write(draft, "by the red gate")
    places.write(draft, "you know where")
    assert (draft.place_words, draft.misses) == ("by the red gate", 2)
