"""Hot spots as they are read from either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.staff import COMMAND_LINE
from bot.gateways.significance import probability_of_chance
from bot.services.hot_spots import HotSpotsService
from tests.unit.services.test_figures import MARCH, NOON, file, session

__all__ = ["session"]
HOT = (54.5, -2.7)


def file_at(session: Session, count: int, point: tuple[float, float] = HOT, **given: Any) -> None:
    for _ in range(count):
        file(session, **{"latitude": point[0], "longitude": point[1], "place_id": "mill-lane", **given})


def file_quiet(session: Session) -> None:
    """One concern in each of a dozen squares."""
    for number in range(1, 13):
        file_at(session, 1, (54.5 + number / 100, -2.7))


def counts(session: Session, wanted: Any = MARCH, **limits: Any) -> list[int]:
    service = HotSpotsService(probability_of_chance, frozenset({(54.9, -2.9)}))
    return [spot.count for spot in service.list_spots(session, replace(COMMAND_LINE, **limits), wanted)]


def test_it_counts_what_is_asked_for_and_theirs(session: Session) -> None:
    file_quiet(session)
    file_at(session, 8)
    file_at(session, 2, category="noise")
    file_at(session, 1, filed_at=NOON - timedelta(days=40))
    assert counts(session) == [10]
    assert counts(session, replace(MARCH, category="litter")) == [8]
    assert counts(session, replace(MARCH, area="southvale")) == []
    assert counts(session, areas=frozenset({"southvale"})) == []


def test_sensitive_hidden_rough_and_unplaced_concerns_are_left_out(session: Session) -> None:
    file_quiet(session)
    file_at(session, 8)
    file_at(session, 9, is_sensitive=True)
    file_at(session, 9, hidden_at=NOON)
    file_at(session, 9, latitude=None)
    file_at(session, 30, (54.9, -2.9))
    assert counts(session) == [8]
