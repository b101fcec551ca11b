"""Finds the place of a report in what residents write, choose or share."""

from __future__ import annotations

import re
from typing import Protocol

from bot.domain.drafts import DraftPlace, ReportDraft, Step
from bot.domain.places import Place, PlaceFinding

# Kinds of place that a crew finds without asking further.
EXACT_KINDS = frozenset(
    {"street", "landmark", "park", "school", "hospital", "station", "car_park", "building"}
)
# A whole postcode stands for a few houses; its first half for a whole town.
_WHOLE_POSTCODE = re.compile(r"\d[A-Za-z]{2}$")
_LONGEST_PLACE = 200
_MOST_CANDIDATES = 6
UNKNOWN = "unknown"


class PlaceFinder(Protocol):
    """Knows the place's gazetteer."""

    def find(self, text: str, near: PlaceFinding | None = None) -> PlaceFinding | None:
        """The place that a message names, or None."""

    def find_all(self, text: str) -> list[PlaceFinding]:
        """Every place that a message names, in its order."""

    def nearest(self, latitude: float, longitude: float) -> PlaceFinding | None:
        """The known place nearest to a point, or None when the point lies outside the area."""


class ReportedPlaces:
    """Fills in a draft's place."""

    def __init__(self, finder: PlaceFinder, councils: dict[str, str], area_names: dict[str, str]) -> None:
        """`councils` maps each hub area to its council."""
        self._finder = finder
        self._councils = councils
        self._area_names = area_names

    def hear(self, draft: ReportDraft, finding: PlaceFinding | None) -> bool:
        """Take over the place that was found in a message; False when nothing was."""
        if finding is None:
            return False
        if finding.place is None and len(finding.candidates) > _MOST_CANDIDATES:
            # Too many to choose from: the town will tell which.
            draft.place, draft.place_words = None, finding.matched
            return False
        if finding.place is None and finding.candidates:
            draft.candidates = [
                self._draft_place(place, finding, qualify=True) for place in finding.candidates
            ]
            draft.place = None
            return True
        if finding.place is None and finding.hub_area is None:
            # A council that is named alone ("I rang the council") doesn't say where it is.
            return False
        draft.place = self._found(finding)
        draft.candidates = []
        draft.place_words = None
        return True

    def find(self, text: str, near: DraftPlace | None = None) -> PlaceFinding | None:
        """The place that a message names, or None."""
        found = self._finder.find(text)
        if found is not None and found.place is None and found.candidates and near is not None:
            inside = [c for c in found.candidates if c.within == near.name or c.hub_area == near.hub_area]
            if len(inside) == 1:
                return self._finder.find(f"{text}, {inside[0].within or inside[0].name}") or found
        return found

    def find_other(self, text: str, known: DraftPlace | None) -> PlaceFinding | None:
        """The place that corrects a known one: of several ("the park, not the school") the other."""
        named = self._finder.find_all(text)
        others = [f for f in named if known is None or f.place is None or f.place.id != known.place_id]
        return others[0] if len(named) > 1 and len(others) == 1 else self._finder.find(text)

    def write(self, draft: ReportDraft, text: str) -> bool:
        """Take a written answer to `where is it?`."""
        found = self.find(text)
        earlier = draft.place_words
        if found is None and earlier:
            # The town was asked for after a street that isn't known: read both together.
            found = self.find(f"{earlier}, {text}")
        if found is not None and self.hear(draft, found):
            if draft.place and earlier and not draft.place.is_exact:
                draft.whereabouts = earlier
                draft.settle(Step.WHEREABOUTS)
            return True
        is_shared = found is not None and bool(found.candidates)
        draft.misses += not is_shared
        # As it was written: a name that many places have says nothing of the number of a house.
        words = (earlier, text if is_shared or not earlier else None)
        draft.place_words = ", ".join(part for part in words if part)[:_LONGEST_PLACE]
        return True

    def write_whereabouts(self, draft: ReportDraft, text: str) -> bool:
        """Take a written answer to `whereabouts in ...?`."""
        found = self.find(text, near=draft.place)
        if found is not None and found.place is not None and found.place.kind in EXACT_KINDS:
            self.hear(draft, found)
        else:
            draft.whereabouts = text[:_LONGEST_PLACE]
        draft.settle(Step.WHEREABOUTS)
        return True

    def choose(self, draft: ReportDraft, value: str) -> bool:
        """Take a choice among places of one name, or among the hub areas."""
        if draft.candidates and value.isdigit() and int(value) < len(draft.candidates):
            draft.place = draft.candidates[int(value)]
            draft.candidates = []
            return True
        if value == UNKNOWN:
            draft.settle(Step.PLACE)
            return True
        if value in self._councils:
            name = ", ".join(part for part in (draft.place_words, self._area_names[value]) if part)
            draft.place = DraftPlace(name, hub_area=value, council=self._councils[value], is_exact=True)
            return True
        return False

    def share(self, draft: ReportDraft, latitude: float, longitude: float) -> bool:
        """Take a shared location; False when it lies outside the area that the hubs serve."""
        found = self._finder.nearest(latitude, longitude)
        if found is None or found.place is None:
            return False
        near = self._found(found)
        draft.place = DraftPlace(
            near.name, near.hub_area, near.council, near.place_id, latitude, longitude, is_exact=True
        )
        draft.candidates = []
        return True

    def _found(self, finding: PlaceFinding) -> DraftPlace:
        if finding.place is not None:
            return self._draft_place(finding.place, finding)
        area = finding.hub_area or ""
        name = finding.matched if finding.how == "postcode" else self._area_names.get(area, finding.matched)
        return DraftPlace(
            name,
            hub_area=finding.hub_area,
            council=finding.council,
            is_exact=finding.how == "postcode" and _WHOLE_POSTCODE.search(name) is not None,
        )

    def _draft_place(self, place: Place, finding: PlaceFinding, *, qualify: bool = False) -> DraftPlace:
        within = place.within or (self._area_names.get(place.hub_area) if qualify else None)
        parts = [finding.detail if not qualify else None, place.name, within]
        name = ", ".join(part for part in parts if part)
        return DraftPlace(
            name=name,
            hub_area=place.hub_area,
            council=place.council,
            place_id=place.id,
            latitude=place.lat,
            longitude=place.lon,
            is_exact=place.kind in EXACT_KINDS or bool(finding.detail),
        )
