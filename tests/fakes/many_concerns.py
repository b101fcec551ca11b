"""Fills a database with made-up concerns, many at once, as a county has them after some years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from bot.db.models import Classification, Concern, Referral
from bot.db.session import Database
from bot.domain.categories import Category
from bot.domain.references import make_reference

_CATEGORIES = list(Category)
_WORDS = ("mattress", "sofa", "glass", "engine", "shouting", "paint", "needles", "fence", "kerb", "lamp")
_PLACES = ("Mill Lane", "High Street", "Harbour View", "Station Road", "Church Walk")
_AREAS = ("northvale", "southvale", None)
_AGENCIES = ("westshire_police", "westshire_council_services", "hub_northvale", "vale_homes")
#: One in so many is still open.
_OPEN = 20
_BEGIN = datetime(2022, 1, 1, 9, 0, tzinfo=UTC)
_AT_ONCE = 10_000


def fill(database: Database, count: int) -> None:
    """Add so many concerns, most of them closed, each with its lead and how it was understood."""
    references = _references(count)
    for first in range(1, count + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count + 1))
        with database.engine.begin() as connection:
            connection.execute(insert(Concern), [_concern(number, references.pop()) for number in numbers])
            connection.execute(insert(Classification), [_classification(number) for number in numbers])
            connection.execute(insert(Referral), [_referral(number) for number in numbers])
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _references(count: int) -> set[str]:
    """So many that differ: of a hundred thousand drawn at random two are often the same."""
    references: set[str] = set()
    while len(references) < count:
        references.add(make_reference())
    return references


def _concern(number: int, reference: str) -> dict[str, object]:
    day = date(2022, 1, 1) + timedelta(days=number % 1700)
    is_open = number % _OPEN == 0
    return {
        "id": number,
        "reference": reference,
        "draft_id": f"draft-{number}",
        "position": 0,
        "channel": "web",
        "category": _CATEGORIES[number % len(_CATEGORIES)].value,
        "description": f"There is a {_WORDS[number % 10]} and a {_WORDS[number // 7 % 10]}, number {number}, "
        "lying about since last week and nobody has come to see to it so far.",
        "place_name": f"{number % 300} {_PLACES[number % 5]}",
        "hub_area": _AREAS[number % 3],
        "facts": {},
        "contact": f"07700 {number % 1_000_000:06}" if number % 3 == 0 else None,
        "contact_key": f"07700{number % 1_000_000:06}" if number % 3 == 0 else None,
        "is_anonymous": False,
        "is_sensitive": number % 50 == 0,
        "state": "open" if is_open else "closed",
        "outcome": None if is_open else "resolved",
        "version": 1,
        "why": "It is theirs.",
        "target_on": day,
        "filed_at": _BEGIN + timedelta(minutes=20 * number),
        "retain_until": day + timedelta(days=730),
    }


def _classification(number: int) -> dict[str, object]:
    return {
        "concern_id": number,
        "intent": "report",
        "confidence": 0.4 if number % 200 == 0 else 0.9,
        "ranking": [],
        "model": "none",
        "is_chosen_by_resident": False,
    }


def _referral(number: int) -> dict[str, object]:
    return {
        "concern_id": number,
        "agency_id": _AGENCIES[number % 4],
        "role": "lead",
        "state": "sent",
        "target_on": date(2026, 1, 1),
    }
