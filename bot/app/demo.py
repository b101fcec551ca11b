"""Wires `local-focus demo`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.app.core import CUE_FOLDER
from bot.db.migration import migrate
from bot.db.session import Database, create_database_engine
from bot.domain.demo import MadeUpYear
from bot.gateways.calendar import target_day
from bot.gateways.demo_stories import load_stories
from bot.gateways.place_pack import open_place_pack
from bot.services.audit import AuditService
from bot.services.demo import DemoService
from bot.services.routing import RoutingService
from bot.settings import ROOT, Settings

STORIES = ROOT / "data" / "demo" / "stories.yml"


def fill_demo(settings: Settings, count: int, *, is_added: bool, say: Callable[[str], None]) -> None:
    """Fill the database of the settings; raises DemoRefusedError where there are concerns already."""
    now = datetime.now(UTC).replace(microsecond=0)
    pack = open_place_pack(settings.place_folder, CUE_FOLDER, now.date())
    database = Database(create_database_engine(settings.sqlalchemy_url))
    try:
        # It may be tried out before the hub has run.
        migrate(database.engine)
        say(f"Making up {count:,} concerns in {database.engine.url.render_as_string(hide_password=True)}")
        demo = DemoService(
            database=database,
            routing=RoutingService(table=pack.table, directory=pack.directory),
            target_day=target_day,
            retention=timedelta(days=settings.retention_days),
            audit=AuditService(),
        )
        made_up = MadeUpYear(load_stories(STORIES), pack.index.places, now).draw(count)
        demo.fill(made_up, is_added=is_added, tell=lambda done, all_of: say(f"{done:,} of {all_of:,}"))
    finally:
        database.close()
