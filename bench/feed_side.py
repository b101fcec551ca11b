"""Our side: has the hub's own services fetch every feed of a database; prints the same as reader's side.

Run as a process of its own: `python -m bench.feed_side DATABASE`. What it weighs before anything of feeds is
loaded is told too.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path

from bench.feed_base import load_hub
from bot.db.session import Database, create_database_engine
from bot.domain.places import PlaceFinding


class _NoPlaces:
    """Reader looks for no places, and so don't we."""

    def find_all(self, _text: str) -> list[PlaceFinding]:
        """None."""
        return []


def main(file: Path) -> None:
    """Fetch once."""
    with closing(Database(create_database_engine(f"sqlite:///{file}"))) as database:
        before, _ = load_hub(database)
        fetch = _load(database)
        began, cpu = time.perf_counter(), _cpu_seconds()
        asyncio.run(fetch())
        told = {
            "seconds": time.perf_counter() - began,
            "cpu_seconds": _cpu_seconds() - cpu,
            "before_memory_mb": before,
        }
    sys.stdout.write(json.dumps(told) + "\n")


def _load(database: Database) -> Callable[[], Coroutine[None, None, None]]:
    """What fetches all; its code is loaded before the clock starts, as reader's is, and weighed."""
    from bot.gateways.feed_fetching import FeedFetcher
    from bot.gateways.feed_reading import FeedReader
    from bot.services.feed_fetches import FeedFetchService
    from bot.services.feed_intake import FeedIntakeService
    from bot.services.feed_judgement import FeedJudgement

    intake = FeedIntakeService(FeedJudgement(_NoPlaces()))

    async def fetch() -> None:
        async with FeedFetcher("local-focus bench", allows_private=True) as fetcher:
            with FeedReader() as reader:
                service = FeedFetchService(database, fetcher, reader.read, intake, lambda *_given: 0)
                while await service.fetch_due():
                    pass

    return fetch


def _cpu_seconds() -> float:
    """Of this process and of those below it that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
