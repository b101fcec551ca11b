"""The worklist gives the same answers on either database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.db.session import Database
from bot.domain.staff import COMMAND_LINE
from bot.services.worklist import WorklistService
from bot.services.worklist_filters import State, WorklistFilter
from bot.services.worklist_pages import Sort
from tests.both_databases import KINDS, empty_database
from tests.fakes.many_concerns import fill

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module", params=KINDS)
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with 600 concerns."""
    with empty_database(request.param, tmp_path_factory.mktemp("county")) as database:
        fill(database, 600)
        yield database


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (WorklistFilter(), [600, 580, 560]),
        (WorklistFilter(sort=Sort.OLDEST), [20, 40, 60]),
        (WorklistFilter(sort=Sort.DUE), [20, 40, 60]),
        (WorklistFilter(search="mattr", state=State.ALL), [600, 590, 580]),
        (WorklistFilter(search="number 123", state=State.ALL), [423, 123]),
        (WorklistFilter(search="123 view", state=State.ALL), []),
        (WorklistFilter(search="07700 000 123", state=State.ALL), [123]),
        (WorklistFilter(is_unsure=True, state=State.ALL), [600, 400, 200]),
        (WorklistFilter(is_sensitive=True, is_overdue=True), [600, 500, 400]),
        (WorklistFilter(agency="vale_homes", state=State.ALL), [599, 595, 591]),
        (WorklistFilter(search="zeppelin"), []),
    ],
)
def test_it_finds_what_was_asked_for(county: Database, wanted: WorklistFilter, expected: list[int]) -> None:
    with county.unit_of_work() as session:
        page = WorklistService().list_page(session, COMMAND_LINE, wanted, TODAY)
    assert [row.id for row in page.rows][:3] == expected


def test_the_next_page_begins_where_the_last_ended(county: Database) -> None:
    everything = replace(WorklistFilter(), state=State.ALL, sort=Sort.DUE)
    seen, after = [], ""
    with county.unit_of_work() as session:
        while True:
            page = WorklistService().list_page(session, COMMAND_LINE, everything, TODAY, after)
            seen += [row.id for row in page.rows]
            if page.following is None:
                break
            after = page.following
    assert seen == sorted(seen)
    assert len(seen) == 600
