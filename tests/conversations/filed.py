"""What the product stored of a report, read from its database file without a way to write to it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Filed:
    """A concern with its referrals and how it was understood."""

    concern: dict[str, Any]
    lead: str
    partners: frozenset[str]
    intent: str
    confidence: float
    ranking: list[Any]
    model: str
    is_chosen: bool
    photos: int
    """How many pictures came with it."""
    notes: list[str]
    """What was added later, in order."""

    @property
    def facts(self) -> dict[str, Any]:
        """What routing looked at."""
        return dict(json.loads(self.concern["facts"]))


def read_filed(database: Path, reference: str) -> Filed:
    """The concern with that reference; raises LookupError when there is none."""
    concerns = _select(database, "SELECT * FROM concern WHERE reference = ?", reference)
    if not concerns:
        raise LookupError(f"nothing is stored under {reference}")
    concern = concerns[0]
    referrals = _select(database, "SELECT * FROM referral WHERE concern_id = ?", concern["id"])
    leads = [row["agency_id"] for row in referrals if row["role"] == "lead"]
    assert len(leads) == 1, f"{reference} has {len(leads)} leads"
    assert {row["state"] for row in referrals} == {"sent"}
    (understood,) = _select(database, "SELECT * FROM classification WHERE concern_id = ?", concern["id"])
    return Filed(
        concern=concern,
        lead=leads[0],
        partners=frozenset(row["agency_id"] for row in referrals if row["role"] == "partner"),
        intent=understood["intent"],
        confidence=understood["confidence"],
        ranking=json.loads(understood["ranking"]),
        model=understood["model"],
        is_chosen=bool(understood["is_chosen_by_resident"]),
        notes=[
            row["text"]
            for row in _select(database, "SELECT * FROM note WHERE concern_id = ? ORDER BY id", concern["id"])
        ],
        photos=len(_select(database, "SELECT id FROM photo WHERE concern_id = ?", concern["id"])),
    )


def count_concerns(database: Path) -> int:
    """How many concerns there are altogether."""
    return int(_select(database, "SELECT count(*) AS n FROM concern")[0]["n"])


def count_doubts(database: Path) -> int:
    """How many messages wait that said that something was understood wrongly."""
    return len(_select(database, "SELECT id FROM training_example WHERE message_id IS NOT NULL"))


def count_joint(database: Path, *references: str) -> int:
    """How many joint cases the given concerns belong to."""
    found = {read_filed(database, reference).concern["joint_case_id"] for reference in references}
    return len(found - {None})


def _select(database: Path, query: str, *values: object) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]
