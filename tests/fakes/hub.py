"""The hub with its real web channel and database, and a scripted dialogue in place of Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from bot import api
from bot.api import Readiness
from bot.channels import web
from bot.channels.web import WebServices
from bot.db.migration import is_current, migrate
from bot.db.models import Conversation, Direction, Message, MessageState
from bot.db.session import Database, create_database_engine
from bot.domain.phrases import Phrases
from bot.gateways.calendar import target_day
from bot.gateways.cue_times import load_time_cues
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.gateways.phrases import read_phrases
from bot.gateways.place_pack import PlacePack, open_place_pack
from bot.services.concerns import ConcernService
from bot.services.conversations import ConversationService
from bot.services.draft_answers import DraftAnswers
from bot.services.draft_words import DraftWords
from bot.services.drafts import DraftService
from bot.services.erasure import ErasureService
from bot.services.kept_messages import KeptMessageService
from bot.services.message_cues import MessageCues
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.reported_places import ReportedPlaces
from bot.services.routing import RoutingService
from bot.services.transcripts import TranscriptService
from bot.settings import ROOT, Settings, read_settings
from tests.fakes.danger import FakeDanger
from tests.fakes.rasa import FakeRasa
from tests.fakes.understanding import FakeUnderstanding

CUES = ROOT / "data" / "cues"
PLACE = ROOT / "tests" / "packs" / "westshire"
TODAY = date(2026, 11, 23)


@dataclass(slots=True)
class Hub:
    """A running hub's parts, for tests to look at."""

    app: FastAPI
    rasa: FakeRasa
    database: Database
    settings: Settings

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def say_from_staff(self, text: str) -> int:
        """Write to the only conversation there is, as staff will; the new message's id."""
        with self.database.unit_of_work() as unit:
            conversation = unit.query(Conversation).one()
            return _add_staff_message(unit, conversation, text).id


def _add_staff_message(unit: Session, conversation: Conversation, text: str) -> Message:
    count = unit.query(Message).count()
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.OUT,
        channel="web",
        external_id=f"staff:{count}",
        text=text,
        state=MessageState.QUEUED,
    )
    unit.add(message)
    unit.flush()
    return message


def create_hub(home: Path, **overrides: Any) -> Hub:
    """A hub with its files in `home`; `overrides` are settings."""
    settings = read_settings(home=home, place=str(PLACE), secret="for-tests-only", **overrides)
    pack = _pack()
    database = Database(create_database_engine(settings.sqlalchemy_url))
    migrate(database.engine)
    rasa = FakeRasa()
    app = FastAPI(**api.description_options("0.0.0"))
    api.mount(
        app,
        Readiness(
            {"database": lambda: run_in_threadpool(is_current, database.engine), "rasa": rasa.is_ready}
        ),
    )
    web.mount(app, _services(settings, pack, database, rasa))
    return Hub(app, rasa, database, settings)


@cache
def _pack() -> PlacePack:
    """The made-up county; nothing changes it, so all tests share one."""
    return open_place_pack(PLACE, CUES, TODAY)


@cache
def _phrases() -> Phrases:
    return read_phrases(ROOT / "domain.yml", _pack().common_words())


def _services(settings: Settings, pack: PlacePack, database: Database, rasa: FakeRasa) -> WebServices:
    people = PeopleService()
    return WebServices(
        settings=settings,
        database=database,
        people=people,
        conversations=ConversationService(database, people, FakeDanger(), rasa, _kept(pack)),
        photos=PhotoService(
            PhotoFolder(settings.home_folder / "photos"),
            lambda content: clean_photo(content, settings.photo_max_bytes),
        ),
        transcripts=TranscriptService(),
        erasure=ErasureService(people),
        phrases=_phrases(),
        directory=pack.directory,
        advice=pack.advice,
        place_name=pack.names.name,
        hub_name=pack.names.hubs,
        forget=rasa.forget,
    )


def _kept(pack: PlacePack) -> KeptMessageService:
    phrases = _phrases()
    routing = RoutingService(table=pack.table, directory=pack.directory)
    places = ReportedPlaces(pack.index, pack.councils, pack.areas.names)
    words = DraftWords(phrases=phrases, routing=routing, area_names=pack.areas.names, landlords={})
    drafts = DraftService(
        understanding=FakeUnderstanding(),
        routing=routing,
        words=words,
        answers=DraftAnswers(words, places),
        places=places,
        cues=MessageCues(routing=pack.cues, times=load_time_cues(CUES / "times.yml")),
    )
    concerns = ConcernService(
        routing=routing,
        target_day=target_day,
        now=lambda: datetime.now(UTC),
        retention=timedelta(days=730),
        model_name=lambda: "none",
    )
    return KeptMessageService(drafts=drafts, concerns=concerns, phrases=phrases)
