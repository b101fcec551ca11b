"""The commands `local-focus staff`: the first administrator, and what to do when nobody gets in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.staff import COMMAND_LINE, Account, Role
from bot.errors import StaffError
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.db.models import StaffMember
    from bot.services.staff import StaffService

staff_app = typer.Typer(help="Who may sign in to the console.", no_args_is_help=True)

type Email = Annotated[str, typer.Argument(help="The email address that they sign in with.")]


@staff_app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="As colleagues read it.")] = "",
    role: Annotated[Role, typer.Option(help="What they are there for.")] = Role.ADMINISTRATOR,
    agency: Annotated[str | None, typer.Option(help="A partner's agency, by its id in agencies.yml.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="A hub area that they see; may be repeated.")] = None,
    subject: Annotated[str | None, typer.Option(help="What the identity provider knows them by.")] = None,
) -> None:
    """Make an account, and a link by which its owner sets a password, once and within two days."""
    settings = read_settings()
    with _accounts(settings) as (session, staff):
        account = Account(email, name, role, agency, frozenset(area or ()), subject)
        member, secret = staff.add(session, COMMAND_LINE, account)
    _say_link(settings, member.email, secret)


@staff_app.command("list")
def list_staff() -> None:
    """Show every account."""
    with _accounts(read_settings()) as (session, staff):
        for member in staff.list_members(session):
            state = "disabled" if member.disabled_at else "active" if member.password_hash else "not opened"
            step = "second step" if member.totp_secret else "password only"
            typer.echo(
                f"{member.email}  {member.role}  {state}  {step}  {', '.join(member.areas) or 'all areas'}"
            )


@staff_app.command()
def reset(email: Email) -> None:
    """Take password and second step away, sign them out, and make a new link."""
    settings = read_settings()
    with _accounts(settings) as (session, staff):
        secret = staff.reset(session, COMMAND_LINE, _get(session, staff, email))
    _say_link(settings, email, secret)


@staff_app.command()
def disable(email: Email) -> None:
    """Let them in no more, from now on."""
    with _accounts(read_settings()) as (session, staff):
        staff.disable(session, COMMAND_LINE, _get(session, staff, email))
    typer.echo(f"{email} is signed out and can't sign in any more.")


@contextmanager
def _accounts(settings: Settings) -> Iterator[tuple[Session, StaffService]]:
    from bot.app.staff import create_staff
    from bot.db.migration import migrate
    from bot.db.session import Database, create_database_engine

    database = Database(create_database_engine(settings.sqlalchemy_url))
    # The first administrator may be made before the hub has run.
    migrate(database.engine)
    with database.unit_of_work() as session:
        yield session, create_staff(settings)
    database.close()


def _get(session: Session, staff: StaffService, email: str) -> StaffMember:
    member = staff.find_by_email(session, email)
    if member is None:
        raise StaffError(f"{email} has no account")
    return member


def _say_link(settings: Settings, email: str, secret: str) -> None:
    typer.echo(f"For {email}, once and within 48 hours: {settings.hub_address}/console/open/{secret}")
