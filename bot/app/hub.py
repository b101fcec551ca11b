"""Wires the whole hub: database, Rasa, services, routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from actions.base import ActionServices
from actions.endpoint import ActionDoor
from bot import api, console
from bot.api import Readiness, description_options
from bot.app.api import create_api
from bot.app.bounces import create_bounce_reader
from bot.app.console import create_console, create_overdue_jobs
from bot.app.core import Core, create_core
from bot.app.deliveries import create_deliveries
from bot.app.dialogue import finishing, forgetter, noting
from bot.app.feeds import create_feeds
from bot.app.follow_ups import create_follow_up_jobs
from bot.app.messages import BuildChannel, Messages
from bot.app.posts import create_pictures, create_post_texts
from bot.app.reports import create_answers, create_reports
from bot.app.retention import create_retention_jobs
from bot.app.surveys import Surveys, create_surveys
from bot.app.takeovers import create_takeovers
from bot.channels import web
from bot.channels.web import WebServices
from bot.db.migration import is_current
from bot.db.session import Database, create_database_engine
from bot.gateways.model_follower import ModelFollower
from bot.gateways.model_in_use import open_model
from bot.gateways.model_store import ModelStore
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.gateways.rasa import Rasa
from bot.jobs.blocks import BlockJobs
from bot.jobs.bounces import BounceJobs
from bot.jobs.deliveries import DeliveryWorker
from bot.jobs.surveys import SurveyJobs
from bot.jobs.takeovers import TakeoverJobs
from bot.services.audit import AuditService
from bot.services.conversations import ConversationService
from bot.services.desk_reports import DeskReportService
from bot.services.erasure import ErasureService
from bot.services.feed_entries import FeedService
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.removals import RemovalService
from bot.services.transcripts import TranscriptService
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app.telegram import Telegram

#: How long stopping waits for referrals that are being sent.
_STOP_SECONDS = 5.0


def create_app(
    settings: Settings, model: Path, secret: str, pushed: Mapping[str, BuildChannel] | None = None
) -> FastAPI:
    """The whole hub; `secret` is shared with Rasa in both directions, `pushed` are channels beside the web.

    Raises PlacePackError, ModelError, CatalogueError, SettingsError.
    """
    core = create_core(settings, model)
    database = Database(create_database_engine(settings.sqlalchemy_url))
    rasa = Rasa(
        settings.rasa_address,
        secret,
        settings.rasa_timeout_seconds,
        core.model.recall_embedding,
        core.model.read_ahead,
    )
    deliveries = create_deliveries(settings, core.pack, database)
    reports = create_reports(core, settings, deliveries.service)
    photos = PhotoFolder(settings.home_folder / "photos")
    removal = RemovalService(
        database, ErasureService(PeopleService()), photos.remove, forgetter(settings, rasa)
    )
    cleaned = PhotoService(photos, lambda content: clean_photo(content, settings.photo_max_bytes))
    telegram = _create_telegram(settings)
    channels = {**(telegram.channels if telegram else {}), **(pushed or {})}
    surveys = create_surveys(
        settings, core.pack, core.phrases, core.understanding, core.danger, core.model.embed
    )
    conversations = create_takeovers(settings, database, core.phrases, reports.drafts, frozenset(channels))
    feeds = create_feeds(settings, core.pack, core.phrases, database, core.model.embed)
    staff_console = create_console(
        settings,
        core.pack,
        core.phrases,
        database,
        cleaned,
        deliveries.service,
        frozenset(channels),
        surveys,
        conversations,
        DeskReportService(reports.drafts, reports.ends.concerns, core.danger, AuditService()),
        feeds.console,
    )
    jobs = {
        **create_overdue_jobs(settings, staff_console).by_name(),
        **BounceJobs(create_bounce_reader(settings, database)).by_name(),
        **SurveyJobs(staff_console.surveys.rounds).by_name(),
        **create_retention_jobs(settings, database, removal, photos.remove).by_name(),
        **TakeoverJobs(conversations.takeovers).by_name(),
        **feeds.jobs.by_name(),
        **BlockJobs(database, conversations.blocks).by_name(),
        **create_follow_up_jobs(settings, database, core.phrases, frozenset(channels)).by_name(),
    }
    messages = Messages(settings, core, database, rasa, reports, surveys, cleaned, removal, channels, jobs)
    conversations.signs.typing.update(messages.typing)
    app = FastAPI(
        lifespan=_closing(rasa, database, messages, deliveries.worker),
        **description_options(version("local-focus")),
    )
    readiness = Readiness(
        {"database": lambda: run_in_threadpool(is_current, database.engine), "rasa": rasa.is_ready}
    )
    app.state.is_ready = readiness.is_ready
    app.state.finish_messages = finishing(messages, rasa)
    app.state.model_follower = ModelFollower(
        ModelStore(settings.home_folder),
        core.model,
        lambda archive: open_model(archive, settings.home_folder),
        rasa.load_model,
    )
    actions = ActionServices(
        database=database,
        drafts=reports.drafts,
        ends=reports.ends,
        answers=create_answers(core, settings, surveys),
        danger=core.danger,
        note=noting(rasa, database),
    )
    # First, since an address is looked for in this order and what residents say comes most often.
    web.mount(app, _web_services(settings, core, database, messages.conversations, cleaned, removal, surveys))
    api.mount(
        app,
        readiness,
        create_api(settings, core.pack, database, reports.drafts, reports.ends.concerns, core.danger),
    )
    if telegram is not None:
        telegram.mount(app)
    console.mount(app, staff_console)
    # The last to be added is the outermost.
    app.add_middleware(ActionDoor, services=actions, secret=secret)
    return app


def _create_telegram(settings: Settings) -> Telegram | None:
    """The channel, whose library is read only where it is used. Raises SettingsError."""
    if not settings.telegram_key:
        return None
    from bot.app.telegram import Telegram

    return Telegram(settings)


def _web_services(
    settings: Settings,
    core: Core,
    database: Database,
    conversations: ConversationService,
    photos: PhotoService,
    removal: RemovalService,
    surveys: Surveys,
) -> WebServices:
    return WebServices(
        settings=settings,
        database=database,
        people=PeopleService(),
        conversations=conversations,
        photos=photos,
        transcripts=TranscriptService(),
        removal=removal,
        surveys=surveys.forms,
        survey_publications=surveys.publications,
        phrases=core.phrases,
        directory=core.pack.directory,
        advice=core.pack.advice,
        suggest_places=core.pack.search.suggest,
        nearest_place=core.pack.index.nearest,
        towns=tuple(place for place in core.pack.index.places if place.kind == "town"),
        place_name=core.pack.names.name,
        hub_name=core.pack.names.hubs,
        area_names=core.pack.areas.names,
        feed=FeedService(create_post_texts(settings, core.phrases)),
        pictures=create_pictures(settings),
    )


def _closing(
    rasa: Rasa, database: Database, messages: Messages, worker: DeliveryWorker
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with messages.working():
            sending = asyncio.create_task(worker.run())
            try:
                yield
            finally:
                await worker.stop(_STOP_SECONDS)
                await sending
        await rasa.close()
        database.close()

    return lifespan
