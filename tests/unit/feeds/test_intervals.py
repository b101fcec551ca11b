"""How soon a feed is fetched again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed_intervals import (
    FASTEST,
    FIRST,
    JITTER,
    LONGEST_WAIT,
    SLOWEST,
    next_interval,
    wait_after_failure,
    wait_after_success,
)

CHANCE = st.floats(-1, 1)
SPAN = st.timedeltas(timedelta(), timedelta(days=40))


def test_news_make_it_quicker_and_silence_slower() -> None:
    assert next_interval(FIRST, True) == FASTEST
    assert next_interval(FIRST, False) == timedelta(minutes=45)
    assert next_interval(SLOWEST, False) == SLOWEST


@given(SPAN, st.booleans())
def test_it_never_comes_too_often_nor_too_seldom(interval: timedelta, has_news: bool) -> None:
    assert FASTEST <= next_interval(interval, has_news) <= SLOWEST


@given(SPAN, SPAN, CHANCE)
def test_what_the_website_asks_for_is_kept(interval: timedelta, asked: timedelta, chance: float) -> None:
    wait = wait_after_success(interval, asked, chance)
    assert min(asked, LONGEST_WAIT) <= wait <= LONGEST_WAIT * (1 + JITTER)


def test_each_failure_doubles_the_wait_up_to_a_day() -> None:
    waits = [wait_after_failure(FIRST, failures, None, 0) for failures in (1, 2, 3, 100)]
    assert waits == [FIRST, FIRST * 2, FIRST * 4, LONGEST_WAIT]
    assert wait_after_failure(FIRST, 1, timedelta(hours=2), -1) == timedelta(hours=2)
    assert wait_after_failure(FIRST, 1, timedelta(days=99), 1) == LONGEST_WAIT
