"""What of the worklist is asked for, and who sees what of it, as conditions for the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, or_, select, text
from sqlalchemy.orm import Session

from bot.db.models import Classification, Concern, ConcernState, Referral
from bot.domain.staff import Actor
from bot.services.concern_search import matches
from bot.services.worklist_pages import Sort

LOW_CONFIDENCE = 0.6
"""Below this probability a person should look whether it was understood."""
#: Both written out, so that the databases see that their partial indexes serve.
IS_OPEN: ColumnElement[bool] = text("concern.state <> 'closed'")  # type: ignore[assignment]
IS_UNSURE: ColumnElement[bool] = text(  # type: ignore[assignment]
    f"classification.confidence < {LOW_CONFIDENCE} AND NOT classification.is_chosen_by_resident"
)


class State(StrEnum):
    """Which concerns are asked for by how far they are."""

    OPEN = "open"
    """All that aren't closed."""
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What is asked for; what is empty leaves nothing out."""

    search: str = ""
    state: State = State.OPEN
    category: str = ""
    """`unknown` for those that a person has to decide."""
    agency: str = ""
    area: str = ""
    """`unknown` for those without one."""
    is_overdue: bool = False
    is_unassigned: bool = False
    is_unsure: bool = False
    """Understood with little confidence."""
    is_sensitive: bool = False
    is_mine: bool = False
    sort: Sort = Sort.NEWEST


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The conditions under which hub staff see a concern: their areas, and what has none."""
    if not actor.areas:
        return []
    return [or_(Concern.hub_area.in_(sorted(actor.areas)), Concern.hub_area.is_(None))]


def conditions_of(
    session: Session, actor: Actor, wanted: WorklistFilter, today: date
) -> list[ColumnElement[bool]]:
    """What a concern has to be like for a view to hold it."""
    found = matches(session, wanted.search)
    # Made only when asked for: a page counts a dozen views, each of which asks for one or two.
    asked: list[tuple[bool, Callable[[], ColumnElement[bool]]]] = [
        (wanted.category == "unknown", lambda: Concern.category.is_(None)),
        (wanted.category not in {"", "unknown"}, lambda: Concern.category == wanted.category),
        (wanted.area == "unknown", lambda: Concern.hub_area.is_(None)),
        (wanted.area not in {"", "unknown"}, lambda: Concern.hub_area == wanted.area),
        (bool(wanted.agency), lambda: Concern.id.in_(_referred_to(wanted.agency))),
        (wanted.is_overdue, lambda: and_(Concern.target_on < today, IS_OPEN)),
        (wanted.is_unassigned, lambda: and_(Concern.assigned_to.is_(None), IS_OPEN)),
        (wanted.is_unsure, lambda: Concern.id.in_(_unsure())),
        (wanted.is_sensitive, lambda: Concern.is_sensitive.is_(True)),
        (wanted.is_mine, lambda: Concern.assigned_to == actor.staff_id),
    ]
    conditions = [make() for is_asked, make in asked if is_asked]
    return [*_by_state(wanted.state), *([found] if found is not None else []), *conditions]


def _by_state(state: State) -> list[ColumnElement[bool]]:
    match state:
        case State.ALL:
            return []
        case State.OPEN:
            return [IS_OPEN]
        case State.CLOSED:
            return [Concern.state == ConcernState.CLOSED]
        case State.NEW:
            return [Concern.state == ConcernState.OPEN, IS_OPEN]
        case _:
            return [Concern.state == state.value, IS_OPEN]


def _referred_to(agency: str) -> Select[int]:
    return select(Referral.concern_id).where(Referral.agency_id == agency)


def _unsure() -> Select[int]:
    return select(Classification.concern_id).where(IS_UNSURE)
