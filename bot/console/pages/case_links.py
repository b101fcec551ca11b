"""Merging a case into another one that is about the same thing, and taking that back."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.case_changes import CaseChange, change_case
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visiting

routes = Routes()


@routes.post("/concerns/{reference}/merge", Permission.WORK_CONCERNS)
def merge(visit: Visiting, reference: str) -> Response:
    """Follow it under another one; the resident is told."""
    sees_sensitive = visit.may(Permission.LINK_SENSITIVE)

    def do(change: CaseChange) -> None:
        main, reason = change.text("main"), change.text("reason")
        visit.services.duplicates.merge(*change.given, main, reason, sees_sensitive=sees_sensitive)

    return change_case(visit, reference, "merge", do)


@routes.post("/concerns/{reference}/unmerge", Permission.WORK_CONCERNS)
def unmerge(visit: Visiting, reference: str) -> Response:
    """Make it a case of its own again; the resident is told."""

    def do(change: CaseChange) -> None:
        visit.services.duplicates.unmerge(*change.given, change.text("reason"))

    return change_case(visit, reference, "unmerge", do)
