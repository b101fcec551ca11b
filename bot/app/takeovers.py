"""Wires what staff need to join conversations."""

from __future__ import annotations

from datetime import timedelta

from bot.console.conversations import ConsoleConversations
from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.services.audit import AuditService
from bot.services.blocks import BlockService
from bot.services.drafts import DraftService
from bot.services.hub_messages import HubMessages
from bot.services.live_signs import LiveSigns
from bot.services.open_conversations import OpenConversationService
from bot.services.outbox import OutboxService
from bot.services.takeovers import TakeoverService
from bot.services.transcripts import TranscriptService
from bot.settings import Settings


def create_takeovers(
    settings: Settings, database: Database, phrases: Phrases, drafts: DraftService, pushed: frozenset[str]
) -> ConsoleConversations:
    """The services that show conversations and let staff in; `pushed` are the channels beside the web."""
    audit = AuditService()
    takeovers = TakeoverService(
        database=database,
        phrases=phrases,
        messages=HubMessages(OutboxService(database), pushed),
        audit=audit,
        silence=timedelta(minutes=settings.takeover_minutes),
        ask_again=lambda session, conversation: drafts.ask(session, conversation)[1],
    )
    return ConsoleConversations(
        takeovers, OpenConversationService(audit), TranscriptService(), LiveSigns(), BlockService(audit)
    )
