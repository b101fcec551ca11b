"""Finds postcodes in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.places import Areas

# All of it, the sector or the district: "CA14 2AB", "ca142ab", "LA9 7", "ca 28".
_POSTCODE = re.compile(r"\b([A-Z]{1,2})\s?(\d{1,2})(?:\s?(\d)\s?([A-Z]{2})|\s(\d))?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode or the beginning of one, with where it stands in the text."""

    code: str
    """In capitals, with one space: "CA14 2AB", "CA14 2" or "CA14"."""
    hub_areas: tuple[str, ...]
    start: int
    end: int


def find_postcodes(text: str, areas: Areas) -> Iterator[Postcode]:
    """The postcodes of this text that the pack knows."""
    for found in _POSTCODE.finditer(text):
        letters, digits, sector, unit, lone_sector = found.groups()
        rest = f" {sector or lone_sector or ''}{unit or ''}".rstrip()
        code = f"{letters}{digits}{rest}".upper()
        hub_areas = areas.areas_of_postcode(code)
        if hub_areas:
            yield Postcode(code, hub_areas, found.start(), found.end())
