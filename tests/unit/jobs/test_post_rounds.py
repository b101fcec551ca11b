"""While a hub serves: the place pack's posts are taken in once, and the timetable runs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from sqlalchemy import func, select

from bot.app.core import Core
from bot.app.posts import PostRounds
from bot.db.models import Post
from bot.domain.posts import PostState
from bot.gateways.place_pack_posts import load_posts
from bot.jobs.timetable import TIMETABLE
from bot.services.outbox import OutboxService
from bot.settings import ROOT, read_settings
from tests.fakes.reports import create_database, phrases

CUMBRIA = ROOT / "data" / "cumbria"


async def idle() -> None:
    """Stands for the jobs that aren't about posts."""


def test_the_packs_posts_are_drafts_after_any_number_of_starts(tmp_path: Path) -> None:
    advice = [file.stem for file in (CUMBRIA / "advice").glob("*.md")]
    pack = SimpleNamespace(posts=tuple(load_posts(CUMBRIA, [], advice)))
    core = cast(Core, SimpleNamespace(pack=pack, phrases=phrases()))
    database = create_database(tmp_path)
    settings = read_settings(home=tmp_path, secret="for-tests-only")

    async def serve() -> None:
        outbox = OutboxService(database)
        others = dict.fromkeys(TIMETABLE, idle)
        rounds = PostRounds(settings, core, database, outbox, {}, frozenset(), lambda: None, others)
        async with rounds.working():
            pass

    for _ in range(2):
        asyncio.run(serve())
    with database.unit_of_work() as session:
        counted = session.execute(select(Post.state, func.count()).group_by(Post.state)).all()
    assert [tuple(row) for row in counted] == [(PostState.DRAFT, len(pack.posts))]
    database.close()
