"""The views of the queue as somebody has them: ready ones, their own, and those for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.console.problems import ConsoleRefusal
from bot.console.queue_filters import VIEWS, address_of, filter_of
from bot.console.visits import Visit
from bot.services.worklist_counts import MOST_COUNTED, count_views
from bot.services.worklist_filters import WorklistFilter


@dataclass(frozen=True, slots=True)
class QueueView:
    """A view as a link."""

    key: str
    """What it is called where its count is brought up to date."""
    title: str
    asked: Mapping[str, str]
    wanted: WorklistFilter
    id: int | None = None
    """Of a saved one."""
    is_shared: bool = False
    is_removable: bool = False
    """Whether who looks may remove it."""
    owner: str = ""

    @property
    def address(self) -> str:
        """Where it leads."""
        return address_of(self.asked)


def list_views(visit: Visit, unit: Session) -> list[QueueView]:
    """All views of who is signed in, the ready ones first."""
    views = [
        QueueView(f"ready-{number}", title, asked, filter_of(asked))
        for number, (title, asked) in enumerate(VIEWS)
    ]
    may_share = visit.may("manage_queue")
    for saved in visit.services.saved_views.list_views(unit, visit.staff):
        try:
            wanted = filter_of(saved.filters)
        except ConsoleRefusal:
            # Kept by an earlier version that had more states or orders.
            continue
        is_own = saved.staff_id == visit.staff.staff_id
        views.append(
            QueueView(
                key=f"saved-{saved.id}",
                title=saved.name,
                asked=saved.filters,
                wanted=wanted,
                id=saved.id,
                is_shared=saved.is_shared,
                is_removable=is_own or may_share,
                owner="" if is_own else saved.member.name,
            )
        )
    return views


def count_by_view(visit: Visit, unit: Session, views: Sequence[QueueView], today: date) -> dict[str, str]:
    """What each view holds for who is signed in, as it is shown."""
    counts = count_views(unit, visit.staff, [view.wanted for view in views], today)
    return {view.key: shown_count(count) for view, count in zip(views, counts, strict=True)}


def shown_count(count: int) -> str:
    """A count as it is read: beyond what is counted only that there are more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
