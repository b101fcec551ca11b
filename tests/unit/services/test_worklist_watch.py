"""One look counts for everybody who has the queue open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import event

from bot.db.session import Database
from bot.domain.staff import COMMAND_LINE
from bot.services.worklist_filters import WorklistFilter
from bot.services.worklist_pages import Sort
from bot.services.worklist_watch import Watch, look_for_all, mark_of
from tests.unit.services.test_worklist_counts import ALL, TODAY, county

__all__ = ["county"]
VIEWS = {"open": WorklistFilter(), "mine": WorklistFilter(is_mine=True)}
SOUTH = replace(COMMAND_LINE, areas=frozenset({"southvale"}))


def statements_for(county: Database, watches: list[Watch]) -> int:
    """How many questions the database is asked."""
    asked: list[str] = []
    listener = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(county.engine, "before_cursor_execute", listener)
    with county.unit_of_work() as session:
        look_for_all(session, watches, TODAY)
    event.remove(county.engine, "before_cursor_execute", listener)
    return len(asked)


class TestLook:
    def test_each_is_told_what_they_may_see(self, county: Database) -> None:
        with county.unit_of_work() as session:
            boss, south = look_for_all(
                session,
                [Watch(COMMAND_LINE, VIEWS, ALL, 57), Watch(SOUTH, VIEWS, ALL, 57)],
                TODAY,
            )
        assert (boss.counts["open"], boss.new) == (3, 3)
        assert (south.counts["open"], south.new) == (2, 2)

    def test_a_hundred_pages_ask_no_more_than_one(self, county: Database) -> None:
        one = Watch(COMMAND_LINE, VIEWS, ALL, 60)
        sorted_otherwise = replace(one, views={"due": WorklistFilter(sort=Sort.DUE), **VIEWS})
        assert statements_for(county, [one, sorted_otherwise] * 50) == statements_for(county, [one])

    def test_the_mark_moves_with_the_day_and_what_is_filed(self, county: Database) -> None:
        with county.unit_of_work() as session:
            assert mark_of(session, TODAY) == mark_of(session, TODAY)
            assert mark_of(session, TODAY) != mark_of(session, date(2027, 1, 1))
            assert mark_of(session, TODAY)[0] == 60
