"""The bench's own runs through outbox and inbox, with a few messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.broadcast import measure_broadcast
from bench.inbox_load import measure_inbox
from bot.db.session import Database
from tests.fakes.reports import create_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(create_database(tmp_path)) as made:
        yield made


def test_a_broadcast_reaches_everybody_once_and_is_never_refused(database: Database) -> None:
    sent = measure_broadcast(database, 90, lambda _line: None)
    figures = sent.figures()
    assert len(sent.arrived) == 90
    assert figures["broadcast_lost_or_doubled"] == 0
    assert figures["broadcast_refused_429"] == 0
    # The rate itself is the bench's to judge: a busy machine may be slower. Above it nothing is allowed,
    # but for the second's worth that may go out at once.
    assert sent.seconds >= (90 - 30) / 30


def test_messages_go_through_the_inbox_in_order(database: Database) -> None:
    run = measure_inbox(database, 60)
    assert run.misplaced == 0
    assert len(run.waits_ms) == 60
    assert run.figures()["inbox_messages_per_second"] > 0
