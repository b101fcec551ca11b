"""The commands `local-focus feeds`: how partners' feeds go, and fetching them now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.feeds import IN_PLAIN_WORDS, FeedProblem
from bot.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.app.feeds import Feeds
    from bot.db.models import FeedSource
    from bot.db.session import Database
    from bot.settings import Settings

feeds_app = typer.Typer(help="Feeds of partners.", no_args_is_help=True)


@feeds_app.command("list")
def list_feeds() -> None:
    """Show every feed: its number, how it goes, and since when and why it is broken."""
    from bot.services.audit import AuditService
    from bot.services.feed_sources import FeedSourceService

    with _database(read_settings()) as database, database.unit_of_work() as session:
        sources = FeedSourceService(AuditService()).list_sources(session)
        for source in sources:
            typer.echo(f"{source.id:>5}  {source.title}  {_state(source)}")
    if not sources:
        typer.echo("There is none yet: a hub that runs takes in those of the place pack.")


@feeds_app.command()
def fetch(
    number: Annotated[int | None, typer.Argument(help="One feed, by its number in `list`.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are on, due or not.")] = False,
) -> None:
    """Fetch what is due now, one feed, or `--all`; a hub that runs beside fetches none of them twice."""
    with _opened() as feeds:
        with feeds.jobs.database.unit_of_work() as session:
            sources = feeds.console.sources
            wanted = [sources.get(session, number)] if number is not None else []
            for source in sources.list_sources(session) if everything else wanted:
                sources.fetch_soon(source)
        asked = asyncio.run(_fetch_all(feeds))
    typer.echo(f"{asked} {'feed was' if asked == 1 else 'feeds were'} asked for; `list` shows how it went.")


async def _fetch_all(feeds: Feeds) -> int:
    count = 0
    while asked := await feeds.jobs.fetches.fetch_due():
        count += asked
    await feeds.jobs.pictures.fetch_some()
    return count


def _state(source: FeedSource) -> str:
    if source.problem:
        since = f"broken since {source.broken_since:%Y-%m-%d %H:%M}: " if source.broken_since else ""
        said = since + IN_PLAIN_WORDS[FeedProblem(source.problem)]
    elif source.last_worked_at:
        said = f"worked {source.last_worked_at:%Y-%m-%d %H:%M}"
    else:
        said = "not fetched yet"
    return said if source.is_on else f"off; {said}"


@contextmanager
def _opened() -> Iterator[Feeds]:
    from datetime import UTC, datetime

    from bot.app.core import CUE_FOLDER, DOMAIN_FILE, LANGUAGE_FOLDER
    from bot.app.feeds import create_feeds
    from bot.gateways.catalogues import open_catalogues
    from bot.gateways.phrases import read_phrases
    from bot.gateways.place_pack import open_place_pack

    settings = read_settings()
    pack = open_place_pack(settings.place_folder, CUE_FOLDER, datetime.now(UTC).date())
    catalogues = open_catalogues(LANGUAGE_FOLDER, settings.place_folder / "languages")
    phrases = read_phrases(DOMAIN_FILE, pack.common_words(), catalogues)
    with _database(settings) as database:
        feeds = create_feeds(settings, pack, phrases, database, _embed(settings))
        feeds.jobs.take_in_pack()
        yield feeds


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    from bot.db.session import Database, create_database_engine

    database = Database(create_database_engine(settings.sqlalchemy_url))
    try:
        yield database
    finally:
        database.close()


def _embed(settings: Settings) -> Callable[[Sequence[str]], NDArray[np.float32]] | None:
    """What tells topics, where a model was trained; without one a feed's own topic counts."""
    from bot.gateways.model_in_use import open_model
    from bot.gateways.model_store import ModelStore

    archive = ModelStore(settings.home_folder).current()
    return open_model(archive, settings.home_folder).embed if archive else None
