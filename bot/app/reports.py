"""Wires the services that take reports, end them, and answer questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app.core import LANGUAGE_FOLDER, Core
from bot.app.posts import create_subscription_turns
from bot.app.surveys import Surveys
from bot.gateways.calendar import BANK_HOLIDAYS, target_day
from bot.gateways.short_words import load_short_words
from bot.services.answers import AnswerService
from bot.services.concerns import ConcernService
from bot.services.draft_answers import DraftAnswers
from bot.services.draft_words import DraftWords
from bot.services.drafts import DraftService
from bot.services.edited_messages import EditedMessageService
from bot.services.heard_reports import HeardReports
from bot.services.hub_hours import HubHours
from bot.services.kept_messages import KeptMessageService
from bot.services.languages import LanguageService
from bot.services.named_reports import NamedReportService
from bot.services.notes import NoteService
from bot.services.referral_deliveries import ReferralDeliveryService
from bot.services.report_ends import ReportEndService
from bot.services.who_deals import WhoDealsService
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Reports:
    """What becomes of reports, from the first word to the last question."""

    drafts: DraftService
    ends: ReportEndService
    kept: KeptMessageService
    named: NamedReportService
    edited: EditedMessageService
    languages: LanguageService


def create_reports(core: Core, settings: Settings, deliveries: ReferralDeliveryService) -> Reports:
    """The services that take, file, keep and find reports."""
    drafts = create_drafts(core)
    concerns = ConcernService(
        routing=core.routing,
        target_day=target_day,
        now=lambda: datetime.now(UTC),
        retention=timedelta(days=settings.retention_days),
        model_name=lambda: core.model.name,
        deliver=deliveries.put,
    )
    ends = ReportEndService(drafts, concerns, core.routing, drafts.words, core.phrases)
    return Reports(
        drafts=drafts,
        ends=ends,
        kept=KeptMessageService(drafts=drafts, concerns=concerns, phrases=core.phrases),
        edited=EditedMessageService(NoteService(), ends),
        named=NamedReportService(concerns, NoteService(), ends, core.understanding, core.references),
        languages=LanguageService(drafts, core.phrases, load_short_words(LANGUAGE_FOLDER)),
    )


def create_drafts(core: Core) -> DraftService:
    """The service that takes reports while they are told."""
    words = DraftWords(
        phrases=core.phrases,
        routing=core.routing,
        area_names=core.pack.areas.names,
        landlords={agency.id: agency.name for agency in core.pack.directory.list_landlords()},
        tell_hours=HubHours(core.phrases, core.pack.hours, BANK_HOLIDAYS).tell,
    )
    return DraftService(
        understanding=core.understanding,
        routing=core.routing,
        words=words,
        answers=DraftAnswers(words, core.places, core.answering),
        places=core.places,
        cues=core.cues,
    )


def create_answers(core: Core, settings: Settings, surveys: Surveys) -> AnswerService:
    """The service that answers questions."""
    return AnswerService(
        phrases=core.phrases,
        advice=core.pack.advice,
        routing=core.routing,
        places=core.places,
        who_deals=WhoDealsService(
            core.understanding, HeardReports(core.places, core.cues), core.routing, core.phrases
        ),
        reporting=core.reporting,
        councils={council.id: council.agency for council in core.pack.areas.councils},
        area_names=core.pack.areas.names,
        offer_surveys=surveys.chat.offer,
        advice_address=lambda topic: f"{settings.hub_address}/advice/{topic}",
        news=create_subscription_turns(core),
    )
