"""The commands `local-focus telegram`: what an operator does for the bot until there is a console."""

from __future__ import annotations

import typer

from bot.settings import read_settings

telegram_app = typer.Typer(help="The Telegram bot.", no_args_is_help=True)


@telegram_app.callback()
def _telegram() -> None:
    """Keep the name of the command that follows, while there is only one."""


@telegram_app.command("link-code")
def make_link_code() -> None:
    """Make a code by which an administrator links a group or channel, once and within an hour."""
    from bot.db.session import Database, create_database_engine
    from bot.services.linked_chats import LinkedChatService

    database = Database(create_database_engine(read_settings().sqlalchemy_url))
    with database.unit_of_work() as session:
        code = LinkedChatService().make_code(session)
    database.close()
    typer.echo(f"An administrator writes this in the group or channel, within an hour: /link {code}")
