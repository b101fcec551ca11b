"""The hub with its real web channel and database, and a scripted dialogue in place of Rasa."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from bot import api, console
from bot.api import Readiness
from bot.app.api import create_api
from bot.app.blocks import create_blocked_answers
from bot.app.console import create_console
from bot.app.deliveries import create_deliveries
from bot.app.feeds import create_feeds
from bot.app.follow_ups import create_follow_up_answers
from bot.app.posts import create_pictures
from bot.app.surveys import Surveys, create_surveys
from bot.app.takeovers import create_takeovers
from bot.channels import web
from bot.channels.web import WebServices
from bot.db.migration import is_current
from bot.db.models import Concern, Conversation, Direction, Message, MessageState
from bot.db.session import Database, create_database_engine
from bot.domain.categories import Category
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.gateways.place_pack import PlacePack
from bot.gateways.short_words import load_short_words
from bot.services import passwords
from bot.services.alarms import AlarmService
from bot.services.audit import AuditService
from bot.services.conversations import ConversationService
from bot.services.desk_reports import DeskReportService
from bot.services.edited_messages import EditedMessageService
from bot.services.erasure import ErasureService
from bot.services.feed_entries import FeedService
from bot.services.kept_messages import KeptMessageService
from bot.services.languages import LanguageService
from bot.services.message_answers import MessageAnswers
from bot.services.messages import MessageService
from bot.services.notes import NoteService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.post_texts import PostTexts
from bot.services.removals import RemovalService
from bot.services.report_ends import ReportEndService
from bot.services.transcripts import TranscriptService
from bot.settings import Settings, read_settings
from tests.both_databases import put_migrated_file
from tests.fakes.danger import FakeDanger
from tests.fakes.rasa import FakeRasa
from tests.fakes.reports import (
    LANGUAGES,
    PLACE,
    create_concerns,
    create_drafts,
    create_named,
    create_news,
    phrases,
    westshire,
)
from tests.fakes.understanding import FakeUnderstanding


@dataclass(slots=True)
class Hub:
    """A running hub's parts, for tests to look at."""

    app: FastAPI
    rasa: FakeRasa
    database: Database
    settings: Settings
    understanding: FakeUnderstanding
    """What is understood of reports that programs send, and of words in conversations and surveys."""

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


#: A good hash takes a third of a second, and hundreds of tests sign somebody in.
_WEAK_HASHER = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)


def create_hub(home: Path, *, pack: PlacePack | None = None, **overrides: Any) -> Hub:
    """A hub with its files in `home`, of the made-up county or another; `overrides` are settings."""
    settings = read_settings(home=home, place=str(PLACE), secret="for-tests-only", **overrides)
    pack = pack or westshire()
    put_migrated_file(settings.home_folder / "local-focus.db")
    database = Database(create_database_engine(settings.sqlalchemy_url))
    rasa = FakeRasa()
    app = FastAPI(**api.description_options("0.0.0"))
    understanding = FakeUnderstanding(places=pack.index)
    drafts = create_drafts(understanding)
    api.mount(
        app,
        Readiness(
            {"database": lambda: run_in_threadpool(is_current, database.engine), "rasa": rasa.is_ready}
        ),
        create_api(settings, pack, database, drafts, create_concerns(drafts.routing), FakeDanger()),
    )
    hears = FakeUnderstanding(categories=understanding.categories)
    services = _services(settings, pack, database, rasa, hears)
    web.mount(app, services)
    deliveries = create_deliveries(settings, pack, database)
    takeovers = create_takeovers(
        settings, database, phrases(), create_drafts(FakeUnderstanding()), frozenset()
    )
    with patch.object(passwords, "PasswordHasher", _WEAK_HASHER):
        console.mount(
            app,
            create_console(
                settings,
                pack,
                phrases(),
                database,
                services.photos,
                deliveries.service,
                frozenset(),
                create_test_surveys(),
                takeovers,
                create_desk(deliveries.service.put),
                create_feeds(settings, pack, phrases(), database).console,
            ),
        )
    return Hub(app, rasa, database, settings, understanding)


