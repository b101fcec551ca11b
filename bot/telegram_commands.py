"""The commands `local-focus telegram`: what an operator does for the bot until there is a console."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.settings import read_settings

_Areas = Annotated[
    list[str] | None, typer.Option(metavar="AREA", help="Only posts for this hub area; may be given again.")
]

telegram_app = typer.Typer(help="The Telegram bot.", no_args_is_help=True)


@telegram_app.callback()
def _telegram() -> None:
    """Keep the name of the command that follows, while there is only one."""


@telegram_app.command("link-code")
def make_link_code(area: _Areas = None) -> None:
    """Make a code by which an administrator links a group or channel, once and within an hour."""
    from bot.db.session import Database, create_database_engine
    from bot.domain.subscriptions import Reach
    from bot.gateways.place_pack_areas import load_areas
    from bot.services.linked_chats import LinkedChatService

    settings = read_settings()
    areas = frozenset(area or ())
    known = load_areas(settings.place_folder).names
    if unknown := areas - set(known):
        typer.echo(f"No area is called {min(unknown)}: there are {', '.join(sorted(known))}.", err=True)
        raise typer.Exit(2)
    database = Database(create_database_engine(settings.sqlalchemy_url))
    with database.unit_of_work() as session:
        code = LinkedChatService().make_code(session, Reach(areas=areas))
    database.close()
    typer.echo(f"An administrator writes this in the group or channel, within an hour: /link {code}")
