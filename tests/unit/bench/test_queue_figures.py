"""What the queues came to."""

from __future__ import annotations

import pytest

from bench.queue_figures import Broadcast, InboxRun, QueueFigure, by_database, count_misplaced


def broadcast(arrived: dict[int, int], refused: int = 0) -> dict[str, float]:
    return Broadcast(
        recipients=4, put_seconds=0.5, seconds=0.25, allowed_per_second=20, refused=refused, arrived=arrived
    ).figures()


def test_a_broadcast_is_held_against_what_telegram_allows() -> None:
    figures = broadcast({1: 1, 2: 1, 3: 1, 4: 1}, refused=3)
    assert figures["broadcast_messages_per_second"] == 16
    assert figures["broadcast_share_of_allowed_rate"] == 0.8
    assert figures["broadcast_refused_429"] == 3
    assert figures["broadcast_lost_or_doubled"] == 0


@pytest.mark.parametrize("arrived", [{1: 1, 2: 1, 3: 1}, {1: 1, 2: 1, 3: 1, 4: 2}, {1: 1, 2: 1, 3: 1, 4: 0}])
def test_one_that_is_lost_or_comes_twice_shows(arrived: dict[int, int]) -> None:
    assert broadcast(arrived)["broadcast_lost_or_doubled"] == 1


def test_the_inbox_is_as_quick_as_its_burst_and_waits_as_in_steady_times() -> None:
    figures = InboxRun(messages=10, seconds=4, waits_ms=[1, 2, 3, 100], misplaced=2).figures()
    assert figures == {
        "inbox_messages": 10,
        "inbox_messages_per_second": 2.5,
        "inbox_wait_p50_ms_at_half_load": 2,
        "inbox_wait_p95_ms_at_half_load": 100,
        "inbox_lost_doubled_or_out_of_order": 2,
    }


SENT = [("ann", 0), ("bob", 0), ("ann", 1), ("bob", 1)]


@pytest.mark.parametrize(
    ("acted_on", "misplaced"),
    [
        (SENT, 0),
        ([("bob", 0), ("bob", 1), ("ann", 0), ("ann", 1)], 0),
        ([("ann", 1), ("bob", 0), ("ann", 0), ("bob", 1)], 1),
        (SENT[:3], 1),
        ([*SENT, ("bob", 1)], 1),
    ],
    ids=["as sent", "people overtake each other", "out of order", "lost", "doubled"],
)
def test_what_is_lost_doubled_or_overtaken_is_counted(
    acted_on: list[tuple[str, int]], misplaced: int
) -> None:
    assert count_misplaced(SENT, acted_on) == misplaced


def test_databases_stand_side_by_side() -> None:
    figures = by_database({"SQLite": {"seconds": 1, "put": 2}, "PostgreSQL": {"seconds": 3}})
    assert figures == [
        QueueFigure("seconds", {"SQLite": 1, "PostgreSQL": 3}),
        QueueFigure("put", {"SQLite": 2}),
    ]


@pytest.mark.parametrize(
    ("values", "is_met"),
    [({"SQLite": 0.96, "PostgreSQL": 0.95}, True), ({"SQLite": 0.96, "PostgreSQL": 0.94}, False)],
)
def test_a_promise_is_kept_only_if_it_is_on_each_database(values: dict[str, float], is_met: bool) -> None:
    assert QueueFigure("broadcast_share_of_allowed_rate", values).is_met is is_met


def test_where_nothing_was_promised_nothing_is_kept() -> None:
    assert QueueFigure("broadcast_seconds", {"SQLite": 5}).is_met is None
