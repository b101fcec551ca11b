"""Feeds as tests need them: the shapes in files, and a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from bot.db.session import Database
from tests.fakes.feed_server import FeedServer, running_feed_server
from tests.unit.feeds.newsdesk import Newsdesk
from tests.unit.queues.conftest import Clock
from tests.unit.queues.conftest import clock as clock
from tests.unit.queues.conftest import database as database
from tests.unit.queues.conftest import postgres as postgres

FOLDER = Path(__file__).resolve().parents[2] / "feeds"


@dataclass(frozen=True, slots=True)
class Shape:
    """A feed as the world has them, and what is in it."""

    name: str
    titles: list[str] = field(default_factory=list)
    problem: str = ""
    kind: str = "application/rss+xml"
    skipped: int = 0
    broken: bool = False
    wants_minutes: int | None = None
    first: dict[str, Any] = field(default_factory=dict)
    """What the first entry says, as far as it matters; `text` is a part of it."""

    @property
    def content(self) -> bytes:
        """The file."""
        return (FOLDER / "shapes" / self.name).read_bytes()


SHAPES = [
    Shape(name, **expected)
    for name, expected in yaml.safe_load((FOLDER / "shapes.yml").read_text(encoding="utf-8")).items()
]


@pytest.fixture(scope="session")
def feed_server() -> Iterator[FeedServer]:
    """One for all tests: each puts its pages at paths of its own."""
    with running_feed_server() as server:
        yield server


@pytest.fixture
def newsdesk(database: Database, clock: Clock, feed_server: FeedServer) -> Newsdesk:
    """A hub on a database of each kind."""
    return Newsdesk(database, feed_server, clock, uuid4().hex)
