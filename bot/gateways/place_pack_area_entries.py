"""What areas.yml of a place pack may say, and what in it would contradict itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import LocatedYaml

#: In a postcode's list of areas: part of it lies beyond the border.
OUTSIDE = "outside"

type _PostcodePart = Annotated[str, Field(pattern=r"^[A-Z]{1,2}\d{1,2}[A-Z]?( \d)?$")]
type _Slugs = Annotated[list[Slug], Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HubAreaEntry(_Entry):
    id: Slug
    name: Words
    hub: Slug | None = None
    also_known_as: list[Words] = []


class CouncilEntry(_Entry):
    id: Slug
    name: Words
    agency: Slug
    areas: _Slugs
    also_known_as: list[Words] = []
    valid_from: date | None = None
    valid_until: date | None = None
    successors: list[Slug] = []
    upper_tier: bool = False


class PartnershipEntry(_Entry):
    id: Slug
    name: Words
    areas: _Slugs
    also_known_as: list[Words] = []


class AreasFile(_Entry):
    police: Slug
    fire: Slug
    hub_areas: Annotated[list[HubAreaEntry], Field(min_length=1)]
    councils: Annotated[list[CouncilEntry], Field(min_length=1)]
    csps: list[PartnershipEntry] = []
    postcodes: dict[_PostcodePart, _Slugs] = {}


def contradictions(source: LocatedYaml, content: AreasFile) -> Iterator[PlacePackError]:
    """Everything in the file that can't be, in the order of its kinds."""
    for key in ("hub_areas", "councils", "csps"):
        yield from _repeated(source, key, [entry.id for entry in getattr(content, key)])
    yield from _unknown_areas(source, content)
    yield from _wrong_councils(source, content)


def _repeated(source: LocatedYaml, key: str, ids: Sequence[str]) -> Iterator[PlacePackError]:
    for position, identity in enumerate(ids):
        if identity in ids[:position]:
            yield source.error(f"{identity!r} is used twice", key, position, "id")


def _unknown_areas(source: LocatedYaml, content: AreasFile) -> Iterator[PlacePackError]:
    known = {area.id for area in content.hub_areas}
    listed: list[tuple[tuple[str | int, ...], Sequence[str]]] = [
        *((("councils", i, "areas"), council.areas) for i, council in enumerate(content.councils)),
        *((("csps", i, "areas"), csp.areas) for i, csp in enumerate(content.csps)),
        *((("postcodes", part), areas) for part, areas in content.postcodes.items()),
    ]
    for spot, areas in listed:
        allowed = known | {OUTSIDE} if spot[0] == "postcodes" else known
        for unknown in sorted(set(areas) - allowed):
            yield source.error(f"there is no hub area {unknown!r}", *spot)


def _wrong_councils(source: LocatedYaml, content: AreasFile) -> Iterator[PlacePackError]:
    known = {council.id for council in content.councils}
    for position, council in enumerate(content.councils):
        for unknown in sorted(set(council.successors) - known):
            yield source.error(f"there is no council {unknown!r}", "councils", position, "successors")
        if council.valid_until is not None and not council.successors:
            yield source.error(
                f"{council.id} ended, so it needs successors", "councils", position, "valid_until"
            )
    for position, area in enumerate(content.hub_areas):
        now = sum(area.id in c.areas and c.valid_until is None for c in content.councils)
        if now != 1:
            yield source.error(f"{area.id} needs one council today, it has {now}", "hub_areas", position)
