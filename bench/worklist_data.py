"""Fills a database with a county's concerns: a made-up year, told again until there are enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import CTE, ColumnElement, String, cast, insert, literal, select

from bot.app.demo import STORIES
from bot.db.base import Base
from bot.db.models import Classification, Concern, Referral
from bot.db.session import Database
from bot.domain.demo import MadeUpYear
from bot.gateways.calendar import target_day
from bot.gateways.demo_stories import load_stories
from bot.gateways.place_pack import PlacePack
from bot.services.audit import AuditService
from bot.services.demo import DemoService
from bot.services.routing import RoutingService

_RETENTION = timedelta(days=730)
_DRAWN = 10_000
"""Drawn one by one; the others are copies of these, filed between them."""


def fill_county(database: Database, pack: PlacePack, count: int) -> None:
    """Add so many concerns to an empty database; those that aren't drawn have references of no resident."""
    drawn = min(_DRAWN, count)
    _draw(database, pack, drawn)
    copies = count // drawn - 1
    if copies:
        _copy(database, drawn, copies)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_shared:
            # The sequence goes on after the keys that were given, and the server knows what it holds.
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('concern', 'id'), (SELECT max(id) FROM concern))"
            )
        connection.exec_driver_sql("VACUUM ANALYZE" if database.is_shared else "ANALYZE")


def _draw(database: Database, pack: PlacePack, count: int) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    demo = DemoService(
        database=database,
        routing=RoutingService(table=pack.table, directory=pack.directory),
        target_day=target_day,
        retention=_RETENTION,
        audit=AuditService(),
    )
    made_up = MadeUpYear(load_stories(STORIES), pack.index.places, now).draw(count)
    demo.fill(made_up, is_added=False, tell=lambda _done, _all: None)


def _copy(database: Database, drawn: int, copies: int) -> None:
    """Put `copies` of each beside it, in the order of their filing."""
    first = select(literal(1).label("n")).cte("copy", recursive=True)
    numbers = first.union_all(select(first.c.n + 1).where(first.c.n < copies))
    concern_id = drawn + (Concern.id - 1) * copies + numbers.c.n
    key = literal("C") + cast(concern_id, String)
    with database.statements() as connection:
        for model, given in (
            (Concern, {"id": concern_id, "reference": key, "draft_id": key}),
            (Classification, {"concern_id": drawn + (Classification.concern_id - 1) * copies + numbers.c.n}),
            (Referral, {"concern_id": drawn + (Referral.concern_id - 1) * copies + numbers.c.n}),
        ):
            connection.execute(_copied(model, given, numbers, drawn))


def _copied(model: type[Base], given: dict[str, ColumnElement[object]], numbers: CTE, drawn: int) -> object:
    own = model.__table__.c
    names = [column.name for column in own if column.name in given or not column.primary_key]
    key = own.id if model is Concern else own.concern_id
    rows = select(*(given.get(name, own[name]) for name in names)).join_from(
        model.__table__, numbers, literal(value=True)
    )
    return insert(model).from_select(names, rows.where(key <= drawn).order_by(key, numbers.c.n))
