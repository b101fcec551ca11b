"""The conversations both sides are put through: rehearsed with the product, then replayed word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bench.sides import Chat, Turn

MOST_TURNS = 16
"""Of one report; a longer one is left as it is, without a reference."""
_TOWNS = 12
_MOST_DETAILS = 2
_SKIP = "/skip"


@dataclass(frozen=True, slots=True)
class Script:
    """How a conversation begins, and what is said where a place is asked for."""

    question: str
    report: str
    place: str
    last: str
    details: tuple[str, ...]
    """What is typed at the first questions that may be skipped; the further ones are skipped."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that a resident says in one conversation, in order."""

    turns: tuple[Turn, ...]
    was_filed: bool
    """Whether the product gave a reference for the report."""


def read_scripts(messages: Path, places: Sequence[str]) -> list[Script]:
    """One script for each report of the file; raises OSError, and ValueError when there are no places."""
    if not places:
        raise ValueError("the place pack names no towns")
    said = yaml.safe_load(messages.read_text(encoding="utf-8"))
    questions, details = said["questions"], tuple(said["details"])
    return [
        Script(
            question=questions[number % len(questions)],
            report=report.replace("{place}", places[number % len(places)]),
            place=places[number % len(places)],
            last=questions[(number * 7 + 3) % len(questions)],
            details=details[number % len(details) :][:_MOST_DETAILS] if number % 2 else (),
        )
        for number, report in enumerate(said["reports"])
    ]


def read_towns(pack: Path) -> list[str]:
    """The first towns that a place pack names, whose names no other place has; raises OSError."""
    found = [
        place
        for file in sorted((pack / "places").glob("*.yml"))
        for place in yaml.safe_load(file.read_text(encoding="utf-8"))["places"]
    ]
    names = [place["name"] for place in found]
    towns = [place["name"] for place in found if place["kind"] == "town"]
    return [town for town in towns if names.count(town) == 1][:_TOWNS]


async def rehearse(chat: Chat, client: aiohttp.ClientSession, script: Script) -> Conversation:
    """Hold a conversation with the product, answering whatever it asks, and return what was said.

    Raises BenchError and aiohttp.ClientError.
    """
    key = await chat.begin(client)
    turns = [Turn(script.question), Turn(script.report)]
    await chat.say(client, key, turns[0])
    answer = await chat.say(client, key, turns[1])
    details = list(script.details)
    while not is_filed(answer) and len(turns) < MOST_TURNS:
        turns.append(next_turn(answer, script.place, details))
        answer = await chat.say(client, key, turns[-1])
    was_filed = is_filed(answer)
    turns.append(Turn(script.last))
    await chat.say(client, key, turns[-1])
    return Conversation(tuple(turns), was_filed)


def is_filed(answer: dict[str, Any]) -> bool:
    """Whether the product's answer brings a reference."""
    return bool((answer.get("concern") or {}).get("reference"))


def next_turn(answer: dict[str, Any], place: str, details: list[str]) -> Turn:
    """What the resident says next: the first choice, the place where there is none, or one of the details.

    A detail that is given is taken off the list.
    """
    buttons = answer["messages"][-1]["buttons"]
    if not buttons:
        return Turn(place)
    if details and buttons[0]["payload"] == _SKIP:
        return Turn(details.pop(0))
    return Turn(buttons[0]["title"], buttons[0]["payload"])
