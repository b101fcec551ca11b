"""Pages of the worklist: in which order concerns come, and where the next page begins."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, tuple_

from bot.db.models import Concern

_LONGEST_KEY = 15
"""Digits of a number that is a key."""


class Sort(StrEnum):
    """In which order concerns are shown."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


def order_by(sort: Sort) -> tuple[Any, ...]:
    """The columns of the order; each ends with the key, so that no two concerns are level."""
    match sort:
        case Sort.OLDEST:
            return (Concern.id,)
        case Sort.DUE:
            return (Concern.target_on, Concern.id)
        case _:
            return (Concern.id.desc(),)


def cursor_of(sort: Sort, concern_id: int, target_on: date) -> str:
    """Where the page after this concern begins."""
    return f"{target_on.isoformat()}.{concern_id}" if sort is Sort.DUE else str(concern_id)


def after(query: Select[int], sort: Sort, cursor: str) -> Select[int]:
    """Only what comes after the cursor; one that can't be read means the first page."""
    day, _, number = cursor.rpartition(".")
    if not (number.isascii() and number.isdigit()) or len(number) > _LONGEST_KEY:
        return query
    match sort:
        case Sort.OLDEST:
            return query.where(Concern.id > int(number))
        case Sort.DUE:
            try:
                position = (date.fromisoformat(day), int(number))
            except ValueError:
                return query
            return query.where(tuple_(Concern.target_on, Concern.id) > tuple_(*position))
        case _:
            return query.where(Concern.id < int(number))
