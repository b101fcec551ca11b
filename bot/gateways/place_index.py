"""Finds the place that a resident's message names: exactly, by postcode, or misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.domain.place_mentions import SETTLEMENTS, Mention, as_finding
from bot.domain.place_namesakes import choose, resolve
from bot.domain.places import FARTHEST_KM, Areas, Place, PlaceFinding, nearest_place
from bot.gateways.place_corrections import without_corrected
from bot.gateways.place_details import Detail, find_details
from bot.gateways.place_landmarks import find_landmarks
from bot.gateways.place_names import PlaceNames
from bot.gateways.place_pack_areas import load_areas, load_places
from bot.gateways.place_reader import PlaceReader
from bot.gateways.place_words import PlaceWords, load_place_words

#: These stretch over miles, so being near their point tells little.
_STRETCHED = frozenset({"road", "lake"})
_LONGEST_TEXT = 2000


class PlaceIndex:
    """The gazetteer of a place pack, searched by words or by coordinates."""

    def __init__(self, places: Iterable[Place], areas: Areas, language: PlaceWords) -> None:
        self._places = tuple(places)
        self._points = tuple(place for place in self._places if place.kind not in _STRETCHED)
        self._areas = areas
        self._language = language
        names = PlaceNames(self._places, areas, language)
        self._reader = PlaceReader(names, areas, language)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place there is."""
        return self._places

    def find(self, text: str, near: PlaceFinding | None = None) -> PlaceFinding | None:
        """The place that a message names, or None.

        Among places of one name the others in the message decide, then `near`; if that leaves several, they
        are the finding's candidates.
        """
        mentions, details = self._read(text, near)
        best = choose(mentions)
        if best is None:
            return None
        detail = _detail_of(best, details)
        finding = as_finding(best, self._areas, detail.name if detail else None)
        is_known = finding.place or finding.candidates or finding.hub_area or finding.council
        return finding if is_known else None

    def find_all(self, text: str) -> list[PlaceFinding]:
        """Every place that a message names, in its order."""
        mentions, details = self._read(text, None)
        found = []
        for mention in mentions:
            detail = _detail_of(mention, details)
            found.append(as_finding(mention, self._areas, detail.name if detail else None))
        return found

    def nearest(self, latitude: float, longitude: float) -> PlaceFinding | None:
        """The known place nearest to a point in degrees, or None when the point lies outside the area."""
        nearest = nearest_place(self._points, latitude, longitude)
        if nearest is None:
            return None
        place, km = nearest
        return PlaceFinding(
            place=place,
            candidates=(),
            matched=place.name,
            score=1 - km / (2 * FARTHEST_KM),
            hub_area=place.hub_area,
            council=place.council,
            how="location",
        )

    def _read(self, text: str, near: PlaceFinding | None) -> tuple[list[Mention], list[Detail]]:
        text = text[:_LONGEST_TEXT]
        words = self._language.split(text)
        read = without_corrected(self._reader.read(text, words), words, self._language.cues.correcting)
        mentions = resolve(read, near)
        taken = {position for mention in mentions for position in range(mention.first, mention.last)}
        if not mentions:
            return [], []
        details = (*find_details(words, taken, self._language), *find_landmarks(words, taken, self._language))
        return mentions, sorted(details, key=lambda detail: detail.first)


def _detail_of(mention: Mention, details: Sequence[Detail]) -> Detail | None:
    """The unknown street or landmark in this town: the last one before it, or else the first after it."""
    if not mention.places or not all(p.kind in SETTLEMENTS or p.kind == "road" for p in mention.places):
        return None
    before = [d for d in details if d.last <= mention.first]
    if before:
        return before[-1]
    return next(iter(details), None)


def load_place_index(pack: Path, cues: Path) -> PlaceIndex:
    """The index of the place pack in one folder, with the language of another (data/cues).

    Raises PlacePackError for the first thing wrong with either.
    """
    areas = load_areas(pack)
    return PlaceIndex(load_places(pack, areas), areas, load_place_words(cues))
