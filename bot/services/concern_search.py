"""Finds concerns by what somebody typed: a reference, a number or address to reach them, or words."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from bot.db.models import Concern
from bot.domain.reaching import contact_key
from bot.domain.references import find_reference

LONGEST_SEARCH = 200
_MOST_WORDS = 8
_WORD = re.compile(r"\w+")
_ROW_ID: ColumnElement[int] = literal_column("rowid")
_WORDS_TABLE = table("concern_words")
_VECTOR: ColumnElement[Any] = literal_column("concern.words")
_SHORTEST_BEGINNING = 3
"""Letters. Shorter words have to be there as they are: half of all concerns have one that begins so."""
#: Are no beginnings either, for the same reason.
_WHOLE = frozenset(
    {"all", "and", "are", "but", "for", "had", "has", "her", "his", "not", "out", "the", "was"}
)


def matches(session: Session, typed: str) -> ColumnElement[bool] | None:
    """The condition that a concern is meant; None when nothing was typed that could be searched for.

    All words have to be there; each of three letters or more may be the beginning of one.
    """
    one = _one_person(typed)
    if one is not None:
        return one
    words = _words(typed)
    if not words:
        return None
    if _keeps_words(session):
        asked = " & ".join(f"{word}:*" if is_beginning else word for word, is_beginning in words)
        return _VECTOR.op("@@")(func.to_tsquery(literal_column("'simple'"), asked))
    asked_for = " ".join(f'"{word}"*' if is_beginning else f'"{word}"' for word, is_beginning in words)
    rows = (
        select(_ROW_ID)
        .select_from(_WORDS_TABLE)
        .where(text("concern_words MATCH :asked_for").bindparams(asked_for=asked_for))
    )
    return Concern.id.in_(rows)


def matches_each(session: Session, typed: str) -> list[ColumnElement[bool]]:
    """The same condition where each concern is to be looked at, and no index asked."""
    found = matches(session, typed)
    return [] if found is None else [found.is_(True)]


def is_among_many(session: Session, typed: str) -> bool:
    """Whether the database has to choose between finding all that have the words and looking at each.

    PostgreSQL guesses how many have them, and several words together it guesses wrongly.
    """
    return bool(_words(typed)) and not finds_one_person(typed) and _keeps_words(session)


def finds_one_person(typed: str) -> bool:
    """Whether a reference or a number or address to reach somebody was typed, and no words."""
    return _one_person(typed) is not None


def _one_person(typed: str) -> ColumnElement[bool] | None:
    typed = typed[:LONGEST_SEARCH]
    reference = find_reference(typed)
    if reference is not None:
        return Concern.reference == reference
    contact = contact_key(typed)
    return Concern.contact_key == contact if contact is not None else None


def _words(typed: str) -> list[tuple[str, bool]]:
    """The words, each with whether it may be the beginning of one."""
    words = [word.replace("_", "") for word in _WORD.findall(typed[:LONGEST_SEARCH])][:_MOST_WORDS]
    return [
        (word, len(word) >= _SHORTEST_BEGINNING and word.casefold() not in _WHOLE) for word in words if word
    ]


def _keeps_words(session: Session) -> bool:
    """Whether the words stand with each concern (PostgreSQL), and not in a table of their own (SQLite)."""
    return session.get_bind().dialect.name == "postgresql"
