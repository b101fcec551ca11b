"""Counts of views, up to a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.db.session import Database
from bot.domain.staff import COMMAND_LINE
from bot.services import worklist_counts
from bot.services.worklist_counts import count_views, newest_key
from bot.services.worklist_filters import State, WorklistFilter
from tests.both_databases import KINDS, empty_database
from tests.fakes.many_concerns import fill

TODAY = date(2026, 11, 28)
ALL = WorklistFilter(state=State.ALL)


@pytest.fixture(scope="module", params=KINDS)
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with 60 concerns."""
    with empty_database(request.param, tmp_path_factory.mktemp("county")) as database:
        fill(database, 60)
        yield database


class TestCounts:
    def test_each_view_is_counted_within_the_areas(self, county: Database) -> None:
        south = replace(COMMAND_LINE, areas=frozenset({"southvale"}))
        views = [ALL, WorklistFilter(), replace(ALL, search="mattress"), replace(ALL, area="southvale")]
        with county.unit_of_work() as session:
            assert count_views(session, COMMAND_LINE, views, TODAY)[:2] == [60, 3]
            everywhere, _, words, southern = count_views(session, south, views, TODAY)
            assert (everywhere, southern) == (40, 20)
            assert 0 < words < 40
            assert count_views(session, south, [], TODAY) == []

    def test_only_what_came_since(self, county: Database) -> None:
        with county.unit_of_work() as session:
            assert newest_key(session) == 60
            assert count_views(session, COMMAND_LINE, [ALL], TODAY, since=57) == [3]

    def test_it_counts_no_further_than_is_shown(
        self, county: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worklist_counts, "MOST_COUNTED", 9)
        with county.unit_of_work() as session:
            assert count_views(session, COMMAND_LINE, [ALL], TODAY) == [10]
