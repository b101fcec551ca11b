"""Loads a place pack's areas.yml, outside.yml and places/*.yml into hub areas, councils and the gazetteer."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.domain.places import Areas, Council, HubArea, Place, SafetyPartnership
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import Words
from bot.gateways.place_pack_area_entries import AreasFile, CouncilEntry, contradictions
from bot.gateways.place_pack_yaml import parse_yaml, read_text, read_yaml, validate

AREAS_FILE = "areas.yml"
OUTSIDE_FILE = "outside.yml"
PLACES_FOLDER = "places"

type PlaceKind = Literal[
    "town", "village", "hamlet", "estate", "ward", "street", "park", "landmark", "hospital", "station",
    "school", "car_park", "lake", "island", "road", "industrial_estate", "shopping",
]  # fmt: skip
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _OutsideFile(_Entry):
    outside: list[Words]


class _PlaceEntry(_Entry):
    name: Words
    kind: PlaceKind
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    within: Words | None = None
    aliases: list[Words] = []


class _PlacesFile(_Entry):
    places: Annotated[list[_PlaceEntry], Field(min_length=1)]


_PLACES = TypeAdapter(_PlacesFile)


def load_areas(folder: Path) -> Areas:
    """Hub areas, councils and postcodes of the pack in this folder.

    Raises PlacePackError, with file and line, for the first thing wrong with them.
    """
    source = read_yaml(folder / AREAS_FILE)
    content = validate(AreasFile, source)
    for error in contradictions(source, content):
        raise error
    csp_of = {area: csp.id for csp in content.csps for area in csp.areas}
    return Areas(
        hub_areas=tuple(
            HubArea(a.id, a.name, tuple(a.also_known_as), a.hub, csp_of.get(a.id)) for a in content.hub_areas
        ),
        councils=tuple(_council(entry) for entry in content.councils),
        partnerships=tuple(
            SafetyPartnership(c.id, c.name, tuple(c.areas), tuple(c.also_known_as)) for c in content.csps
        ),
        police=content.police,
        fire=content.fire,
        postcodes={part: tuple(areas) for part, areas in content.postcodes.items()},
        outside=_load_outside(folder / OUTSIDE_FILE),
    )


def load_places(folder: Path, areas: Areas) -> tuple[Place, ...]:
    """The gazetteer of the pack in this folder, one file a hub area.

    Raises PlacePackError, with file and line, for the first thing wrong with it.
    """
    known = {area.id for area in areas.hub_areas}
    places: dict[str, Place] = {}
    for file in sorted((folder / PLACES_FOLDER).glob("*.yml")):
        if file.stem not in known:
            raise PlacePackError(
                file, None, f"there is no hub area {file.stem!r}; the file's name must be one"
            )
        content = _read_places(file)
        names = {entry.name for entry in content.places}
        for position, entry in enumerate(content.places):
            place = _place(entry, file.stem, areas)
            if place.id in places:
                _fail(file, f"{entry.name!r} is in the gazetteer twice ({place.id})", position, "name")
            if entry.within is not None and entry.within not in names:
                _fail(file, f"{entry.within!r} is not a place of this file", position, "within")
            places[place.id] = place
    if not places:
        raise PlacePackError(folder / PLACES_FOLDER, None, "the place pack has no gazetteer")
    return tuple(places.values())


def _read_places(file: Path) -> _PlacesFile:
    """Line numbers take five times as long as the rest, so they are only worked out for a broken file."""
    text = read_text(file)
    try:
        return _PLACES.validate_python(yaml.load(text, Loader=_Loader))  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, ValidationError):
        return validate(_PlacesFile, parse_yaml(file, text))


def _fail(file: Path, message: str, position: int, key: str) -> NoReturn:
    raise read_yaml(file).error(message, "places", position, key)


def _load_outside(file: Path) -> tuple[str, ...]:
    if not file.exists():
        return ()
    return tuple(validate(_OutsideFile, read_yaml(file)).outside)


def _council(entry: CouncilEntry) -> Council:
    return Council(
        id=entry.id,
        name=entry.name,
        areas=tuple(entry.areas),
        agency=entry.agency,
        also_known_as=tuple(entry.also_known_as),
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        successors=tuple(entry.successors),
        is_upper_tier=entry.upper_tier,
    )


def _place(entry: _PlaceEntry, hub_area: str, areas: Areas) -> Place:
    council = areas.council_of(hub_area)
    parts = [hub_area, _slug(entry.within), _slug(entry.name)]
    return Place(
        id="/".join(part for part in parts if part),
        name=entry.name,
        kind=entry.kind,
        hub_area=hub_area,
        council=council.id if council else "",
        within=entry.within,
        lat=entry.lat,
        lon=entry.lon,
        aliases=tuple(entry.aliases),
    )


def _slug(name: str | None) -> str:
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
