"""The command `local-focus demo`: a made-up year, for whoever wants to see the console alive."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.settings import read_settings

_Count = Annotated[int, typer.Option(min=1, max=1_000_000, help="How many concerns.")]
_Add = Annotated[bool, typer.Option("--add", help="Even where there are concerns already.")]


def demo(count: _Count = 5_000, add: _Add = False) -> None:
    """Fill the database with a made-up year of concerns, to try the console out. Never for a real hub."""
    from bot.app.demo import fill_demo

    fill_demo(read_settings(), count, is_added=add, say=typer.echo)
    typer.echo("Done. `local-focus staff add you@hub.example` makes an account to look at it with.")
