"""Merging a case into another one that is about the same thing, and taking that back."""

from __future__ import annotations

from bot.console.case_changes import CaseChange, case_form
from bot.console.permissions import Permission
from bot.console.routes import Routes

routes = Routes()


@case_form(routes, "merge")
def merge(change: CaseChange) -> None:
    """Follow it under another one; the resident is told."""
    change.services.duplicates.merge(
        *change.given,
        change.text("main"),
        change.text("reason"),
        sees_sensitive=change.visit.may(Permission.LINK_SENSITIVE),
    )


@case_form(routes, "unmerge")
def unmerge(change: CaseChange) -> None:
    """Make it a case of its own again; the resident is told."""
    change.services.duplicates.unmerge(*change.given, change.text("reason"))
