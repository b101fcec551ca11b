"""Holds a conversation with the product and checks every answer, and what was stored."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Protocol

from bot.domain.spoken import speaking
from tests.conversations.filed import Filed, read_filed
from tests.conversations.phrasebook import phrasebook, place_pack, says, titles
from tests.conversations.resident import Answer
from tests.conversations.script import Conversation, Turn

_REFERENCE = re.compile(r"LF-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_LONGEST_MESSAGE = 1200
_NEVER = ("utter_", "None", "{", "}", "/choose", "  ", "..")


class Talks(Protocol):
    """Somebody with a conversation, on whichever channel."""

    def say(self, text: str) -> Answer:
        """Write something."""

    def press(self, title: str) -> Answer:
        """Press a button of the latest answer."""

    def share(self, latitude: float, longitude: float) -> Answer:
        """Share a location."""

    def send_payload(self, payload: str) -> Answer:
        """Press a button of an older answer."""


def tell(resident: Talks, conversation: Conversation, database: Path) -> None:
    """Say every turn in order; fails at the first answer that isn't as it should be."""
    so_far: list[str] = []
    for turn in conversation.turns:
        answer = _do(resident, turn, conversation.is_typed)
        so_far += [f"R: {turn}", *(f"B: {m['text']} {list(_titles(m))}" for m in answer.messages)]
        with speaking(turn.language):
            problems = [*_problems(answer), *_differences(answer, turn)]
        if turn.files is not None and answer.concern is not None:
            problems += _stored_differences(read_filed(database, answer.reference), turn.files)
        assert not problems, "\n".join([*problems, "--", *so_far])


def _do(resident: Talks, turn: Turn, is_typed: bool) -> Answer:
    if turn.say is not None:
        return resident.say(turn.say)
    if turn.press is not None:
        return resident.say(turn.press) if is_typed else resident.press(turn.press)
    if turn.share is not None:
        return resident.share(*turn.share)
    return resident.send_payload(str(turn.payload))


def _problems(answer: Answer) -> list[str]:
    """What no answer may ever be."""
    found = [] if answer.messages else ["nothing was answered"]
    for message in answer.messages:
        text = message["text"]
        found += [f"{what!r} in: {text}" for what in _NEVER if what in text]
        if len(text) > _LONGEST_MESSAGE:
            found.append(f"too long: {text}")
    texts = [message["text"] for message in answer.messages]
    if len(texts) != len(set(texts)):
        found.append("the same thing was said twice")
    return found


def _differences(answer: Answer, turn: Turn) -> list[str]:
    found = []
    if turn.danger != answer.is_danger:
        found.append(f"danger is {answer.is_danger}")
    if turn.asks is not None and not says(turn.asks, answer.last):
        found.append(f"{turn.asks} was not asked")
    found += [f"{name} was not said" for name in turn.hears if not says(name, answer.text)]
    text = answer.text.casefold()
    found += [f"{word!r} was not said" for word in turn.words if word.casefold() not in text]
    found += [f"{word!r} was said" for word in turn.unsaid if _is_said(word, answer.text)]
    wanted = titles(turn.buttons_of) if turn.buttons_of else turn.buttons
    if wanted is not None and list(answer.buttons) != wanted:
        found.append(f"the choices were {list(answer.buttons)}, not {wanted}")
    if (turn.files is not None) != (answer.concern is not None and turn.files is not None):
        found.append("nothing was filed")
    if turn.files is None and _REFERENCE.search(answer.text) and answer.concern and "Sent" in answer.text:
        found.append("something was filed")
    return found


def _is_said(word: str, text: str) -> bool:
    return says(word[1:], text) if word.startswith("=") else word.casefold() in text.casefold()


def _stored_differences(filed: Filed, wanted: dict[str, Any]) -> list[str]:
    """How what is stored differs from what a turn says."""
    stored: dict[str, Any] = {
        **filed.facts,
        **filed.concern,
        "lead": filed.lead,
        "partners": sorted(filed.partners),
        "intent": filed.intent,
        "is_chosen": filed.is_chosen,
    }
    expected = {**wanted, **({"partners": sorted(wanted["partners"])} if "partners" in wanted else {})}
    found = [
        f"{name} is {stored.get(name)!r}, not {value!r}"
        for name, value in expected.items()
        if not _is_alike(stored.get(name), value)
    ]
    directory = place_pack().directory
    for agency in (filed.lead, *filed.partners):
        if directory.find_agency(agency) is None:
            found.append(f"{agency} is not in the place pack")
    if not filed.model or not 0 <= filed.confidence <= 1:
        found.append(f"understood by {filed.model!r} with {filed.confidence}")
    if not filed.concern["why"]:
        found.append("nothing says why it went there")
    return found


def _is_alike(stored: Any, wanted: Any) -> bool:
    """Equal; a wanted text that begins with `~` need only be in the stored one."""
    if isinstance(wanted, str) and wanted.startswith("~"):
        return wanted[1:].casefold() in str(stored or "").casefold()
    return bool(stored == wanted)


def _titles(message: dict[str, Any]) -> list[str]:
    return [str(button["title"]) for button in message["buttons"]]


def sentence(name: str, **words: str) -> str:
    """A sentence of domain.yml with its words filled in."""
    return phrasebook().text(name, **words)