def _services(
    settings: Settings,
    pack: PlacePack,
    database: Database,
    rasa: FakeRasa,
    understanding: FakeUnderstanding,
) -> WebServices:
    people = PeopleService()
    folder = PhotoFolder(settings.home_folder / "photos")
    removal = RemovalService(database, ErasureService(people), folder.remove, rasa.forget)
    surveys = create_test_surveys(understanding)
    return WebServices(
        settings=settings,
        database=database,
        people=people,
        conversations=create_conversations(database, rasa, removal, understanding=understanding),
        photos=PhotoService(
            folder,
            lambda content: clean_photo(content, settings.photo_max_bytes),
        ),
        transcripts=TranscriptService(),
        removal=removal,
        surveys=surveys.forms,
        survey_publications=surveys.publications,
        phrases=phrases(),
        directory=pack.directory,
        advice=pack.advice,
        suggest_places=pack.search.suggest,
        nearest_place=pack.index.nearest,
        towns=tuple(place for place in pack.index.places if place.kind == "town"),
        place_name=pack.names.name,
        hub_name=pack.names.hubs,
        area_names=pack.areas.names,
        feed=FeedService(PostTexts(phrases(), settings.hub_address)),
        pictures=create_pictures(settings),
    )


def create_conversations(
    database: Database,
    rasa: FakeRasa,
    removal: RemovalService,
    pushed: frozenset[str] = frozenset(),
    understanding: FakeUnderstanding | None = None,
) -> ConversationService:
    """Conversations with a scripted dialogue, that have ears for a few words of danger."""
    people = PeopleService()
    return ConversationService(
        database=database,
        alarms=AlarmService(FakeDanger(), phrases(), people, database),
        messages=MessageService(database, people, OutboxService(database), pushed),
        answers=_answers(database, rasa, understanding or FakeUnderstanding()),
        removal=removal,
        phrases=phrases(),
    )


def _answers(database: Database, rasa: FakeRasa, understanding: FakeUnderstanding) -> MessageAnswers:
    surveys = create_test_surveys(understanding)
    drafts = create_drafts(understanding)
    concerns = create_concerns(drafts.routing)
    ends = ReportEndService(drafts, concerns, drafts.routing, drafts.words, phrases())
    edited = EditedMessageService(NoteService(), ends)
    named, news = create_named(ends, understanding), create_news(drafts.places)
    follow_ups = create_follow_up_answers(phrases())
    blocked = create_blocked_answers(phrases(), westshire())
    return MessageAnswers(
        database, rasa, _kept(), named, edited, _languages(), news, surveys.chat, follow_ups, blocked
    )


def create_desk(deliver: Callable[[Session, Concern], None]) -> DeskReportService:
    """What files reports that staff take for somebody; it understands what `TOLD` says."""
    drafts = create_drafts(FakeUnderstanding(categories=TOLD, places=westshire().index))
    return DeskReportService(drafts, create_concerns(drafts.routing, deliver), FakeDanger(), AuditService())


#: What is understood at the desk.
TOLD = {
    "A sofa was dumped on King Street in Upper Vale": [Category.FLY_TIPPING],
    "They shout every night, and a sofa was dumped": [Category.NOISE, Category.FLY_TIPPING],
}


def embed_words(texts: Sequence[str]) -> np.ndarray:
    """Texts are near each other as far as they share words, in place of the sentence encoder."""
    known = sorted({word for text in texts for word in text.casefold().split()})
    rows = np.array([[word in text.casefold().split() for word in known] for text in texts], dtype=float)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def create_test_surveys(understanding: FakeUnderstanding | None = None) -> Surveys:
    """Surveys of the made-up county."""
    settings = read_settings(secret="for-tests-only")
    hears = understanding or FakeUnderstanding()
    return create_surveys(settings, westshire(), phrases(), hears, FakeDanger(), embed_words)


def _languages() -> LanguageService:
    return LanguageService(create_drafts(FakeUnderstanding()), phrases(), load_short_words(LANGUAGES))


def _kept() -> KeptMessageService:
    drafts = create_drafts(FakeUnderstanding())
    return KeptMessageService(drafts=drafts, concerns=create_concerns(drafts.routing), phrases=phrases())
