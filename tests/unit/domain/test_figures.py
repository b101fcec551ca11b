"""Figures of concerns whose totals are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.figures import FiguredConcern, Period, change, measure, summarise

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
TODAY = date(2026, 4, 2)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def concern(**given: Any) -> FiguredConcern:
    values: dict[str, Any] = {
        "filed_at": NOON,
        "category": "litter",
        "hub_area": "northvale",
        "channel": "web",
        "is_open": True,
        "is_sensitive": False,
        "target_on": date(2026, 3, 17),
        "lead": "council",
        "sent_at": NOON,
        **given,
    }
    return FiguredConcern(**values)


class TestSummary:
    def test_it_counts_by_everything_that_is_asked_for(self) -> None:
        closed = {"is_open": False, "closed_at": NOON + timedelta(days=4), "outcome": "resolved"}
        figures = summarise(
            [
                concern(),
                concern(category="noise", channel="telegram", acknowledged_at=NOON + timedelta(days=1)),
                concern(hub_area="southvale", lead="police", **closed),
                concern(target_on=date(2026, 4, 2)),
            ],
            MARCH,
            TODAY,
        )
        assert figures.total == 4
        assert figures.by_category == {"litter": 3, "noise": 1}
        assert figures.by_area == {"northvale": 3, "southvale": 1}
        assert figures.by_agency == {"council": 3, "police": 1}
        assert figures.by_channel == {"web": 3, "telegram": 1}
        assert figures.by_outcome == {"resolved": 1}
        # What is due today isn't overdue, and what is closed never is.
        assert (figures.still_open, figures.overdue, figures.waiting) == (3, 2, 2)

    def test_months_go_by_the_clock_of_england_and_none_is_left_out(self) -> None:
        new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
        summer = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)
        period = Period(date(2025, 12, 1), date(2026, 6, 30))
        figures = summarise([concern(filed_at=new_year), concern(filed_at=summer)], period, TODAY)
        assert list(figures.by_month) == [
            "2025-12",
            "2026-01",
            "2026-02",
            "2026-03",
            "2026-04",
            "2026-05",
            "2026-06",
        ]
        assert {month for month, count in figures.by_month.items() if count} == {"2025-12", "2026-06"}

    def test_places_repeat_from_three_on_and_sensitive_concerns_never_point_at_one(self) -> None:
        told = [concern(place_id="mill-lane")] * 3 + [concern(place_id="beck")] * 2
        told += [concern(place_id="beck", is_sensitive=True)] * 5
        assert summarise(told, MARCH, TODAY).repeat_places == {"mill-lane": 3}


class TestTimes:
    def test_median_and_ninetieth_percentile(self) -> None:
        times = measure((NOON, NOON + timedelta(days=days)) for days in range(1, 12))
        assert (times.count, times.median, times.ninetieth) == (11, 6.0, 10.0)

    def test_what_has_not_ended_does_not_count(self) -> None:
        assert measure([(NOON, None), (None, NOON)]).median is None

    def test_one_span_is_its_own_percentile(self) -> None:
        assert measure([(NOON, NOON + timedelta(hours=12))]).ninetieth == 0.5


class TestChange:
    @pytest.mark.parametrize(
        ("now", "before", "expected"), [(153, 200, -23.5), (5, 0, None), (5, None, None)]
    )
    def test_it_is_in_per_cent(self, now: int, before: int | None, expected: float | None) -> None:
        assert change(now, before) == expected

    def test_a_leap_day_has_a_year_before(self) -> None:
        leap = Period(date(2028, 2, 29), date(2028, 2, 29))
        assert leap.year_before().first == date(2027, 2, 28)
        assert MARCH.days == 31
