"""Wires the services that take reports and answer questions."""

from __future__ import annotations

from bot.app.core import Core
from bot.services.answers import AnswerService
from bot.services.draft_answers import DraftAnswers
from bot.services.draft_words import DraftWords
from bot.services.drafts import DraftService
from bot.services.heard_reports import HeardReports
from bot.settings import Settings


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
