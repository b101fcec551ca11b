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
# As the index in the migration has it, or PostgreSQL would not use it.
_VECTOR: ColumnElement[Any] = literal_column(
    "to_tsvector('simple', concern.description || ' ' || coalesce(concern.details, '') || ' ' "
    "|| coalesce(concern.place_name, ''))"
)


def matches(session: Session, typed: str) -> ColumnElement[bool] | None:
    """The condition that a concern is meant; None when nothing was typed that could be searched for.

    Each word may be the beginning of one; all of them have to be there.
    """
    typed = typed[:LONGEST_SEARCH]
    reference = find_reference(typed)
    if reference is not None:
        return Concern.reference == reference
    contact = contact_key(typed)
    if contact is not None:
        return Concern.contact_key == contact
    words = [word.replace("_", "") for word in _WORD.findall(typed)][:_MOST_WORDS]
    words = [word for word in words if word]
    if not words:
        return None
    if session.get_bind().dialect.name == "postgresql":
        asked = func.to_tsquery(literal_column("'simple'"), " & ".join(f"{word}:*" for word in words))
        return _VECTOR.op("@@")(asked)
    asked_for = " ".join(f'"{word}"*' for word in words)
    found = (
        select(_ROW_ID)
        .select_from(_WORDS_TABLE)
        .where(text("concern_words MATCH :asked_for").bindparams(asked_for=asked_for))
    )
    return Concern.id.in_(found)


def finds_one_person(typed: str) -> bool:
    """Whether a reference or a number or address to reach somebody was typed, and no words."""
    return find_reference(typed) is not None or contact_key(typed) is not None
