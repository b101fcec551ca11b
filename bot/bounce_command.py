"""The command `local-focus bounces`: reads once what came back to the mailbox of undelivered mail."""

from __future__ import annotations

import typer

from bot.errors import SettingsError
from bot.settings import PREFIX, read_settings


def bounces() -> None:
    """Read the mailbox of undelivered mail once, as the hub does every five minutes; say what was in it."""
    from bot.app.bounces import create_bounce_reader
    from bot.db.session import Database, create_database_engine
    from bot.services.bounces import BounceOutcome

    settings = read_settings()
    database = Database(create_database_engine(settings.sqlalchemy_url))
    try:
        read = create_bounce_reader(settings, database)
        if read is None:
            raise SettingsError(f"there is no mailbox to read: set {PREFIX}BOUNCE_IMAP_HOST")
        counted = read()
    finally:
        database.close()
    typer.echo(f"{counted[BounceOutcome.MARKED]} referrals did not arrive.")
    typer.echo(f"{counted[BounceOutcome.OVER]} mails needed nothing.")
    typer.echo(f"{counted[BounceOutcome.NOT_YET]} are read again at the next look.")
    typer.echo(f"{counted[BounceOutcome.FOREIGN]} are not about referrals and were left in the mailbox.")
