"""Wires the staff console, and accounts for the command line."""

from __future__ import annotations

from datetime import timedelta

from bot.app.surveys import Surveys
from bot.console import ConsoleServices
from bot.console.surveys import ConsoleSurveys
from bot.db.session import Database
from bot.gateways.place_pack import PlacePack
from bot.gateways.place_pack_surveys import export_survey, import_survey
from bot.services.audit import AuditService
from bot.services.passwords import Passwords
from bot.services.second_step import SecondStepService
from bot.services.sign_in import SignInService
from bot.services.staff import StaffService
from bot.services.staff_sessions import StaffSessionService
from bot.settings import Settings


def create_staff(settings: Settings) -> StaffService:
    """The service that makes and changes accounts."""
    audit = AuditService()
    sessions = StaffSessionService(
        audit,
        lifetime=timedelta(hours=settings.staff_session_hours),
        idle=timedelta(minutes=settings.staff_idle_minutes),
    )
    return StaffService(audit, Passwords(), SecondStepService(audit), sessions)


def create_console(
    settings: Settings, pack: PlacePack, database: Database, surveys: Surveys
) -> ConsoleServices:
    """Everything that the console's routes need."""
    staff = create_staff(settings)
    return ConsoleServices(
        settings=settings,
        database=database,
        audit=staff.audit,
        staff=staff,
        sign_in=SignInService(
            staff=staff,
            sessions=staff.sessions,
            passwords=staff.passwords,
            second_step=staff.second_step,
            audit=staff.audit,
            most_tries=settings.staff_most_tries,
            lock_out=timedelta(minutes=settings.staff_lock_out_minutes),
            needs_second_step=settings.staff_second_step,
        ),
        second_step=staff.second_step,
        sessions=staff.sessions,
        surveys=ConsoleSurveys(
            surveys.openings,
            surveys.answers,
            surveys.publications,
            pack.index,
            lambda text: import_survey(text, frozenset(pack.areas.names)),
            export_survey,
        ),
        directory=pack.directory,
        area_names=dict(pack.areas.names),
        hub_name=pack.names.hubs,
    )
