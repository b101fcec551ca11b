"""Schemes that give residents something while it lasts: where, for whom, and what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Priority(StrEnum):
    """Who comes first when there is not enough for everybody."""

    BURGLARY_VICTIM = "burglary_victim"
    VULNERABLE = "vulnerable"


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One thing that a programme gives or does, and how many of them were planned."""

    id: str
    name: str
    does: str
    planned: int
    for_whom: str
    comes_first: tuple[Priority, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """A scheme in one hub area, for the people of some of its places."""

    id: str
    name: str
    does: str
    hub_area: str
    led_by: str
    places: tuple[str, ...]
    begins: date
    ends: date | None
    items: tuple[ProgrammeItem, ...]
    when_gone: str
    advice: str | None
    source: str
    checked_on: date

    def is_running_on(self, day: date) -> bool:
        """Whether it runs on that day by its plan."""
        return self.begins <= day and (self.ends is None or day <= self.ends)

    def is_for(self, place: str) -> bool:
        """Whether a place of this name is one of the programme's."""
        return place.casefold() in {name.casefold() for name in self.places}
