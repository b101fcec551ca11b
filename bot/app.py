"""The composition root: settings -> database -> gateways -> services -> routes; only here are parts wired."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from actions.base import ActionServices
from actions.endpoint import create_action_router
from bot import api
from bot.api import Readiness, description_options
from bot.channels import web
from bot.channels.web import WebServices
from bot.db.migration import is_current
from bot.db.session import Database, create_database_engine
from bot.domain.model_review import ModelScores
from bot.domain.phrases import Phrases
from bot.gateways.calendar import target_day
from bot.gateways.cue_times import load_time_cues
from bot.gateways.danger_pack import open_danger
from bot.gateways.model_follower import ModelFollower
from bot.gateways.model_in_use import ModelInUse, open_model
from bot.gateways.model_measurement import measure_model, measuring_name
from bot.gateways.model_store import ModelStore
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.gateways.phrases import read_phrases
from bot.gateways.place_pack import PlacePack, open_place_pack
from bot.gateways.rasa import Rasa
from bot.gateways.rasa_process import TRACKER_FILE
from bot.gateways.training import train_model
from bot.services.answers import AnswerService
from bot.services.concerns import ConcernService
from bot.services.conversations import ConversationService
from bot.services.danger import DangerService
from bot.services.draft_answers import DraftAnswers
from bot.services.draft_words import DraftWords
from bot.services.drafts import DraftService
from bot.services.erasure import ErasureService
from bot.services.heard_reports import HeardReports
from bot.services.kept_messages import KeptMessageService
from bot.services.message_cues import MessageCues
from bot.services.model_life import ModelLife
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.removals import RemovalService
from bot.services.report_ends import ReportEndService
from bot.services.reported_places import ReportedPlaces
from bot.services.route_report import RouteReport
from bot.services.routing import RoutingService
from bot.services.transcripts import TranscriptService
from bot.services.understanding import UnderstandingService
from bot.settings import ROOT, Settings
from nlu.forgetting import forget

DOMAIN_FILE = ROOT / "domain.yml"
CUE_FOLDER = ROOT / "data" / "cues"
DANGER_FOLDER = ROOT / "data" / "danger"


@dataclass(frozen=True, slots=True)
class Core:
    """What understanding and routing need; neither database nor Rasa."""

    pack: PlacePack
    model: ModelInUse
    phrases: Phrases
    danger: DangerService
    understanding: UnderstandingService
    routing: RoutingService
    places: ReportedPlaces
    cues: MessageCues


def create_core(settings: Settings, model: Path) -> Core:
    """Open the place pack and the model.

    Raises PlacePackError, ModelError.
    """
    pack = open_place_pack(settings.place_folder, CUE_FOLDER, datetime.now(UTC).date())
    in_use = ModelInUse.open(model, settings.home_folder)
    danger = open_hearing(in_use)
    return Core(
        pack=pack,
        model=in_use,
        phrases=read_phrases(DOMAIN_FILE, pack.common_words()),
        danger=danger,
        understanding=UnderstandingService(danger=danger, model=in_use, places=pack.index),
        routing=RoutingService(table=pack.table, directory=pack.directory),
        places=ReportedPlaces(pack.index, pack.councils, pack.areas.names),
        cues=MessageCues(routing=pack.cues, times=load_time_cues(CUE_FOLDER / "times.yml")),
    )


def open_hearing(model: ModelInUse) -> DangerService:
    """What hears danger, for residents and for measuring alike: the gate, and the model's opinion.

    Raises PlacePackError.
    """
    return open_danger(DANGER_FOLDER, model.think_of_danger)


def create_model_life(settings: Settings, say: Callable[[str], None]) -> ModelLife:
    """What trains, measures and promotes models; a running product follows what it promotes."""

    def measure(archive: Path) -> ModelScores:
        model = ModelInUse.open(archive, settings.home_folder)
        return measure_model(model, open_hearing(model), say)

    return ModelLife(
        store=ModelStore(settings.home_folder),
        train=lambda again: train_model(settings, say, again=again),
        measure=measure,
        measuring_name=measuring_name,
        say=say,
    )


def create_route_report(
    settings: Settings, model: Path
) -> Callable[[str, str | None, str | None], dict[str, Any]]:
    """The function behind `local-focus route`."""
    core = create_core(settings, model)
    return RouteReport(core.understanding, core.routing, HeardReports(core.places, core.cues)).report


def create_app(settings: Settings, model: Path, secret: str) -> FastAPI:
    """The whole hub; `secret` is shared with Rasa in both directions.

    Raises PlacePackError, ModelError.
    """
    core = create_core(settings, model)
    database = Database(create_database_engine(settings.sqlalchemy_url))
    rasa = Rasa(settings.rasa_address, secret, settings.rasa_timeout_seconds)
    drafts = create_drafts(core)
    people = PeopleService()
    concerns = ConcernService(
        routing=core.routing,
        target_day=target_day,
        now=lambda: datetime.now(UTC),
        retention=timedelta(days=settings.retention_days),
        model_name=lambda: core.model.name,
    )
    kept = KeptMessageService(drafts=drafts, concerns=concerns, phrases=core.phrases)
    photos = PhotoFolder(settings.home_folder / "photos")
    removal = RemovalService(database, ErasureService(people), photos.remove, _forgetter(settings, rasa))
    conversations = ConversationService(database, people, core.danger, rasa, kept, removal, core.phrases)
    readiness = Readiness(
        {"database": lambda: run_in_threadpool(is_current, database.engine), "rasa": rasa.is_ready}
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await rasa.close()
        database.close()

    app = FastAPI(lifespan=lifespan, **description_options(version("local-focus")))
    app.state.is_ready = readiness.is_ready
    app.state.model_follower = ModelFollower(
        ModelStore(settings.home_folder),
        core.model,
        lambda archive: open_model(archive, settings.home_folder),
        rasa.load_model,
    )
    actions = ActionServices(
        database=database,
        drafts=drafts,
        ends=ReportEndService(drafts, concerns, core.routing, drafts.words, core.phrases),
        answers=create_answers(core, settings),
        danger=core.danger,
    )
    app.include_router(create_action_router(actions, secret))
    api.mount(app, readiness)
    web.mount(
        app,
        WebServices(
            settings=settings,
            database=database,
            people=people,
            conversations=conversations,
            photos=PhotoService(
                photos,
                lambda content: clean_photo(content, settings.photo_max_bytes),
            ),
            transcripts=TranscriptService(),
            removal=removal,
            phrases=core.phrases,
            directory=core.pack.directory,
            advice=core.pack.advice,
            place_name=core.pack.names.name,
            hub_name=core.pack.names.hubs,
        ),
    )
    return app


def _forgetter(settings: Settings, rasa: Rasa) -> Callable[[str], Awaitable[None]]:
    """How Rasa is made to forget: beside us straight in its file, so that it works while Rasa is down."""
    if settings.rasa_url is not None:
        return rasa.forget

    async def forget_in_file(tracker_id: str) -> None:
        await run_in_threadpool(forget, settings.home_folder / TRACKER_FILE, tracker_id)

    return forget_in_file


def create_drafts(core: Core) -> DraftService:
    """The service that takes reports while they are told."""
    words = DraftWords(
        phrases=core.phrases,
        routing=core.routing,
        area_names=core.pack.areas.names,
        landlords={agency.id: agency.name for agency in core.pack.directory.list_landlords()},
    )
    return DraftService(
        understanding=core.understanding,
        routing=core.routing,
        words=words,
        answers=DraftAnswers(words, core.places),
        places=core.places,
        cues=core.cues,
    )


def create_answers(core: Core, settings: Settings) -> AnswerService:
    """The service that answers questions."""
    return AnswerService(
        phrases=core.phrases,
        advice=core.pack.advice,
        routing=core.routing,
        places=core.places,
        understanding=core.understanding,
        heard=HeardReports(core.places, core.cues),
        councils={council.id: council.agency for council in core.pack.areas.councils},
        area_names=core.pack.areas.names,
        advice_address=lambda topic: f"{settings.hub_address}/advice/{topic}",
    )
