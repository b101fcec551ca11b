"""Wires the daily job that removes what is kept longer than was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from bot.db.session import Database
from bot.jobs.retention import RetentionJobs
from bot.services.audit import AuditService
from bot.services.notices import NoticeService
from bot.services.removals import RemovalService
from bot.services.retention import RetentionService
from bot.settings import Settings


def create_retention_jobs(
    settings: Settings,
    database: Database,
    removal: RemovalService,
    remove_files: Callable[[Iterable[str]], None],
) -> RetentionJobs:
    """The job, with the days that the settings promise."""
    audit = AuditService()
    kept = timedelta(days=settings.conversation_retention_days)
    service = RetentionService(database, audit, NoticeService(audit), kept)
    return RetentionJobs(service, removal, remove_files, removal.forget)
