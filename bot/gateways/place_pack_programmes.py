"""Loads a place pack's programmes.yml; a place without programmes has no such file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.agencies import AgencyDirectory
from bot.domain.programmes import Priority, Programme, ProgrammeItem
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml, validate

PROGRAMMES_FILE = "programmes.yml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ItemEntry(_Entry):
    id: Slug
    name: Words
    does: Words
    planned: Annotated[int, Field(ge=0)]
    for_whom: Words
    comes_first: list[Priority] = []


class _ProgrammeEntry(_Entry):
    id: Slug
    name: Words
    does: Words
    hub_area: Slug
    led_by: Slug
    places: Annotated[list[Words], Field(min_length=1)]
    begins: date
    ends: date | None = None
    items: Annotated[list[_ItemEntry], Field(min_length=1)]
    when_gone: Words
    advice: Slug | None = None
    source: Words
    date_checked: date


class _ProgrammesFile(_Entry):
    programmes: list[_ProgrammeEntry]


def load_programmes(
    folder: Path, hub_areas: Collection[str], directory: AgencyDirectory
) -> tuple[Programme, ...]:
    """The programmes of the pack in this folder; PlacePackError for the first thing wrong with them."""
    programmes, errors = read_programmes(folder, hub_areas, directory)
    if errors:
        raise errors[0]
    return programmes


def read_programmes(
    folder: Path, hub_areas: Collection[str], directory: AgencyDirectory
) -> tuple[tuple[Programme, ...], list[PlacePackError]]:
    """The programmes and everything wrong with them, file and line; an unreadable file still raises."""
    if not (folder / PROGRAMMES_FILE).exists():
        return (), []
    source = read_yaml(folder / PROGRAMMES_FILE)
    entries = validate(_ProgrammesFile, source).programmes
    return tuple(map(_programme, entries)), [*_check(entries, source, hub_areas, directory)]


def _check(
    entries: list[_ProgrammeEntry],
    source: LocatedYaml,
    hub_areas: Collection[str],
    directory: AgencyDirectory,
) -> Iterator[PlacePackError]:
    seen: set[str] = set()
    for n, entry in enumerate(entries):
        if entry.id in seen:
            yield source.error(f"{entry.id!r} is given twice", "programmes", n, "id")
        seen.add(entry.id)
        if entry.hub_area not in hub_areas:
            yield source.error(f"{entry.hub_area!r} is not a hub area", "programmes", n, "hub_area")
        if directory.find_agency(entry.led_by) is None:
            yield source.error(f"there is no agency {entry.led_by!r}", "programmes", n, "led_by")
        if entry.ends is not None and entry.ends < entry.begins:
            yield source.error("it ends before it begins", "programmes", n, "ends")


def _programme(entry: _ProgrammeEntry) -> Programme:
    return Programme(
        id=entry.id,
        name=entry.name,
        does=entry.does,
        hub_area=entry.hub_area,
        led_by=entry.led_by,
        places=tuple(entry.places),
        begins=entry.begins,
        ends=entry.ends,
        items=tuple(
            ProgrammeItem(i.id, i.name, i.does, i.planned, i.for_whom, tuple(i.comes_first))
            for i in entry.items
        ),
        when_gone=entry.when_gone,
        advice=entry.advice,
        source=entry.source,
        checked_on=entry.date_checked,
    )
