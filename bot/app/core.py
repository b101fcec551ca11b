"""Wires what understanding and routing need: the place pack, the model, the ears for danger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.answer_cues import AnswerCues
from bot.domain.catalogues import Catalogues
from bot.domain.phrases import Phrases
from bot.domain.reference_cues import ReferenceCues
from bot.domain.reporting_cues import ReportingCues
from bot.gateways.catalogue_languages import load_catalogue_languages
from bot.gateways.catalogues import open_catalogues
from bot.gateways.cue_times import load_time_cues
from bot.gateways.cue_wishes import (
    load_answer_cues,
    load_question_cues,
    load_reference_cues,
    load_reporting_cues,
    load_where_cues,
)
from bot.gateways.danger_pack import open_danger
from bot.gateways.model_in_use import ModelInUse
from bot.gateways.phrases import read_phrases
from bot.gateways.place_pack import PlacePack, open_place_pack
from bot.services.danger import DangerService
from bot.services.heard_reports import HeardReports
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces
from bot.services.route_report import RouteReport
from bot.services.routing import RoutingService
from bot.services.understanding import UnderstandingService
from bot.settings import ROOT, Settings

DOMAIN_FILE = ROOT / "domain.yml"
CUE_FOLDER = ROOT / "data" / "cues"
DANGER_FOLDER = ROOT / "data" / "danger"
LANGUAGE_FOLDER = ROOT / "data" / "languages"


@dataclass(frozen=True, slots=True)
class Core:
    """What understanding and routing need; neither database nor Rasa."""

    pack: PlacePack
    catalogues: Catalogues
    model: ModelInUse
    phrases: Phrases
    danger: DangerService
    understanding: UnderstandingService
    routing: RoutingService
    places: ReportedPlaces
    cues: MessageCues
    references: ReferenceCues
    reporting: ReportingCues
    answering: AnswerCues


def create_core(settings: Settings, model: Path) -> Core:
    """Open the place pack and the model.

    Raises PlacePackError, ModelError, CatalogueError.
    """
    pack = open_place_pack(settings.place_folder, CUE_FOLDER, datetime.now(UTC).date())
    in_use = ModelInUse.open(model, settings.home_folder)
    danger = open_hearing(in_use)
    catalogues = open_catalogues(LANGUAGE_FOLDER, settings.place_folder / "languages")
    return Core(
        pack=pack,
        catalogues=catalogues,
        model=in_use,
        phrases=read_phrases(DOMAIN_FILE, pack.common_words(), catalogues),
        danger=danger,
        understanding=UnderstandingService(
            danger=danger,
            model=in_use,
            places=pack.index,
            guess_language=load_catalogue_languages(LANGUAGE_FOLDER).guess,
        ),
        routing=RoutingService(table=pack.table, directory=pack.directory),
        places=ReportedPlaces(pack.index, pack.councils, pack.areas.names),
        cues=MessageCues(
            routing=pack.cues,
            times=load_time_cues(CUE_FOLDER / "times.yml"),
            where=load_where_cues(CUE_FOLDER),
            questions=load_question_cues(CUE_FOLDER),
        ),
        answering=load_answer_cues(CUE_FOLDER),
        reporting=load_reporting_cues(CUE_FOLDER),
        references=load_reference_cues(CUE_FOLDER),
    )


def place_titles(pack: PlacePack) -> dict[str, str]:
    """Places of the gazetteer by id, as staff and programs read them."""
    return {
        place.id: f"{place.name}, {place.within}" if place.within else place.name
        for place in pack.index.places
    }


def open_hearing(model: ModelInUse) -> DangerService:
    """What hears danger, for residents and for measuring alike: the gate, and the model's opinions.

    Raises PlacePackError.
    """
    return open_danger(DANGER_FOLDER, model.think_of_danger, model.listen_to_foreign)


def create_route_report(
    settings: Settings, model: Path
) -> Callable[[str, str | None, str | None], dict[str, Any]]:
    """The function behind `local-focus route`."""
    core = create_core(settings, model)
    return RouteReport(core.understanding, core.routing, HeardReports(core.places, core.cues)).report
