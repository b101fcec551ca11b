"""Posts that are due: sent once, late or left out by their own rule, to whom they are for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.db.models import LinkedChat
from bot.domain.posts import PostStep, Topic
from bot.domain.replies import Reply
from bot.domain.schedules import Schedule, ScheduleKind
from bot.domain.subscriptions import Frequency, Wish
from bot.services.broadcasts import BroadcastService
from tests.unit.posts.conftest import APPROVER, Newsroom

NOON = Schedule(ScheduleKind.DAILY, at=time(12))


class TestSendDue:
    def test_nothing_goes_out_before_its_time_and_once_after(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("ann")
        newsroom.scheduled(NOON)
        assert newsroom.sending.send_due() == 0
        newsroom.clock.turn(hours=3)
        assert [newsroom.sending.send_due() for _ in range(3)] == [1, 0, 0]
        (message,) = newsroom.put()
        assert message.address == "ann"
        assert "**Lock your shed**" in message.content["text"]
        assert message.content["buttons"] == [{"title": "Stop the news", "payload": "/unsubscribe"}]

    def test_missed_times_are_sent_late_but_only_the_last(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("ann")
        newsroom.scheduled(NOON)
        newsroom.clock.turn(days=2, hours=5)
        assert newsroom.sending.send_due() == 1
        assert newsroom.occurrences() == [
            ("11-23 12:00", "skipped"),
            ("11-24 12:00", "skipped"),
            ("11-25 12:00", "sent"),
        ]
        assert len(newsroom.put()) == 1

    @pytest.mark.parametrize(("late_minutes", "sent"), [(0, 0), (60, 0), (180, 1)])
    def test_what_is_too_late_by_its_own_rule_is_left_out(
        self, newsroom: Newsroom, late_minutes: int, sent: int
    ) -> None:
        once = Schedule(ScheduleKind.ONCE, on=date(2026, 11, 23), at=time(12), late_minutes=late_minutes)
        post_id = newsroom.scheduled(once)
        newsroom.clock.turn(hours=5)
        assert newsroom.sending.send_due() == sent
        with newsroom.database.unit_of_work() as session:
            assert newsroom.post(session, post_id).state == "sent"
            assert newsroom.post(session, post_id).next_due_at is None

    @pytest.mark.parametrize(
        ("eve", "sent"),
        [
            # Half past one is skipped on the first night, and comes twice on the second.
            (datetime(2027, 3, 27, 12, tzinfo=UTC), ["03-28 01:30", "03-29 00:30"]),
            (datetime(2027, 10, 30, 12, tzinfo=UTC), ["10-31 00:30", "11-01 01:30"]),
        ],
    )
    def test_it_goes_out_once_a_night_across_a_change_of_the_clocks(
        self, newsroom: Newsroom, eve: datetime, sent: list[str]
    ) -> None:
        newsroom.clock.turn(seconds=(eve - newsroom.clock()).total_seconds())
        newsroom.subscriber("ann")
        newsroom.scheduled(Schedule(ScheduleKind.DAILY, at=time(1, 30)))
        for _ in range(38 * 4):
            newsroom.clock.turn(minutes=15)
            newsroom.sending.send_due()
        assert newsroom.occurrences() == [(moment, "sent") for moment in sent]
        assert len(newsroom.put()) == len(sent)

    def test_nothing_after_its_last_day(self, newsroom: Newsroom) -> None:
        newsroom.scheduled(NOON, expires_on=date(2026, 11, 24))
        for _ in range(5):
            newsroom.clock.turn(days=1)
            newsroom.sending.send_due()
        assert newsroom.occurrences() == [("11-23 12:00", "sent")]

    def test_a_retracted_post_goes_no_further(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("ann")
        post_id = newsroom.scheduled(NOON)
        newsroom.clock.turn(hours=4)
        newsroom.sending.send_due()
        with newsroom.database.unit_of_work() as session:
            newsroom.posts.take(session, APPROVER, newsroom.post(session, post_id), PostStep.RETRACT)
        assert [message.state for message in newsroom.put()] == ["left_out"]
        newsroom.clock.turn(days=1)
        assert newsroom.sending.send_due() == 0


class TestWhom:
    def test_by_topic_area_and_channel(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("all")
        newsroom.subscriber("home", Wish(topics=frozenset({"home"}), quiet=None))
        newsroom.subscriber("scams", Wish(topics=frozenset({"scams"}), quiet=None))
        newsroom.subscriber("north", Wish(areas=frozenset({"north"}), quiet=None))
        newsroom.subscriber("south", Wish(areas=frozenset({"south"}), quiet=None))
        with newsroom.database.unit_of_work() as session:
            session.add(LinkedChat(channel="telegram", address="-100", title="Neighbours"))
        newsroom.scheduled(NOON, areas=frozenset({"north"}))
        newsroom.clock.turn(hours=4)
        newsroom.sending.send_due()
        assert {message.address for message in newsroom.put()} == {"all", "home", "north", "-100"}
        (group,) = [message for message in newsroom.put() if message.address == "-100"]
        assert group.content["buttons"] == []

    @pytest.mark.parametrize(
        ("reach", "given", "goes"),
        [
            ({}, {"areas": frozenset({"north"})}, True),
            ({"areas": ["north"]}, {"areas": frozenset({"north", "south"})}, True),
            ({"areas": ["north"]}, {}, True),
            ({"areas": ["north"]}, {"areas": frozenset({"south"})}, False),
            ({"areas": ["north"]}, {"areas": frozenset({"south"}), "is_urgent": True}, False),
            ({"topics": ["home"]}, {}, True),
            ({"topics": ["scams"]}, {}, False),
            ({"topics": ["scams"]}, {"is_urgent": True}, True),
        ],
    )
    def test_a_group_gets_what_is_for_it(
        self, newsroom: Newsroom, reach: dict[str, list[str]], given: dict[str, object], goes: bool
    ) -> None:
        with newsroom.database.unit_of_work() as session:
            session.add(LinkedChat(channel="telegram", address="-100", title="Neighbours", **reach))
        newsroom.scheduled(NOON, **given)
        newsroom.clock.turn(hours=4)
        newsroom.sending.send_due()
        assert [message.address for message in newsroom.put()] == ["-100"] * goes

    def test_a_topic_for_the_web_only_is_pushed_to_nobody(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("ann")
        content = newsroom.content(NOON, channels=frozenset({"web"}))
        with newsroom.database.unit_of_work() as session:
            support = newsroom.posts.write(
                session, APPROVER, type(content)(content.words, Topic.SUPPORT, channels=content.channels)
            )
            assert support.channels == ["web"]
        newsroom.scheduled(NOON, channels=frozenset({"web"}))
        newsroom.clock.turn(hours=4)
        assert newsroom.sending.send_due() == 1
        assert newsroom.put() == []

    def test_quiet_hours_hold_a_post_and_urgent_ones_come_by_choice(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("quiet", Wish(quiet=(11, 15)))
        newsroom.subscriber("urgent", Wish(quiet=(11, 15), is_urgent=True))
        newsroom.scheduled(NOON, is_urgent=True)
        newsroom.clock.turn(hours=3)
        newsroom.sending.send_due()
        assert [message.address for message in newsroom.put()] == ["urgent"]
        assert newsroom.held.send_due() == 0
        newsroom.clock.turn(hours=3)
        assert [newsroom.held.send_due() for _ in range(2)] == [1, 0]
        assert [message.address for message in newsroom.put()] == ["urgent", "quiet"]

    def test_a_digest_holds_all_posts_until_its_time(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("daily", Wish(frequency=Frequency.DAILY))
        newsroom.subscriber("weekly", Wish(frequency=Frequency.WEEKLY))
        newsroom.scheduled(NOON)
        newsroom.scheduled(Schedule(ScheduleKind.DAILY, at=time(13)))
        newsroom.clock.turn(hours=4)  # Monday, 13:00
        newsroom.sending.send_due()
        newsroom.sending.send_due()
        assert newsroom.put() == []
        newsroom.clock.turn(hours=4, minutes=1)
        assert newsroom.held.send_due() == 1
        (digest,) = newsroom.put()
        assert digest.address == "daily"
        assert digest.content["text"].count("**Lock your shed**") == 2
        newsroom.clock.turn(days=3)
        newsroom.held.send_due()
        assert [message.address for message in newsroom.put()] == ["daily", "weekly"]

    def test_each_day_has_its_digest(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("daily", Wish(frequency=Frequency.DAILY))
        newsroom.scheduled(NOON)
        newsroom.scheduled(Schedule(ScheduleKind.DAILY, at=time(13)))
        for day in range(1, 4):
            newsroom.clock.turn(hours=4)
            newsroom.sending.send_due()
            newsroom.clock.turn(hours=20)
            assert newsroom.held.send_due() == 1
            assert len(newsroom.put()) == day

    def test_one_who_cannot_be_served_keeps_nobody_from_it(
        self, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        points = [
            newsroom.subscriber(name, Wish(frequency=Frequency.DAILY)) for name in ("ann", "bob", "cat")
        ]
        newsroom.scheduled(NOON)
        newsroom.clock.turn(hours=4)
        newsroom.sending.send_due()
        newsroom.clock.turn(hours=5)
        put = BroadcastService.put

        def refuse_bob(
            self: BroadcastService, session: Session, key: str, reply: Reply, ids: list[int]
        ) -> int:
            if points[1] in ids:
                raise OperationalError("busy", None, Exception())
            return put(self, session, key, reply, ids)

        with monkeypatch.context() as broken:
            broken.setattr(BroadcastService, "put", refuse_bob)
            assert newsroom.held.send_due() == 2
        assert [message.address for message in newsroom.put()] == ["ann", "cat"]
        assert newsroom.held.send_due() == 1
        assert [message.address for message in newsroom.put()] == ["ann", "cat", "bob"]

    def test_whoever_unsubscribes_gets_nothing_that_was_held(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("ann", Wish(frequency=Frequency.DAILY))
        newsroom.scheduled(NOON)
        newsroom.clock.turn(hours=4)
        newsroom.sending.send_due()
        with newsroom.database.unit_of_work() as session:
            assert newsroom.subscriptions.unsubscribe(session, newsroom.conversation(session, "ann"))
        newsroom.clock.turn(days=1)
        assert newsroom.held.send_due() == 0
        assert newsroom.put() == []
