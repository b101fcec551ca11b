"""Pages of the worklist: in which order concerns come, and where the next page begins."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, tuple_

from bot.db.models import Concern

_LONGEST_KEY = 15
"""Digits of a number that is a key."""


class Sort(StrEnum):
    """In which order concerns are shown."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


def order_by(sort: Sort, *, is_found_first: bool = False) -> tuple[Any, ...]:
    """The columns of the order; each ends with the key, so that no two concerns are level.

    With `is_found_first` no index has this order, so that it can't lead through every concern there is.
    """
    key = Concern.id + 0 if is_found_first else Concern.id
    match sort:
        case Sort.OLDEST:
            return (key,)
        case Sort.DUE:
            return (func.coalesce(Concern.target_on) if is_found_first else Concern.target_on, key)
        case _:
            return (key.desc(),)


def cursor_of(sort: Sort, concern_id: int, target_on: date) -> str:
    """Where the page after this concern begins."""
    return f"{target_on.isoformat()}.{concern_id}" if sort is Sort.DUE else str(concern_id)


def key_of(cursor: str) -> int | None:
    """The key of the concern that the last page ended with; None for what can't be read."""
    number = cursor.rpartition(".")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST_KEY else None


def after(query: Select[int], sort: Sort, cursor: str) -> Select[int]:
    """Only what comes after the cursor; one that can't be read means the first page."""
    day, key = cursor.rpartition(".")[0], key_of(cursor)
    if key is None:
        return query
    match sort:
        case Sort.OLDEST:
            return query.where(Concern.id > key)
        case Sort.DUE:
            try:
                position = (date.fromisoformat(day), key)
            except ValueError:
                return query
            return query.where(tuple_(Concern.target_on, Concern.id) > tuple_(*position))
        case _:
            return query.where(Concern.id < key)
