"""Wires what asks residents about closed cases, and takes their answers."""

from __future__ import annotations

from datetime import timedelta

from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.gateways.calendar import target_day
from bot.jobs.follow_ups import FollowUpJobs
from bot.services.audit import AuditService
from bot.services.follow_up_answers import FollowUpAnswers
from bot.services.follow_ups import FollowUpService
from bot.services.hub_messages import HubMessages
from bot.services.notices import NoticeService
from bot.services.outbox import OutboxService
from bot.settings import Settings


def create_follow_up_jobs(
    settings: Settings, database: Database, phrases: Phrases, pushed: frozenset[str]
) -> FollowUpJobs:
    """What asks; `pushed` are the channels beside the web."""
    messages = HubMessages(OutboxService(database), pushed)
    after = timedelta(weeks=settings.follow_up_weeks)
    return FollowUpJobs(FollowUpService(database, phrases, messages, AuditService(), after))


def create_follow_up_answers(phrases: Phrases) -> FollowUpAnswers:
    """What takes the answers."""
    audit = AuditService()
    return FollowUpAnswers(phrases, audit, NoticeService(audit), target_day)
