"""The inbox: each update once, in order for an address, and nothing lost when somebody dies."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.db.models import InboxState, InboxUpdate
from bot.db.session import Database
from bot.domain.staff import COMMAND_LINE
from bot.services.audit import AuditService
from bot.services.inbox import MOST_ATTEMPTS, ClaimedUpdate, InboxService
from bot.services.undelivered import Queue, UndeliveredService
from tests.unit.queues.conftest import Clock

CHANNELS = {"chat"}


def store(inbox: InboxService, key: str, address: str = "a") -> bool:
    return asyncio.run(inbox.store("chat", key, address, {"key": key}))


def claim(inbox: InboxService, limit: int = 10) -> list[str]:
    return [claimed.content["key"] for claimed in inbox.claim(CHANNELS, limit)]


def claim_one(inbox: InboxService) -> ClaimedUpdate:
    (claimed,) = inbox.claim(CHANNELS, 10)
    return claimed


def try_again(inbox: InboxService, number: int | None = None) -> int:
    """As staff do: one, or all; how many there were."""
    with inbox.database.unit_of_work() as unit:
        undelivered = UndeliveredService(AuditService(), inbox.now)
        return undelivered.try_again(unit, COMMAND_LINE, Queue.INBOX, number)


class TestStore:
    def test_a_second_copy_changes_nothing(self, inbox: InboxService) -> None:
        assert store(inbox, "1")
        assert not store(inbox, "1")
        assert claim(inbox) == ["1"]
        assert not store(inbox, "1")
        assert claim(inbox) == []

    def test_whoever_works_it_off_is_told_of_what_is_new(self, inbox: InboxService) -> None:
        told: list[str] = []
        inbox.on_stored.append(lambda: told.append("new"))
        store(inbox, "1")
        store(inbox, "1")
        assert told == ["new"]


class TestClaim:
    def test_the_oldest_of_each_address_is_claimed_and_no_second_one(self, inbox: InboxService) -> None:
        for key, address in (("1", "a"), ("2", "a"), ("3", "b"), ("4", "b"), ("5", "c")):
            store(inbox, key, address)
        assert claim(inbox, 2) == ["1", "3"]
        assert claim(inbox) == ["5"]
        assert claim(inbox) == []

    def test_other_channels_are_left_alone(self, inbox: InboxService) -> None:
        store(inbox, "1")
        assert inbox.claim({"other"}, 5) == []

    def test_the_next_one_follows_when_one_is_done(self, inbox: InboxService) -> None:
        for key in "123":
            store(inbox, key)
        following = inbox.finish(claim_one(inbox), claim_next=True)
        assert following is not None
        assert following.content == {"key": "2"}
        assert inbox.finish(following, claim_next=False) is None
        assert claim(inbox) == ["3"]

    def test_hubs_at_the_same_time_never_have_the_same(self, inbox: InboxService) -> None:
        for number in range(60):
            store(inbox, str(number), f"address {number % 20}")

        def work(_hub: int) -> list[str]:
            done: list[str] = []
            for _ in range(200):
                try:
                    claimed = inbox.claim(CHANNELS, 3)
                except IntegrityError:
                    continue
                for one in claimed:
                    done.append(one.content["key"])
                    inbox.finish(one, claim_next=False)
                if len(done) >= 60:
                    break
            return done

        with ThreadPoolExecutor(4) as hubs:
            done = list(hubs.map(work, range(4)))
        together = [key for keys in done for key in keys]
        assert sorted(together, key=int) == [str(number) for number in range(60)]
        for keys in done:
            for address in range(20):
                own = [int(key) for key in keys if int(key) % 20 == address]
                assert own == sorted(own)

    def test_two_of_one_address_can_not_be_claimed(self, inbox: InboxService, database: Database) -> None:
        store(inbox, "1")
        store(inbox, "2")
        everything = update(InboxUpdate).values(state=InboxState.CLAIMED)
        with database.unit_of_work() as session, pytest.raises(IntegrityError):
            session.execute(everything)


class TestFail:
    def test_it_is_tried_again_later_and_later_ones_wait_for_it(
        self, inbox: InboxService, clock: Clock
    ) -> None:
        store(inbox, "1")
        store(inbox, "2")
        assert not inbox.fail(claim_one(inbox), "ValueError")
        assert claim(inbox) == []
        clock.turn(seconds=10)
        assert claim(inbox) == ["1"]

    def test_after_enough_tries_staff_get_it_and_later_ones_go_on(
        self, inbox: InboxService, clock: Clock
    ) -> None:
        store(inbox, "1")
        store(inbox, "2")
        for attempt in range(MOST_ATTEMPTS):
            assert inbox.fail(claim_one(inbox), "ValueError") == (attempt == MOST_ATTEMPTS - 1)
            clock.turn(minutes=6)
        assert claim(inbox) == ["2"]
        (given_up,) = inbox.list_given_up()
        assert (given_up.external_id, given_up.reason, given_up.content) == ("1", "ValueError", {"key": "1"})

    def test_what_was_given_up_can_be_tried_again(self, inbox: InboxService, clock: Clock) -> None:
        store(inbox, "1")
        for _ in range(MOST_ATTEMPTS):
            inbox.fail(claim_one(inbox), "ValueError")
            clock.turn(minutes=6)
        assert try_again(inbox) == 1
        assert claim(inbox) == ["1"]


class TestTakeBack:
    def test_a_claim_that_ran_out_is_taken_again(self, inbox: InboxService, clock: Clock) -> None:
        store(inbox, "1")
        dead = claim_one(inbox)
        assert inbox.take_back() == 0
        clock.turn(minutes=4)
        assert inbox.take_back() == 1
        again = claim_one(inbox)
        assert (again.id, again.attempts) == (dead.id, 2)
        # Whoever was only slow can't end it for the one who has it now.
        inbox.finish(dead, claim_next=False)
        assert inbox.finish(again, claim_next=True) is None
        assert claim(inbox) == []

    def test_alone_everything_claimed_is_left_over(self, inbox: InboxService) -> None:
        store(inbox, "1")
        claim(inbox)
        assert inbox.take_back(everything=True) == 1
        assert claim(inbox) == ["1"]

    def test_an_update_that_kills_every_hub_ends_with_staff(self, inbox: InboxService) -> None:
        store(inbox, "1")
        for _ in range(MOST_ATTEMPTS):
            assert claim(inbox) == ["1"]
            inbox.take_back(everything=True)
        assert claim(inbox) == []
        assert [given_up.reason for given_up in inbox.list_given_up()] == ["stopped_in_the_middle"]

    def test_what_is_put_back_has_not_been_tried(self, inbox: InboxService) -> None:
        store(inbox, "1")
        inbox.put_back([claim_one(inbox)])
        assert claim_one(inbox).attempts == 1


class TestForgetOld:
    def test_what_was_said_goes_at_once_and_the_rest_after_days(
        self, inbox: InboxService, database: Database, clock: Clock
    ) -> None:
        store(inbox, "1")
        inbox.finish(claim_one(inbox), claim_next=False)
        with database.unit_of_work() as session:
            assert session.scalars(select(InboxUpdate.content)).one() == {}
        clock.now = clock.now.replace(year=2027)
        inbox.forget_old()
        assert store(inbox, "1")


class TestRetention:
    def test_what_was_given_up_is_emptied_when_its_days_are_over(
        self, inbox: InboxService, database: Database, clock: Clock
    ) -> None:
        store(inbox, "1")
        for _ in range(MOST_ATTEMPTS):
            inbox.fail(claim_one(inbox), "ValueError")
            clock.turn(minutes=10)
        clock.turn(days=29)
        assert inbox.forget_old() == 0
        assert [row.content for row in inbox.list_given_up()] == [{"key": "1"}]
        clock.turn(days=2)
        assert inbox.forget_old() == 1
        assert inbox.forget_old() == 0
        with database.unit_of_work() as session:
            (row,) = session.scalars(select(InboxUpdate))
            assert (row.state, row.content, row.reason) == (InboxState.FORGOTTEN, {}, "ValueError")
        assert inbox.list_given_up() == []
        assert try_again(inbox) == 0

    def test_what_staff_tried_again_has_its_days_once_more(self, inbox: InboxService, clock: Clock) -> None:
        store(inbox, "1")
        for _ in range(2):
            for _ in range(MOST_ATTEMPTS):
                inbox.fail(claim_one(inbox), "ValueError")
                clock.turn(minutes=10)
            clock.turn(days=29)
            assert inbox.forget_old() == 0
            try_again(inbox)
        assert claim(inbox) == ["1"]
