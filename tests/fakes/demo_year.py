"""Fills a hub of the tests with the made-up year that `local-focus demo` makes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.app.demo import STORIES
from bot.db.session import Database
from bot.domain.demo import MadeUpYear
from bot.gateways.calendar import target_day
from bot.gateways.demo_stories import load_stories
from bot.services.audit import AuditService
from bot.services.demo import DemoService
from bot.services.routing import RoutingService
from tests.fakes.reports import westshire


def fill_demo_year(database: Database, count: int) -> None:
    """Add so many made-up concerns, up to this moment."""
    pack = westshire()
    made_up = MadeUpYear(load_stories(STORIES), pack.index.places, datetime.now(UTC)).draw(count)
    routing = RoutingService(table=pack.table, directory=pack.directory)
    demo = DemoService(database, routing, target_day, timedelta(days=730), AuditService())
    demo.fill(made_up, is_added=True, tell=lambda *_: None)
