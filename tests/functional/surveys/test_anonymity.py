"""Tries to join anonymous answers to the people who gave them, from a full copy of the database."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest

from bot.db.session import empty_write_ahead_log
from tests.fakes.hub import Hub
from tests.functional.surveys.answering import NewResident
from tests.functional.surveys.conftest import close_survey

pytestmark = pytest.mark.anyio
_PEOPLE = 12
_KEYS_OF_PEOPLE = ("person", "contact_point", "conversation", "message", "survey_token")


def told_by(number: int) -> str:
    return f"remark{number:02}xyz"


async def answer(hub: Hub, new_resident: NewResident, *, pauses: bool) -> None:
    """Each of several people says something that nobody else says."""
    for number in range(_PEOPLE):
        ann = await new_resident()
        await ann.start()
        await ann.say("Hollinbeck")
        await ann.say("yes")
        await ann.say("1")
        if pauses:
            await ann.press("Stop for now")
            await ann.start()
        await ann.say(told_by(number))
        if pauses:
            await ann.press("Stop for now")
            await ann.press("Go on with the survey")
        await ann.press("Leave this out")
        await ann.press("Send my answers")


def copy_of(hub: Hub, folder: Path) -> sqlite3.Connection:
    """The whole database as somebody might take it away."""
    target = sqlite3.connect(folder / "copy.db")
    with sqlite3.connect(str(hub.database.engine.url.database)) as source:
        source.backup(target)
    return target


@pytest.mark.parametrize("pauses", [False, True])
async def test_no_table_but_the_answers_holds_what_was_said(
    hub: Hub, opening: int, new_resident: NewResident, tmp_path: Path, *, pauses: bool
) -> None:
    await answer(hub, new_resident, pauses=pauses)
    copy = copy_of(hub, tmp_path)
    tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    holding = {
        table
        for table in tables
        for row in copy.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names from the database itself
        if any(f"remark{n:02}" in str(row) or "broken" in str(row) for n in range(_PEOPLE))
    }
    # The opening holds the question, with its answers to choose from.
    assert holding == {"survey_response", "survey_opening"}


async def test_no_key_and_no_order_leads_from_people_to_answers(
    hub: Hub, opening: int, new_resident: NewResident, tmp_path: Path
) -> None:
    await answer(hub, new_resident, pauses=False)
    copy = copy_of(hub, tmp_path)
    responses = copy.execute("SELECT * FROM survey_response").fetchall()
    assert len(responses) == _PEOPLE
    people = {
        str(value)
        for table in _KEYS_OF_PEOPLE
        for row in copy.execute(f"SELECT * FROM {table}")  # noqa: S608 -- names written above
        for value in row
        if isinstance(value, str) and len(value) >= 16
    }
    shared = {str(value) for row in responses for value in row} & people
    assert shared == set()
    columns = [name for _, name, *_ in copy.execute("PRAGMA table_info(survey_response)")]
    assert columns == [
        "id",
        "opening_id",
        "is_anonymous",
        "person_id",
        "answers",
        "answered_on",
        "is_paper",
        "is_poll",
    ]
    for table in ("survey_response", "survey_token"):
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            copy.execute(f"SELECT rowid FROM {table}")  # noqa: S608 -- names written above
    told = [row[4] for row in copy.execute("SELECT * FROM survey_response")]
    in_order = [next(i for i, text in enumerate(told) if told_by(n) in text) for n in range(_PEOPLE)]
    assert in_order != sorted(in_order)
    assert {row[3] for row in responses} == {None}
    assert {len(str(row[5])) for row in responses} == {len("2026-11-26")}


async def test_what_is_unfinished_when_it_closes_is_forgotten(
    hub: Hub, opening: int, new_resident: NewResident, tmp_path: Path
) -> None:
    ann = await new_resident()
    await ann.start()
    await ann.say("Hollinbeck")
    await ann.say("yes")
    await ann.say("1")
    await ann.say(told_by(0))
    close_survey(hub, opening)
    dump = "\n".join(copy_of(hub, tmp_path).iterdump())
    assert told_by(0) not in dump


async def test_a_database_refuses_a_person_with_anonymous_answers(
    hub: Hub, opening: int, new_resident: NewResident, tmp_path: Path
) -> None:
    await answer(hub, new_resident, pauses=False)
    copy = copy_of(hub, tmp_path)
    with pytest.raises(sqlite3.IntegrityError):
        copy.execute("UPDATE survey_response SET person_id = 'somebody'")


def files_of(hub: Hub) -> bytes:
    """The database's files as a backup of the folder takes them, with what is only let go."""
    database = Path(str(hub.database.engine.url.database))
    return b"".join(file.read_bytes() for file in sorted(database.parent.glob(f"{database.name}*")))


async def test_a_copy_of_the_files_holds_no_trace_beside_the_answers(
    hub: Hub, opening: int, new_resident: NewResident
) -> None:
    await answer(hub, new_resident, pauses=True)
    empty_write_ahead_log(hub.database)
    content = files_of(hub)
    for number in range(_PEOPLE):
        remark = told_by(number).encode()
        assert content.count(remark) == 1, number


async def test_backups_side_by_side_and_logs_join_nobody_to_answers(
    hub: Hub, opening: int, new_resident: NewResident, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # A bot that was tested before in the same process has silenced it.
    caplog.set_level(logging.DEBUG, logger="httpx")
    people: list[set[str]] = []
    responses: list[dict[str, str]] = []
    for night in ("first", "second"):
        await answer(hub, new_resident, pauses=False)
        (folder := tmp_path / night).mkdir()
        copy = copy_of(hub, folder)
        # Everything that says who somebody is, or when they did something.
        people.append(
            {
                str(value)
                for table in _KEYS_OF_PEOPLE
                for row in copy.execute(f"SELECT * FROM {table}")  # noqa: S608 -- names written above
                for value in row
                if isinstance(value, str) and len(value) >= 16
            }
        )
        responses.append(dict(copy.execute("SELECT id, answers || answered_on FROM survey_response")))
    assert [len(night) for night in responses] == [_PEOPLE, 2 * _PEOPLE]
    # What came in between is as many on both sides, and nothing of one is found on the other.
    later = {key: text for key, text in responses[1].items() if key not in responses[0]}
    assert len(later) == _PEOPLE
    new_people = people[1] - people[0]
    assert not any(who in f"{key}{text}" for who in new_people for key, text in later.items())
    order = [int(text.partition("remark")[2][:2]) for _, text in sorted(later.items())]
    assert order != sorted(order)
    logged = "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    assert caplog.records
    assert "remark" not in logged
    assert not any(key in logged for key in responses[1])
    digests = {row[1] for row in copy.execute("SELECT * FROM survey_token")}
    assert not any(digest in logged for digest in digests)
