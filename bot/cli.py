"""The command `local-focus`: run the product, train it, check a place pack, try out routing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.api_key_commands import api_key_app
from bot.bounce_command import bounces
from bot.demo_command import demo
from bot.errors import LocalFocusError
from bot.feed_commands import feeds_app
from bot.queue_commands import inbox_app, outbox_app
from bot.quick_start import prepare_start
from bot.settings import read_settings
from bot.staff_commands import staff_app
from bot.telegram_commands import telegram_app

if TYPE_CHECKING:
    from bot.services.model_life import Outcome

app = typer.Typer(
    help="Local Focus: takes what residents report and gets it to the right agency.\n\n"
    '`local-focus up` runs everything on http://127.0.0.1:8000. `local-focus route "..."` shows what would '
    "become of a message. `local-focus check` names mistakes in the place pack. Settings are environment "
    "variables that begin with LOCAL_FOCUS_; docs/settings.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model_app = typer.Typer(
    help="The trained models: which there are, and which one serves.", no_args_is_help=True
)
app.add_typer(model_app, name="model")
app.add_typer(staff_app, name="staff")
app.add_typer(api_key_app, name="api-key")
app.add_typer(telegram_app, name="telegram")
app.add_typer(outbox_app, name="outbox")
app.add_typer(inbox_app, name="inbox")
app.add_typer(feeds_app, name="feeds")
app.command()(bounces)
app.command()(demo)

_FORCE = "Promote it although it got worse; the reason is kept."
_REFUSED = 3


def _say(line: str) -> None:
    typer.echo(line)


def _warn(line: str) -> None:
    typer.echo(line, err=True)


@app.command()
def up() -> None:
    """Train if anything changed, bring the database up to date, start Rasa and the hub; Ctrl-C stops both."""
    prepare_start()
    from bot.supervisor import run_product

    run_product(read_settings(), _say)


@app.command()
def train(
    again: Annotated[bool, typer.Option(help="Train even when nothing has changed.")] = False,
    force: Annotated[str | None, typer.Option(metavar="REASON", help=_FORCE)] = None,
) -> None:
    """Train the model if anything changed, measure it, and promote it unless it got worse (then code 3)."""
    from bot.app.models import create_model_life

    outcome = create_model_life(read_settings(), _warn).settle(again=again, force=_reason(force))
    _report_outcome(outcome)


@app.command()
def migrate() -> None:
    """Bring the database to the form that this version needs. Safe to run at any time."""
    from bot.db.migration import migrate as run_migrations
    from bot.db.session import create_database_engine

    engine = create_database_engine(read_settings().sqlalchemy_url)
    run_migrations(engine)
    engine.dispose()
    _say("The database is up to date.")


@app.command()
def check() -> None:
    """Check the place pack, the domain and the responses; name everything wrong by file and line."""
    from bot.gateways.checks import check_everything

    errors, warnings = check_everything(read_settings())
    for warning in warnings:
        _warn(f"warning: {warning}")
    for error in errors:
        _warn(f"error: {error}")
    if errors:
        raise typer.Exit(1)
    _say("Everything is in order.")


@app.command()
def languages(
    add: Annotated[str | None, typer.Option(metavar="CODE", help="Begin another one, such as lt.")] = None,
) -> None:
    """Bring the catalogues up to date with all that residents read; code 1 while translations are missing."""
    from bot.app.catalogues import rewrite_all

    missing = rewrite_all(read_settings(), add)
    for file, count in missing.items():
        _say(f"{file}: {f'{count} to translate' if count else 'complete'}")
    if any(missing.values()):
        raise typer.Exit(1)


@app.command()
def route(
    text: Annotated[str | None, typer.Argument(help="What a resident might write.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"id", "text"[, "place"]} from standard input.')
    ] = False,
    place: Annotated[str | None, typer.Option(help="Where it is, when the words don't say.")] = None,
) -> None:
    """Show how a message is understood and who would get it, as JSON. Nothing is stored."""
    if (text is None) != jsonl:
        _warn("Give a message in quotes, or --jsonl with lines on standard input.")
        raise typer.Exit(2)
    from bot.app.core import create_route_report
    from bot.app.models import create_model_life
    from bot.route_lines import report_lines

    settings = read_settings()
    outcome = create_model_life(settings, _warn).settle()
    if outcome.objection:
        _warn(outcome.refusal)
    report = create_route_report(settings, outcome.serving)
    if text is not None:
        _print_json(report(text, None, place))
        return
    # Bytes that are no text are shown as such, rather than ending the whole run.
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if not report_lines(sys.stdin, report, _print_json, _warn):
        raise typer.Exit(2)


@model_app.command("list")
def list_models() -> None:
    """Show every model, newest first; the one that serves is marked."""
    from bot.gateways.model_store import ModelStore

    for model in ModelStore(read_settings().home_folder).list_models():
        mark = "*" if model.is_current else " "
        _say(f"{mark} {model.name}  {model.made_at:%Y-%m-%d %H:%M}  {model.scores or 'never measured'}")


@model_app.command()
def promote(
    name: Annotated[str, typer.Argument(help="Its name, as `local-focus model list` shows it.")],
    force: Annotated[str | None, typer.Option(metavar="REASON", help=_FORCE)] = None,
) -> None:
    """Serve with another model, unless it is worse (then code 3); a running product changes by itself."""
    from bot.app.models import create_model_life

    _report_outcome(create_model_life(read_settings(), _warn).promote(name, _reason(force)))


@model_app.command()
def rollback() -> None:
    """Serve with the model before this one; a running product changes by itself."""
    from bot.app.models import create_model_life

    _say(str(create_model_life(read_settings(), _warn).roll_back("rolled back by hand")))


def _reason(force: str | None) -> str | None:
    if force is not None and not force.strip():
        _warn("--force needs a reason in words; it is kept with the model.")
        raise typer.Exit(2)
    return force


def _report_outcome(outcome: Outcome) -> None:
    if outcome.objection:
        _warn(outcome.refusal)
        raise typer.Exit(_REFUSED)
    _say(str(outcome.model))


def _print_json(result: object) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the command; an error of ours ends it with one sentence and code 1."""
    try:
        app()
    except LocalFocusError as error:
        _warn(str(error))
        sys.exit(1)
