"""Which pages of the queue are asked for, and how long each takes from the question to the last byte."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import httpx
from sqlalchemy import func, select

from bench.errors import BenchError
from bench.figures import percentile
from bot.db.models import Concern, Referral
from bot.db.session import Database
from bot.services.worklist import SHOWN_AT_ONCE

_WARM_UPS, _TIMES = 2, 20
_ROW = "data-row"
_QUEUE = "/console/concerns"


@dataclass(frozen=True, slots=True)
class Asked:
    """One page; `least` rows have to be on it, or it isn't what was meant."""

    name: str
    filters: Mapping[str, str]
    least: int = 1
    in_one_area: bool = False
    """Asked by an officer with one area, instead of a coordinator who sees them all."""

    @property
    def address(self) -> str:
        """Where it is."""
        return f"{_QUEUE}?{urlencode(self.filters)}" if self.filters else _QUEUE


@dataclass(frozen=True, slots=True)
class PageTimes:
    """How long each page took."""

    milliseconds: Mapping[str, Sequence[float]]
    cpu_milliseconds: Mapping[str, float]
    """Processor time of the hub and who asks, a page; it hardly depends on what else the machine does."""
    addresses: Mapping[str, str]

    def figures(self) -> dict[str, float]:
        """Median, 95th percentile and processor time of each."""
        found: dict[str, float] = {}
        for name, values in self.milliseconds.items():
            found |= {f"worklist_{name}_p{percent}_ms": percentile(values, percent) for percent in (50, 95)}
            found[f"worklist_{name}_cpu_ms"] = self.cpu_milliseconds[name]
        return found


def list_asked(database: Database) -> list[Asked]:
    """Every filter, search, order and later page, of what there is in the database."""
    with database.unit_of_work() as unit:
        newest = unit.scalar(select(func.max(Concern.id))) or 0
        reference = unit.scalar(select(Concern.reference).where(Concern.id == 1)) or ""
        contact = unit.scalar(select(func.max(Concern.contact))) or ""
        place = (
            unit.scalar(
                select(Concern.place_name)
                .where(Concern.place_name.is_not(None))
                .group_by(Concern.place_name)
                .order_by(func.count().desc())
            )
            or ""
        )
        long_word = max((unit.get_one(Concern, newest).description).split(), key=len).strip(".,")
        agency = (
            unit.scalar(
                select(Referral.agency_id).group_by(Referral.agency_id).order_by(func.count().desc()).limit(1)
            )
            or ""
        )
    everything = {"state": "all"}
    middle = str(newest // 2)
    today = datetime.now(UTC).date().isoformat()
    return [
        Asked("plain", {}, least=SHOWN_AT_ONCE),
        Asked("plain_one_area", {}, in_one_area=True),
        Asked("state_all", everything, least=SHOWN_AT_ONCE),
        Asked("state_new", {"state": "new"}),
        Asked("state_waiting_due_first", {"state": "waiting", "sort": "due"}),
        Asked("state_closed", {"state": "closed"}, least=SHOWN_AT_ONCE),
        Asked("category", {"category": "fly_tipping"}),
        Asked("category_for_a_person", {"category": "unknown"}),
        Asked("agency", {"agency": agency, **everything}),
        Asked("agency_open", {"agency": agency}),
        Asked("area", {"area": "carlisle"}),
        Asked("overdue_due_first", {"overdue": "1", "sort": "due"}),
        Asked("unassigned", {"unassigned": "1"}),
        Asked("low_confidence", {"unsure": "1"}),
        Asked("low_confidence_one_area", {"unsure": "1", **everything}, in_one_area=True),
        Asked("sensitive", {"sensitive": "1"}),
        Asked("mine", {"mine": "1"}, least=0),
        Asked("several", {"area": "carlisle", "overdue": "1", "unassigned": "1", "sort": "due"}, least=0),
        Asked("oldest_first", {"sort": "oldest"}, least=SHOWN_AT_ONCE),
        Asked("all_due_first", {"sort": "due", **everything}, least=SHOWN_AT_ONCE),
        Asked("search_reference", {"q": reference, **everything}),
        Asked("search_contact", {"q": contact, **everything}),
        Asked("search_frequent_word", {"q": long_word, **everything}, least=SHOWN_AT_ONCE),
        Asked("search_frequent_word_due_first", {"q": long_word, "sort": "due", **everything}),
        Asked("search_place", {"q": place, **everything}),
        Asked("search_word_and_place", {"q": f"{long_word} {place}", **everything}, least=0),
        Asked("search_word_one_area", {"q": long_word, **everything}, in_one_area=True),
        Asked("search_nothing_there", {"q": "zeppelin", **everything}, least=0),
        Asked("later_page", {"after": middle, **everything}, least=SHOWN_AT_ONCE),
        Asked("later_page_due_first", {"after": f"{today}.{middle}", "sort": "due", **everything}),
    ]


async def time_pages(
    boss: httpx.AsyncClient, officer: httpx.AsyncClient, asked: Sequence[Asked]
) -> PageTimes:
    """Ask for each so many times, one after the other; raises BenchError for what isn't as it was meant."""
    times: dict[str, list[float]] = {}
    cpu: dict[str, float] = {}
    for one in asked:
        client = officer if one.in_one_area else boss
        used = 0.0
        for number in range(_WARM_UPS + _TIMES):
            if number == _WARM_UPS:
                used = time.process_time()
            began = time.perf_counter()
            response = await client.get(one.address, headers={"Accept": "text/html"})
            took = (time.perf_counter() - began) * 1000
            rows = response.text.count(_ROW)
            if response.status_code != 200 or rows < one.least:
                raise BenchError(f"{one.name}: status {response.status_code}, {rows} rows")
            if number >= _WARM_UPS:
                times.setdefault(one.name, []).append(took)
        cpu[one.name] = (time.process_time() - used) * 1000 / _TIMES
    return PageTimes(times, cpu, {one.name: one.address for one in asked})
