"""Everything that takes, files and ends reports, over the made-up county and a scripted understanding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation
from bot.db.session import Database, create_database_engine
from bot.domain.drafts import ReportDraft, Step
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.gateways.calendar import target_day
from bot.gateways.catalogues import open_catalogues
from bot.gateways.cue_times import load_time_cues
from bot.gateways.cue_wishes import (
    load_answer_cues,
    load_question_cues,
    load_reference_cues,
    load_reporting_cues,
    load_where_cues,
)
from bot.gateways.phrases import read_phrases
from bot.gateways.place_pack import PlacePack, open_place_pack
from bot.services.answers import AnswerService
from bot.services.concerns import ConcernService
from bot.services.draft_answers import DraftAnswers, Said
from bot.services.draft_words import DraftWords
from bot.services.drafts import DraftService
from bot.services.heard_reports import HeardReports
from bot.services.message_cues import MessageCues
from bot.services.named_reports import NamedReportService
from bot.services.notes import NoteService
from bot.services.people import PeopleService
from bot.services.report_ends import ReportEndService
from bot.services.reported_places import ReportedPlaces
from bot.services.routing import RoutingService
from bot.services.subscription_turns import SubscriptionTurns
from bot.services.subscriptions import SubscriptionService
from bot.services.who_deals import WhoDealsService
from bot.settings import ROOT
from tests.both_databases import put_migrated_file
from tests.fakes.understanding import FakeUnderstanding

CUES = ROOT / "data" / "cues"
PLACE = ROOT / "tests" / "packs" / "westshire"
LANGUAGES = ROOT / "data" / "languages"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@cache
def westshire() -> PlacePack:
    """The made-up county; nothing changes it, so all tests share one."""
    return open_place_pack(PLACE, CUES, NOW.date())


@cache
def phrases() -> Phrases:
    """What residents read, in the made-up county."""
    return read_phrases(ROOT / "domain.yml", westshire().common_words(), open_catalogues(LANGUAGES))


@dataclass(slots=True)
class Reports:
    """The services, and one resident who talks with them."""

    understanding: FakeUnderstanding
    routing: RoutingService
    drafts: DraftService
    concerns: ConcernService
    ends: ReportEndService
    answers: AnswerService
    named: NamedReportService
    session: Session
    conversation: Conversation

    @property
    def draft(self) -> ReportDraft:
        """The report as it stands."""
        draft = self.drafts.find(self.session, self.conversation)
        assert draft is not None
        return draft

    def open(self, text: str, intent: str = "nlu_fallback", confidence: float = 0.9) -> Step | None:
        """Begin a report; the step that is asked then."""
        self.drafts.open(self.session, self.conversation, Said(text, intent, confidence))
        return self.ask()

    def ask(self) -> Step | None:
        """Ask the next step."""
        return self.drafts.ask(self.session, self.conversation)[0]

    def say(self, text: str = "", intent: str = "inform", value: str | None = None) -> Step | None:
        """Say something in the middle of the report; the step that is asked then."""
        taken = self.drafts.take(self.session, self.conversation, Said(text, intent, 0.9, value))
        assert taken.is_answer, f"{text!r} was taken for a question"
        return self.ask()

    def is_question(self, text: str, intent: str) -> bool:
        """Whether it is taken for a question rather than an answer."""
        return not self.drafts.take(self.session, self.conversation, Said(text, intent, 0.9)).is_answer

    def close(self) -> list[Reply]:
        """End the report."""
        return self.ends.close(self.session, self.conversation)


def create_drafts(understanding: FakeUnderstanding) -> DraftService:
    """The service that takes reports."""
    pack = westshire()
    routing = RoutingService(table=pack.table, directory=pack.directory)
    places = ReportedPlaces(pack.index, pack.councils, pack.areas.names)
    landlords = {agency.id: agency.name for agency in pack.directory.list_landlords()}
    words = DraftWords(phrases(), routing, pack.areas.names, landlords)
    return DraftService(
        understanding=understanding,
        routing=routing,
        words=words,
        answers=DraftAnswers(words, places, load_answer_cues(CUES)),
        places=places,
        cues=MessageCues(
            pack.cues, load_time_cues(CUES / "times.yml"), load_where_cues(CUES), load_question_cues(CUES)
        ),
    )


def create_concerns(
    routing: RoutingService, deliver: Callable[[Session, Concern], None] | None = None
) -> ConcernService:
    """The service that files them, on a Monday morning."""
    return ConcernService(
        routing=routing,
        target_day=target_day,
        now=lambda: NOW,
        retention=timedelta(days=730),
        model_name=lambda: "none",
        deliver=deliver or (lambda _session, _concern: None),
    )


def create_named(ends: ReportEndService, understanding: FakeUnderstanding) -> NamedReportService:
    """The service that takes messages about reports that were sent."""
    cues = load_reference_cues(CUES)
    return NamedReportService(ends.concerns, NoteService(), ends, understanding, cues)


def create_news(places: ReportedPlaces) -> SubscriptionTurns:
    """The service that leads through choosing news."""
    return SubscriptionTurns(
        phrases=phrases(),
        subscriptions=SubscriptionService(),
        find_place=places.find,
        area_names=westshire().areas.names,
    )


def create_database(folder: Path, name: str = "test.db") -> Database:
    """An empty database."""
    put_migrated_file(folder / name)
    return Database(create_database_engine(f"sqlite:///{folder / name}"))


def create_reports(session: Session) -> Reports:
    """The services, with one resident's conversation begun in the session."""
    understanding = FakeUnderstanding(places=westshire().index)
    drafts = create_drafts(understanding)
    concerns = create_concerns(drafts.routing)
    ends = ReportEndService(drafts, concerns, drafts.routing, drafts.words, phrases())
    return Reports(
        understanding=understanding,
        routing=drafts.routing,
        drafts=drafts,
        concerns=concerns,
        ends=ends,
        named=create_named(ends, understanding),
        answers=AnswerService(
            phrases=phrases(),
            advice=westshire().advice,
            routing=drafts.routing,
            places=drafts.places,
            who_deals=WhoDealsService(
                understanding, HeardReports(drafts.places, drafts.cues), drafts.routing, phrases()
            ),
            reporting=load_reporting_cues(CUES),
            councils={council.id: council.agency for council in westshire().areas.councils},
            area_names=westshire().areas.names,
            offer_surveys=lambda _session, _conversation: [],
            advice_address=lambda topic: f"https://hub.example/advice/{topic}",
            news=create_news(drafts.places),
        ),
        session=session,
        conversation=PeopleService().meet(session, "web", "somebody"),
    )
