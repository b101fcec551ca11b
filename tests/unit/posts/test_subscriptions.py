"""When news may come to somebody, and that it is forgotten with them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.db.models import HeldPost, Subscription
from bot.domain.schedules import LOCAL_TIME, Schedule, ScheduleKind
from bot.domain.subscriptions import Frequency, Wish, end_of_quiet, next_digest
from bot.services.erasure import ErasureService
from bot.services.news_choices import NewsChoice, Step, read_news_choice
from bot.services.people import PeopleService
from tests.unit.posts.conftest import Newsroom


def utc(*given: int) -> datetime:
    return datetime(*given, tzinfo=UTC)  # type: ignore[arg-type, misc]


class TestQuietHours:
    @pytest.mark.parametrize(
        ("now", "quiet", "end"),
        [
            (utc(2026, 12, 1, 20, 59), (21, 8), utc(2026, 12, 1, 20, 59)),
            (utc(2026, 12, 1, 21, 0), (21, 8), utc(2026, 12, 2, 8, 0)),
            (utc(2026, 12, 2, 7, 59), (21, 8), utc(2026, 12, 2, 8, 0)),
            (utc(2026, 12, 2, 12, 0), (11, 15), utc(2026, 12, 2, 15, 0)),
            (utc(2026, 12, 2, 3, 0), None, utc(2026, 12, 2, 3, 0)),
            # The nights on which the clocks change: eight on the wall is eight.
            (utc(2027, 3, 27, 22, 0), (21, 8), utc(2027, 3, 28, 7, 0)),
            (utc(2027, 10, 30, 21, 0), (21, 8), utc(2027, 10, 31, 8, 0)),
        ],
    )
    def test_they_end_by_the_clock_on_the_wall(
        self, now: datetime, quiet: tuple[int, int] | None, end: datetime
    ) -> None:
        assert end_of_quiet(now, quiet) == end

    @given(
        st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        st.tuples(st.integers(0, 23), st.integers(0, 23)),
    )
    def test_nothing_comes_in_them_and_nothing_earlier_than_now(
        self, now: datetime, quiet: tuple[int, int]
    ) -> None:
        end = end_of_quiet(now, quiet)
        assert end >= now
        if end > now:
            # Where the clocks skip the hour at which they end, it is the one after.
            assert end.astimezone(LOCAL_TIME).hour in {quiet[1], (quiet[1] + 1) % 24}


class TestDigests:
    def test_each_day_and_each_thursday_at_five(self) -> None:
        monday = utc(2026, 11, 23, 18, 0)
        assert next_digest(monday, None) == utc(2026, 11, 24, 17, 0)
        assert next_digest(monday, 3) == utc(2026, 11, 26, 17, 0)
        assert next_digest(utc(2026, 11, 26, 17, 0), 3) == utc(2026, 12, 3, 17, 0)


class TestChoices:
    @given(
        st.sampled_from(list(Step)),
        st.frozensets(st.sampled_from(["home", "scams", "asb"])),
        st.frozensets(st.sampled_from(["north", "south"])),
        st.sampled_from(list(Frequency)),
        st.sampled_from([None, (21, 8), (0, 6)]),
        st.booleans(),
    )
    def test_a_button_carries_all_that_was_chosen(
        self,
        step: Step,
        topics: frozenset[str],
        areas: frozenset[str],
        frequency: Frequency,
        quiet: tuple[int, int] | None,
        is_urgent: bool,
    ) -> None:
        choice = NewsChoice(step, Wish(topics, areas, frequency, quiet, is_urgent))
        assert read_news_choice(choice.payload()) == choice
        assert len(choice.payload()) <= 512

    @pytest.mark.parametrize(
        "broken", ["news:", "news:done|x", "news:a|b|c|d|e|f", "news:done|||daily|1|x-y"]
    )
    def test_a_broken_one_begins_afresh(self, broken: str) -> None:
        choice = read_news_choice(f'/choose{{"value": "{broken}"}}')
        assert choice is not None
        assert (choice.step, choice.wish) == (Step.TOPICS, Wish())


def test_whoever_deletes_their_conversation_is_forgotten(newsroom: Newsroom) -> None:
    newsroom.subscriber("ann", Wish(frequency=Frequency.DAILY))
    newsroom.scheduled(Schedule(ScheduleKind.DAILY))
    newsroom.clock.turn(hours=9)
    newsroom.sending.send_due()
    with newsroom.database.unit_of_work() as session:
        assert len(session.scalars(select(HeldPost)).all()) == 1
        ErasureService(PeopleService()).erase_conversation(session, "telegram", "ann")
    with newsroom.database.unit_of_work() as session:
        assert session.scalars(select(Subscription)).all() == []
        assert session.scalars(select(HeldPost)).all() == []
