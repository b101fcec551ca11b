"""When posts go out, across both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedules import (
    CLOCKS_BACK,
    CLOCKS_FORWARD,
    LOCAL_TIME,
    WEEKDAYS,
    Schedule,
    ScheduleKind,
    clock_change,
    season_start,
)
from bot.services.cron_lines import next_by_cron

DAILY = Schedule(ScheduleKind.DAILY, at=time(1, 30))
DARK = Schedule(ScheduleKind.SEASONAL, days=("thu",), begins=CLOCKS_BACK, ends="03-01")


def utc(*given: int) -> datetime:
    return datetime(*given, tzinfo=UTC)  # type: ignore[arg-type, misc]


def after(schedule: Schedule, moment: datetime, count: int = 1) -> list[datetime]:
    found = []
    for _ in range(count):
        due = schedule.next_due(moment, next_by_cron)
        if due is None:
            break
        found.append(due)
        moment = due
    return found


class TestClocks:
    def test_they_change_on_the_last_sundays(self) -> None:
        assert [clock_change(2027, 3), clock_change(2027, 10)] == [date(2027, 3, 28), date(2027, 10, 31)]

    def test_a_time_that_is_skipped_is_taken_an_hour_later(self) -> None:
        assert after(DAILY, utc(2027, 3, 27, 12), 2) == [utc(2027, 3, 28, 1, 30), utc(2027, 3, 29, 0, 30)]

    def test_a_time_that_comes_twice_is_taken_once_the_first_time(self) -> None:
        found = after(DAILY, utc(2027, 10, 30, 12), 2)
        assert found == [utc(2027, 10, 31, 0, 30), utc(2027, 11, 1, 1, 30)]

    @pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
    def test_the_same_hour_on_the_wall_before_and_after(self, day: date) -> None:
        found = after(Schedule(ScheduleKind.DAILY), datetime(day.year, day.month, day.day - 2, tzinfo=UTC), 5)
        assert {moment.astimezone(LOCAL_TIME).time() for moment in found} == {time(17)}
        assert len({moment.astimezone(LOCAL_TIME).date() for moment in found}) == 5

    def test_an_hourly_line_doubles_nothing_in_the_hour_that_comes_twice(self) -> None:
        hourly = Schedule(ScheduleKind.CRON, cron="15 * * * *")
        found = after(hourly, utc(2027, 10, 30, 23), 4)
        assert [f"{moment.astimezone(LOCAL_TIME):%H:%M}" for moment in found] == [
            "00:15",
            "01:15",
            "02:15",
            "03:15",
        ]


def _schedules() -> st.SearchStrategy[Schedule]:
    """Each kind that comes each day, at any minute."""

    def make(at: time) -> list[Schedule]:
        return [
            Schedule(ScheduleKind.DAILY, at=at),
            Schedule(ScheduleKind.WEEKLY, at=at, days=WEEKDAYS),
            Schedule(ScheduleKind.CRON, cron=f"{at.minute} {at.hour} * * *"),
            Schedule(ScheduleKind.SEASONAL, at=at, days=WEEKDAYS, begins="01-01", ends="12-31"),
        ]

    minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    return minutes.flatmap(lambda at: st.sampled_from(make(at)))


class TestBothChanges:
    @given(_schedules(), st.sampled_from([2026, 2027, 2031]), st.sampled_from([3, 10]), st.integers(0, 2880))
    def test_each_day_has_it_once_at_its_time_on_the_wall(
        self, schedule: Schedule, year: int, month: int, minutes: int
    ) -> None:
        """From any moment before a change to well after it, a look at any time finds the same."""
        change = clock_change(year, month)
        begin = datetime(year, month, change.day, tzinfo=UTC) - timedelta(minutes=minutes)
        found = after(schedule, begin, 6)
        walls = [moment.astimezone(LOCAL_TIME) for moment in found]
        days = [wall.date() for wall in walls]
        assert days == [days[0] + timedelta(days=number) for number in range(6)]
        hour, minute = (
            (schedule.at.hour, schedule.at.minute)
            if schedule.kind is not ScheduleKind.CRON
            else tuple(int(part) for part in schedule.cron.split()[1::-1])
        )
        for wall in walls:
            is_skipped = month == 3 and wall.date() == change and hour == 1
            assert (wall.hour, wall.minute) == (hour + is_skipped, minute)
            assert wall.fold == 0
        assert after(schedule, found[2] - timedelta(seconds=1))[0] == found[2]


class TestKinds:
    def test_once(self) -> None:
        once = Schedule(ScheduleKind.ONCE, on=date(2026, 12, 24), at=time(9))
        assert after(once, utc(2026, 12, 1), 2) == [utc(2026, 12, 24, 9)]

    def test_weekly(self) -> None:
        weekly = Schedule(ScheduleKind.WEEKLY, days=("mon", "fri"), at=time(8))
        assert [f"{m:%a}" for m in after(weekly, utc(2026, 12, 1), 3)] == ["Fri", "Mon", "Fri"]

    def test_cron_takes_weekdays_by_name_only(self) -> None:
        assert after(Schedule(ScheduleKind.CRON, cron="0 17 5 11 *"), utc(2026, 12, 1)) == [
            utc(2027, 11, 5, 17)
        ]
        for line in ("0 17 * * 1", "*/5 * * * *", "0 17 * *", "x y z a b"):
            with pytest.raises(ValueError, match=r".+"):
                after(Schedule(ScheduleKind.CRON, cron=line), utc(2026, 12, 1))

    def test_a_season_goes_over_new_year_and_ends(self) -> None:
        found = after(DARK, utc(2026, 10, 1), 19)
        assert found[0] == utc(2026, 10, 29, 17)
        assert found[17] == utc(2027, 2, 25, 17)
        assert found[18] == utc(2027, 11, 4, 17)

    def test_every_fourth_week_of_a_season(self) -> None:
        fourth = Schedule.from_json({**DARK.to_json(), "every_weeks": 4})
        days = [moment.date() for moment in after(fourth, utc(2026, 10, 1), 4)]
        assert [(b - a).days for a, b in pairwise(days)] == [28, 28, 28]

    def test_a_season_within_a_year(self) -> None:
        assert season_start(date(2027, 5, 1), CLOCKS_FORWARD, "09-01") == date(2027, 3, 28)
        assert season_start(date(2027, 9, 2), CLOCKS_FORWARD, "09-01") is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": "once"},
            {"kind": "weekly"},
            {"kind": "weekly", "days": ["someday"]},
            {"kind": "seasonal", "days": ["thu"], "begins": "31-31", "ends": "01-01"},
            {"kind": "cron"},
            {"kind": "daily", "late_minutes": -1},
            {"kind": "yearly"},
        ],
    )
    def test_it_refuses_what_is_no_schedule(self, wrong: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r".+"):
            Schedule.from_json(wrong)

    @given(
        st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        st.sampled_from([DAILY, DARK, Schedule(ScheduleKind.CRON, cron="30 1 * * sun")]),
    )
    def test_it_always_goes_forward(self, moment: datetime, schedule: Schedule) -> None:
        first, second = after(schedule, moment, 2)
        assert moment < first < second
