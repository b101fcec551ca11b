"""What waits for somebody who opens the console: counts, each with the page where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.queue_filters import address_of, filter_of
from bot.console.queue_views import shown_count
from bot.console.routes import PREFIX
from bot.console.visits import Visit
from bot.domain.posts import PostState
from bot.services.undelivered import Queue
from bot.services.worklist_counts import MOST_COUNTED, count_views

#: Views of the queue that are work to do, and whether somebody may be in trouble while they wait.
_QUEUE = (
    ("sensitive concerns that are open", {"sensitive": "1"}, True),
    ("concerns overdue", {"overdue": "1", "sort": "due"}, True),
    ("concerns that nobody has", {"unassigned": "1"}, False),
    ("concerns of yours", {"mine": "1"}, False),
    ("concerns understood with low confidence", {"unsure": "1"}, False),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of something."""

    title: str
    path: str
    count: str
    """As it is read."""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Pile:
    """Something other than concerns that waits on a page of its own."""

    title: str
    path: str
    permission: Permission
    count: Callable[[Visit, Session], int]
    is_urgent: bool = False


def _people_waiting(visit: Visit, unit: Session) -> int:
    found = visit.services.conversations.open.list_open(unit, visit.staff)
    return sum(one.is_left or one.is_awaited or (one.asks_for_person and not one.staff_name) for one in found)


def _undelivered(visit: Visit, unit: Session) -> int:
    return sum(len(visit.services.undelivered.list_given_up(unit, visit.staff, queue)) for queue in Queue)


_PILES = (
    _Pile(
        "people who wait for an answer in the chat",
        f"{PREFIX}/conversations",
        Permission.JOIN_CONVERSATIONS,
        _people_waiting,
        is_urgent=True,
    ),
    _Pile(
        "notices to the coordinator",
        f"{PREFIX}/notices",
        Permission.SEE_NOTICES,
        lambda visit, unit: len(visit.services.notices.list_open(unit, visit.staff, MOST_COUNTED + 1)),
    ),
    _Pile(
        "things to tell somebody by telephone or post",
        f"{PREFIX}/to-tell",
        Permission.WORK_CONCERNS,
        lambda visit, unit: len(visit.services.told_by_hand.list_open(unit, visit.staff)),
    ),
    _Pile(
        "referrals that did not arrive",
        f"{PREFIX}/deliveries",
        Permission.WORK_CONCERNS,
        lambda visit, unit: len(visit.services.deliveries.list_unsent(unit, visit.staff, MOST_COUNTED + 1)),
    ),
    _Pile(
        "messages that could not be delivered",
        f"{PREFIX}/undelivered",
        Permission.WORK_CONCERNS,
        _undelivered,
    ),
    _Pile(
        "posts to approve",
        f"{PREFIX}/posts?state={PostState.IN_REVIEW}",
        Permission.MANAGE_POSTS,
        lambda visit, unit: len(visit.services.posts.list_posts(unit, PostState.IN_REVIEW)),
    ),
)


def list_waiting(visit: Visit, unit: Session, today: date) -> list[Waiting]:
    """Everything that waits for who is signed in, what is urgent first; nothing of which there is none."""
    waiting = [*_list_piles(visit, unit), *_list_concerns(visit, unit, today)]
    return sorted(waiting, key=lambda one: not one.is_urgent)


def _list_piles(visit: Visit, unit: Session) -> Iterable[Waiting]:
    for pile in _PILES:
        if visit.may(pile.permission) and (count := pile.count(visit, unit)):
            yield Waiting(pile.title, pile.path, shown_count(count), pile.is_urgent)


def _list_concerns(visit: Visit, unit: Session, today: date) -> Iterable[Waiting]:
    if not visit.may(Permission.WORK_CONCERNS):
        return
    counts = count_views(unit, visit.staff, [filter_of(asked) for _, asked, _ in _QUEUE], today)
    for (title, asked, is_urgent), count in zip(_QUEUE, counts, strict=True):
        if count:
            yield Waiting(title, address_of(asked), shown_count(count), is_urgent)
