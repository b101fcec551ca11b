"""Wires the accounts of staff, without all else that the console needs: the command starts sooner."""

from __future__ import annotations

from datetime import timedelta

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


def create_sign_in(settings: Settings, staff: StaffService) -> SignInService:
    """What happens at the door."""
    return SignInService(
        staff=staff,
        sessions=staff.sessions,
        passwords=staff.passwords,
        second_step=staff.second_step,
        audit=staff.audit,
        most_tries=settings.staff_most_tries,
        lock_out=timedelta(minutes=settings.staff_lock_out_minutes),
        needs_second_step=settings.staff_second_step,
    )
