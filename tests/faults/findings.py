"""What is found in the database after a trial: what was lost, what was doubled, what is corrupted."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.talkers import Talk

#: How often everything is looked at before it is said that something is missing.
_OPEN = "SELECT count(*) FROM message WHERE direction = 'in' AND state = 'received'"
_WAITING = """
SELECT (SELECT count(*) FROM inbox_update WHERE state IN ('waiting', 'claimed'))
     + (SELECT count(*) FROM outgoing_message WHERE state IN ('waiting', 'claimed'))
"""


@dataclass(slots=True)
class Findings:
    """Everything found, in words; good when there is nothing."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    corrupted: list[str] = field(default_factory=list)

    @property
    def are_good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.corrupted)


def is_settled(database: Path) -> bool:
    """Whether nothing waits any more."""
    with closing(_open(database)) as connection:
        return all(connection.execute(query).fetchone()[0] == 0 for query in (_OPEN, _WAITING))


def examine(database: Path, talks: Sequence[Talk]) -> Findings:
    """Hold what was written against what was stored and what became of it."""
    found = Findings()
    with closing(_open(database)) as connection:
        _examine_messages(connection, talks, found)
        _examine_concerns(connection, talks, found)
        _examine_queues(connection, found)
    found.corrupted += [f"{talk.name}: {talk.problem}" for talk in talks if talk.problem]
    return found


def _examine_messages(connection: sqlite3.Connection, talks: Sequence[Talk], found: Findings) -> None:
    """Every message is stored once, and answered."""
    for talk in talks:
        first = _rows(connection, "SELECT * FROM message WHERE text = ? AND direction = 'in'", talk.report)
        if len(first) != 1:
            (found.doubled if first else found.lost).append(f"{talk.name}: stored {len(first)} times")
            continue
        stored = _rows(
            connection,
            "SELECT * FROM message WHERE conversation_id = ? AND direction = 'in' ORDER BY id",
            first[0]["conversation_id"],
        )
        told = [row["text"] for row in stored]
        if Counter(told) - Counter(talk.sent):
            found.doubled.append(f"{talk.name}: stored {told}")
        elif told != talk.sent:
            found.lost.append(f"{talk.name}: stored {told} of {talk.sent}")
        for row in stored:
            answers = _rows(
                connection, "SELECT * FROM message WHERE external_id LIKE ?", f"answer:{row['id']}:%"
            )
            if row["state"] not in {"answered", "kept"} or not answers:
                found.lost.append(f"{talk.name}: {row['text']!r} is {row['state']}")


def _examine_concerns(connection: sqlite3.Connection, talks: Sequence[Talk], found: Findings) -> None:
    """What was told is in one concern, once; a report that was sent went where it should."""
    concerns = _rows(connection, "SELECT * FROM concern")
    drafts = [json.loads(row["body"]) for row in _rows(connection, "SELECT body FROM draft")]
    for talk in talks:
        holding = [row for row in concerns if talk.report in row["description"]]
        times = sum(row["description"].count(talk.report) for row in holding)
        told = sum(" ".join(draft.get("told", [])).count(talk.report) for draft in drafts)
        if times + told == 0:
            found.lost.append(f"{talk.name}: the report is nowhere")
        elif times + told > 1:
            found.doubled.append(f"{talk.name}: the report is in {times} concerns and {told} drafts")
        elif not talk.is_kept and talk.problem is None:
            place = holding[0]["place_name"] if holding else ""
            if not holding or holding[0]["category"] != "road_defect" or "Lonsdale Street" not in place:
                found.corrupted.append(f"{talk.name}: filed as {dict(holding[0]) if holding else None}")


def _examine_queues(connection: sqlite3.Connection, found: Findings) -> None:
    for table in ("inbox_update", "outgoing_message"):
        states = dict(connection.execute(f"SELECT state, count(*) FROM {table} GROUP BY state"))  # noqa: S608
        for state in ("waiting", "claimed", "given_up"):
            if states.get(state):
                found.lost.append(f"{states[state]} rows of {table} are {state}")


def _rows(connection: sqlite3.Connection, query: str, *values: object) -> list[dict[str, Any]]:
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute(query, values)]


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
