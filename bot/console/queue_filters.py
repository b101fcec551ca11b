"""The queue's filters as they stand in an address, so that each view of it can be bookmarked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX
from bot.services.concern_search import LONGEST_SEARCH
from bot.services.worklist_filters import State, WorklistFilter
from bot.services.worklist_pages import Sort

CONCERNS, EVENTS = f"{PREFIX}/concerns", f"{PREFIX}/queue/events"
_LONGEST = 80
#: Name in the address -> field of the filter.
_TICKS = {
    "overdue": "is_overdue",
    "unassigned": "is_unassigned",
    "unsure": "is_unsure",
    "sensitive": "is_sensitive",
    "mine": "is_mine",
}
_NAMES = ("q", "state", "category", "agency", "area", *_TICKS, "sort")
#: Where a page of the queue begins; no part of what is asked for.
CURSOR = "after"
#: Views that are one click away.
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("All open", {}),
    ("Mine", {"mine": "1"}),
    ("Unassigned", {"unassigned": "1"}),
    ("Overdue", {"overdue": "1", "sort": "due"}),
    ("Low confidence", {"unsure": "1"}),
    ("Sensitive", {"sensitive": "1"}),
    ("Closed", {"state": "closed"}),
)


def read_filters(values: Mapping[str, str]) -> dict[str, str]:
    """The filters of an address without what is empty or unknown, always in the same order."""
    found = {name: values.get(name, "").strip() for name in _NAMES}
    return {
        name: value[: LONGEST_SEARCH if name == "q" else _LONGEST] for name, value in found.items() if value
    }


def address_of(asked: Mapping[str, str], page: str = CONCERNS) -> str:
    """The address of the queue, or another page, with these filters."""
    return f"{page}?{urlencode(asked)}" if asked else page


def filter_of(asked: Mapping[str, str]) -> WorklistFilter:
    """What an address asks for; raises ConsoleRefusal `not_readable` for a state or order there isn't."""
    try:
        state, sort = State(asked.get("state", State.OPEN)), Sort(asked.get("sort", Sort.NEWEST))
    except ValueError:
        raise ConsoleRefusal("not_readable", 400) from None
    wanted = WorklistFilter(
        search=asked.get("q", ""),
        state=state,
        category=asked.get("category", ""),
        agency=asked.get("agency", ""),
        area=asked.get("area", ""),
        sort=sort,
    )
    ticked: dict[str, Any] = {field: True for name, field in _TICKS.items() if name in asked}
    return replace(wanted, **ticked)
