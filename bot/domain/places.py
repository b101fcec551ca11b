"""Places, the hub areas they lie in and the councils responsible there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type HowFound = Literal["name", "fuzzy", "postcode", "location", "former_council", "council"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer."""

    id: str
    name: str
    kind: str
    hub_area: str
    council: str
    within: str | None
    """Name of the town or village it belongs to."""
    lat: float
    lon: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """Where a message says it is, as far as that is certain."""

    place: Place | None
    candidates: tuple[Place, ...]
    """Places of the same name, when the resident has to be asked which."""
    matched: str
    """The words of the message that named it."""
    score: float
    """How sure, from 0 to 1."""
    hub_area: str | None
    council: str | None
    how: HowFound
    detail: str | None = None
    """A street or building that isn't in the gazetteer, named together with a known place."""
