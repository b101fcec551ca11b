"""Jobs for blocked people: forgets whose block is over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.db.session import Database
from bot.jobs.timetable import BLOCKS, Job
from bot.services.blocks import BlockService


@dataclass(frozen=True, slots=True)
class BlockJobs:
    """May be done by several hubs at once."""

    database: Database
    blocks: BlockService

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {BLOCKS: self.forget}

    async def forget(self) -> None:
        """Forget addresses that need not be known any more."""

        def forget() -> None:
            with self.database.unit_of_work() as session:
                self.blocks.forget_ended(session)

        await asyncio.to_thread(forget)
