"""The commands `local-focus api-key`: keys by which programs send reports and read what they may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.api_keys import KeyWish, Scope
from bot.domain.staff import COMMAND_LINE
from bot.settings import read_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.services.api_keys import ApiKeyService

api_key_app = typer.Typer(help="Keys of programs that send reports or read them.", no_args_is_help=True)


@api_key_app.command()
def add(
    name: Annotated[str, typer.Argument(help="Which program it is for, and whose.")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; may be repeated.")],
    area: Annotated[
        list[str] | None, typer.Option(help="A hub area that it is good for; may be repeated.")
    ] = None,
) -> None:
    """Make a key and show it, this once."""
    with _keys() as (session, keys):
        row, key = keys.make(session, COMMAND_LINE, KeyWish(name, frozenset(scope), frozenset(area or ())))
        number = row.id
    typer.echo(f"Key {number}, not shown again: {key}")


@api_key_app.command("list")
def list_keys() -> None:
    """Show every key: its number, how it begins, and what it may do. Never the key."""
    with _keys() as (session, keys):
        for row in keys.list_keys(session):
            state = "taken back" if row.revoked_at else "good"
            areas = ", ".join(row.areas) or "all areas"
            typer.echo(f"{row.id}  {row.hint}...  {row.name}  {', '.join(row.scopes)}  {areas}  {state}")


@api_key_app.command()
def revoke(number: Annotated[int, typer.Argument(help="Its number, as `list` shows it.")]) -> None:
    """Take a key back, from now on."""
    with _keys() as (session, keys):
        name = keys.revoke(session, COMMAND_LINE, number).name
    typer.echo(f"The key of {name} is good for nothing any more.")


@contextmanager
def _keys() -> Iterator[tuple[Session, ApiKeyService]]:
    from bot.db.migration import migrate
    from bot.db.session import Database, create_database_engine
    from bot.services.api_keys import ApiKeyService
    from bot.services.audit import AuditService

    database = Database(create_database_engine(read_settings().sqlalchemy_url))
    migrate(database.engine)
    try:
        with database.unit_of_work() as session:
            yield session, ApiKeyService(AuditService())
    finally:
        database.close()
