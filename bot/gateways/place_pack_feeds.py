"""Loads a place pack's `feeds.yml`: the feeds of partners that its hubs begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.posts import Topic
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml, validate

FEEDS_FILE = "feeds.yml"


class PackFeed(BaseModel):
    """One feed; one whose address nobody checked begins switched off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Words
    url: str = Field(pattern=r"^https?://\S+$", max_length=1000)
    agency: Slug | None = None
    topic: Topic | None = None
    areas: list[Slug] = []
    checked: bool
    source: Words
    date_checked: date


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    feeds: list[PackFeed]


@dataclass(frozen=True, slots=True)
class _Known:
    areas: Collection[str]
    agencies: Collection[str]


def load_feeds(folder: Path, areas: Collection[str], agencies: Collection[str]) -> list[PackFeed]:
    """The feeds, for a pack that may have none; PlacePackError for the first thing wrong."""
    feeds, errors = read_feeds(folder, areas, agencies)
    if errors:
        raise errors[0]
    return feeds


def read_feeds(
    folder: Path, areas: Collection[str], agencies: Collection[str]
) -> tuple[list[PackFeed], list[PlacePackError]]:
    """The feeds and everything wrong with them; a file that is no list of feeds still raises."""
    file = folder / FEEDS_FILE
    if not file.exists():
        return [], []
    source = read_yaml(file)
    feeds = validate(_File, source).feeds
    return feeds, list(_check(source, feeds, _Known(areas, agencies)))


def _check(source: LocatedYaml, feeds: list[PackFeed], known: _Known) -> Iterator[PlacePackError]:
    ids, addresses = Counter(feed.id for feed in feeds), Counter(feed.url for feed in feeds)
    for position, feed in enumerate(feeds):
        if ids[feed.id] > 1 or addresses[feed.url] > 1:
            yield source.error(f"{feed.id}: its id or address is given twice", "feeds", position)
        for area in sorted(set(feed.areas) - set(known.areas)):
            yield source.error(f"{area!r} is not a hub area", "feeds", position, "areas")
        if feed.agency is not None and feed.agency not in known.agencies:
            yield source.error(f"{feed.agency!r} is not an agency", "feeds", position, "agency")
