"""Our side: has the hub's own services fetch every feed of a list; prints the same as reader's side.

Run as a process of its own: `python -m bench.feed_side LIST DATABASE`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.db.base import utc_now
from bot.db.migration import migrate
from bot.db.models import FeedItem, FeedSource
from bot.db.session import Database, create_database_engine
from bot.domain.places import PlaceFinding
from bot.gateways.feed_fetching import FeedFetcher
from bot.gateways.feed_reading import FeedReader
from bot.services.feed_fetches import FeedFetchService
from bot.services.feed_intake import FeedIntakeService
from bot.services.feed_judgement import FeedJudgement


class _NoPlaces:
    """Reader looks for no places, and so don't we."""

    def find_all(self, _text: str) -> list[PlaceFinding]:
        """None."""
        return []


def main(listed: Path, file: Path) -> None:
    """Fetch once."""
    database = Database(create_database_engine(f"sqlite:///{file}"))
    migrate(database.engine)
    urls = listed.read_text(encoding="ascii").split()
    with database.unit_of_work() as session:
        due = utc_now() - timedelta(seconds=1)
        session.add_all(FeedSource(title=url, url=url, next_fetch_at=due) for url in urls)
    began, cpu = time.perf_counter(), time.process_time()
    asyncio.run(_fetch_all(database))
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    with database.unit_of_work() as session:
        kept = session.scalar(select(func.count()).select_from(FeedItem))
        broken = session.scalar(select(func.count()).where(FeedSource.problem != ""))
    told = {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "kept": kept,
        "broken": broken,
        "peak_memory_mb": _peak_memory_mb(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


async def _fetch_all(database: Database) -> None:
    async with FeedFetcher("local-focus bench", allows_private=True) as fetcher:
        with FeedReader() as reader:
            service = FeedFetchService(
                database,
                fetcher,
                reader.read,
                FeedIntakeService(FeedJudgement(_NoPlaces())),
                lambda *_given: 0,
            )
            while await service.fetch_due():
                pass


def _peak_memory_mb() -> float:
    """The most that was resident since this program began, as Linux says."""
    # What getrusage says goes back to before it began, to whoever started it.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024 / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
