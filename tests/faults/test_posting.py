"""Two hubs on one PostgreSQL send five hundred posts; one is killed on the way: each goes out once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.db.migration import migrate
from bot.db.models import ContactPoint, OutgoingMessage, Person, Post, PostOccurrence, Subscription
from bot.db.session import Database, create_database_engine
from bot.domain.posts import PostState, Topic
from bot.domain.schedules import Schedule, ScheduleKind
from bot.domain.subscriptions import Frequency
from bot.settings import ROOT
from tests.postgres import find_programs, running_postgres

POSTS, PEOPLE = 500, 3
_PATIENCE_SECONDS = 90.0


@pytest.mark.slow
@pytest.mark.alone
def test_each_post_goes_out_once_whoever_dies() -> None:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL isn't installed here: apt-get install postgresql")
    with running_postgres(programs) as url:
        database = Database(create_database_engine(url))
        migrate(database.engine)
        _fill(database)
        victim, survivor = _start(url), _start(url)
        _wait_for(database, POSTS // 5)
        victim.kill()
        victim.wait()
        assert victim.stdout is not None
        victim.stdout.close()
        said, _ = survivor.communicate(timeout=_PATIENCE_SECONDS)
        assert 0 < int(said.split()[-1]) < POSTS
        with database.unit_of_work() as session:
            occurrences = session.scalars(select(PostOccurrence.post_id)).all()
            assert Counter(Counter(occurrences).values()) == {1: POSTS}
            put = Counter(
                (message.address, message.content["text"])
                for message in session.scalars(select(OutgoingMessage))
            )
            assert Counter(put.values()) == {1: POSTS * PEOPLE}
        database.close()


def _start(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.posting_hub", url]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _wait_for(database: Database, count: int) -> None:
    """Until so many went out, by either; raises TimeoutError."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        with database.unit_of_work() as session:
            if (session.scalar(select(func.count()).select_from(PostOccurrence)) or 0) >= count:
                return
        time.sleep(0.02)
    raise TimeoutError("too few posts went out")


def _fill(database: Database) -> None:
    """Posts that are due, and people who want them at once."""
    due = datetime.now(UTC) - timedelta(minutes=1)
    once = Schedule(ScheduleKind.ONCE, on=due.date(), at=due.time()).to_json()
    with database.unit_of_work() as session:
        for number in range(POSTS):
            post = Post(
                title=f"Post {number}",
                body="Words.",
                topic=Topic.HOME,
                channels=["telegram"],
                schedule=once,
                state=PostState.SCHEDULED,
                next_due_at=due,
            )
            session.add(post)
        for number in range(PEOPLE):
            person = Person()
            session.add(person)
            session.flush()
            point = ContactPoint(person_id=person.id, channel="telegram", address=str(number))
            session.add(point)
            session.flush()
            session.add(Subscription(contact_point_id=point.id, frequency=Frequency.AT_ONCE))
