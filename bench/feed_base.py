"""What a hub has loaded before its first feed: the memory that either side adds is counted from there."""

from __future__ import annotations

# Of the libraries that the hub loads when it starts, all that either side has a use for.
import asyncio
import html.parser  # noqa: F401
import http.cookies  # noqa: F401
import importlib.resources  # noqa: F401
import netrc  # noqa: F401
import pkgutil  # noqa: F401
import pyexpat  # noqa: F401
import socketserver  # noqa: F401

import httpx
import markdown_it  # noqa: F401
import markupsafe  # noqa: F401
import nh3  # noqa: F401
import psutil
import rapidfuzz.distance
import rapidfuzz.fuzz
import rapidfuzz.process  # noqa: F401
from sqlalchemy import select
from sqlalchemy.orm import configure_mappers

from bot.db.models import FeedSource
from bot.db.session import Database


def load_hub(database: Database) -> tuple[float, list[str]]:
    """Ask the database and the web once, as a hub does; MB of PSS after that, and the feeds' addresses."""
    configure_mappers()
    with database.unit_of_work() as session:
        urls = [source.url for source in session.scalars(select(FeedSource).order_by(FeedSource.id))]
    asyncio.run(_ask(urls[0]))
    return psutil.Process().memory_full_info().pss / 1e6, urls


async def _ask(url: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.get(url)
