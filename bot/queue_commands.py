"""The commands `local-focus outbox` and `inbox`: what could not be sent or acted on, and trying it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import NotFoundError
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.db.models import InboxUpdate, OutgoingMessage
    from bot.db.session import Database

outbox_app = typer.Typer(help="Messages that could not be delivered.", no_args_is_help=True)
inbox_app = typer.Typer(help="Updates of channels that could not be acted on.", no_args_is_help=True)

_ID = Annotated[int | None, typer.Argument(help="Its number, as `list` shows it.")]
_ALL = Annotated[bool, typer.Option("--all", help="Everything on the list.")]


@outbox_app.command("list")
def list_unsent() -> None:
    """Show what was given up: number, channel, when it was written, and why. Never what it says."""
    from bot.services.outbox import OutboxService

    with _database() as database:
        _show([(row, row.created_at) for row in OutboxService(database).list_given_up()])


@outbox_app.command()
def resend(number: _ID = None, everything: _ALL = False) -> None:
    """Send one again, or `--all`; a running hub does it within a second."""
    _again("outbox", number, everything, "message")


@inbox_app.command("list")
def list_untaken() -> None:
    """Show what was given up: number, channel, when it came, and why. Never what it says."""
    from bot.services.inbox import InboxService

    with _database() as database:
        _show([(row, row.received_at) for row in InboxService(database).list_given_up()])


@inbox_app.command()
def retry(number: _ID = None, everything: _ALL = False) -> None:
    """Act on one again, or on `--all`; a running hub does it within a second."""
    _again("inbox", number, everything, "update")


def _show(rows: Sequence[tuple[InboxUpdate | OutgoingMessage, datetime]]) -> None:
    for row, since in rows:
        typer.echo(f"{row.id:>8}  {row.channel}  {since:%Y-%m-%d %H:%M}  {row.attempts} tries  {row.reason}")
    if not rows:
        typer.echo("Nothing was given up.")


def _again(queue: str, number: int | None, everything: bool, what: str) -> None:
    """Let one or all wait again, as staff do in the console, and enter it in the audit trail."""
    from bot.domain.staff import COMMAND_LINE
    from bot.services.audit import AuditService
    from bot.services.undelivered import Queue, UndeliveredService

    if (number is None) != everything:
        typer.echo("Give a number of the list, or --all.", err=True)
        raise typer.Exit(2)
    with _database() as database:
        try:
            with database.unit_of_work() as unit:
                undelivered = UndeliveredService(AuditService())
                found = undelivered.try_again(unit, COMMAND_LINE, Queue(queue), number)
        except NotFoundError:
            raise NotFoundError(f"No {what} {number} was given up: `list` shows which were.") from None
    typer.echo(f"{found} will be tried again.")


@contextmanager
def _database() -> Iterator[Database]:
    from bot.db.session import Database, create_database_engine

    database = Database(create_database_engine(read_settings().sqlalchemy_url))
    try:
        yield database
    finally:
        database.close()
