"""Opens a whole place pack: everything that one county's hubs know and edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.domain.advice import AdviceLibrary
from bot.domain.agencies import AgencyDirectory, Channel
from bot.domain.message_templates import MessageTemplate
from bot.domain.opening_hours import OpeningHours
from bot.domain.places import Areas
from bot.domain.routing import RoutingTable
from bot.domain.routing_cues import RoutingCues
from bot.domain.survey_representation import Population
from bot.domain.surveys import Survey
from bot.domain.thrive import ThriveCues
from bot.gateways.cue_words import load_routing_cues
from bot.gateways.place_index import PlaceIndex
from bot.gateways.place_pack_advice import load_advice
from bot.gateways.place_pack_agencies import load_agencies
from bot.gateways.place_pack_areas import load_areas, load_places
from bot.gateways.place_pack_feeds import PackFeed, load_feeds
from bot.gateways.place_pack_hours import load_hours
from bot.gateways.place_pack_population import load_population
from bot.gateways.place_pack_posts import PackPost, load_posts
from bot.gateways.place_pack_routing import load_routing, load_trunk_roads
from bot.gateways.place_pack_surveys import load_surveys
from bot.gateways.place_pack_templates import load_templates
from bot.gateways.place_pack_yaml import read_yaml, validate
from bot.gateways.place_search import PlaceSearch
from bot.gateways.place_words import load_place_words
from bot.gateways.thrive_cues import THRIVE_CUES, load_thrive_cues

ROUTING_CUES = "routing.yml"
PLACE_FILE = "place.yml"


class PlaceNames(BaseModel):
    """What the place is called, as it stands in a sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    hubs: str
    partnership: str


def load_place_names(folder: Path) -> PlaceNames:
    """The names in a pack's `place.yml`; PlacePackError when one is missing."""
    return validate(PlaceNames, read_yaml(folder / PLACE_FILE))


@dataclass(frozen=True, slots=True)
class PlacePack:
    """One county, ready to be asked."""

    names: PlaceNames
    areas: Areas
    index: PlaceIndex
    search: PlaceSearch
    directory: AgencyDirectory
    advice: AdviceLibrary
    cues: RoutingCues
    table: RoutingTable
    posts: tuple[PackPost, ...]
    surveys: tuple[Survey, ...]
    hours: OpeningHours | None
    """When people are at the hubs; None where nobody wrote it down."""
    feeds: tuple[PackFeed, ...]
    templates: tuple[MessageTemplate, ...]
    thrive: ThriveCues

    population: Population | None = None
    """Who lives where; None where the pack does not say."""

    @property
    def councils(self) -> dict[str, str]:
        """Hub area -> the council responsible today."""
        return councils_today(self.areas)

    def common_words(self) -> dict[str, str]:
        """Words that any sentence may use: the hub's name, and each agency's telephone number by its id."""
        numbers = {
            contact.agency: contact.value
            for contact in reversed(self.directory.contacts)
            if contact.channel is Channel.TELEPHONE and not contact.is_emergency
        }
        return {**numbers, "hub": self.names.hubs, "place": self.names.name}


def councils_today(areas: Areas) -> dict[str, str]:
    """Hub area -> the council responsible today, for every area that has one."""
    found = {area.id: areas.council_of(area.id) for area in areas.hub_areas}
    return {area: council.id for area, council in found.items() if council is not None}


def open_place_pack(folder: Path, cue_folder: Path, today: date) -> PlacePack:
    """Open the pack in a folder.

    Raises PlacePackError with file and line for the first thing that is wrong.
    """
    place_names = load_place_names(folder)
    areas = load_areas(folder)
    places = load_places(folder, areas)
    names = frozenset(areas.names)
    directory = load_agencies(folder, names)
    advice = load_advice(folder, names)
    cues = load_routing_cues(cue_folder / ROUTING_CUES, directory, load_trunk_roads(folder))
    table = load_routing(
        folder, councils_today(areas), directory, frozenset(cues.cues), today, advice.list_topics()
    )
    posts = load_posts(folder, names, advice.list_topics())
    language = load_place_words(cue_folder)
    index = PlaceIndex(places, areas, language)
    search = PlaceSearch(index, areas.names, language.key)
    surveys = load_surveys(folder, names)
    agencies = frozenset(agency.id for agency in directory.list_agencies())
    return PlacePack(
        names=place_names,
        areas=areas,
        index=index,
        search=search,
        directory=directory,
        advice=advice,
        cues=cues,
        table=table,
        posts=tuple(posts),
        surveys=surveys,
        feeds=tuple(load_feeds(folder, names, agencies)),
        templates=tuple(load_templates(folder)),
        thrive=load_thrive_cues(cue_folder / THRIVE_CUES),
        hours=load_hours(folder),
        population=load_population(folder, names),
    )
