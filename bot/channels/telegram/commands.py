"""Commands and deep links: what each means as a message to the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.telegram.updates import Command
from bot.channels.telegram.words import TelegramWords
from bot.domain.categories import Category

#: Command -> the payload that Rasa's rules take, as if a button with it had been pressed.
PAYLOADS = {
    "report": '/choose{"value": "start_report"}',
    "status": "/ask_status",
    "advice": '/choose{"value": "list_advice"}',
    "subscribe": "/subscribe",
    "survey": "/take_survey",
    "language": "/ask_language",
    "privacy": "/ask_privacy",
    "delete": "/delete_data",
    "start": "/greet",
}
#: As the menu lists them; the last three are answered by the channel, without the conversation.
LISTED = (
    "report",
    "status",
    "advice",
    "subscribe",
    "survey",
    "language",
    "privacy",
    "delete",
    "help",
    "stop",
)
ALL = (*LISTED, "start")
_SURVEY_ID = re.compile(r"[a-z0-9_]{1,40}")
_REPORTABLE = {category.value for category in Category}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a command says to the conversation: words or a button."""

    text: str = ""
    payload: str | None = None


def describe(words: TelegramWords) -> list[tuple[str, str]]:
    """Every command with what the menu says of it."""
    return [(name, words.text(f"command_{name}")) for name in ALL]


def help_text(words: TelegramWords, first: str) -> str:
    """What can be chosen, after the sentence `first`."""
    lines = [f"/{name} - {words.text(f'command_{name}')}" for name in LISTED]
    return "\n".join([words.text(first), *lines, "", words.text("help_end")])


def understand(command: Command) -> Meant | None:
    """What a command means; None for one that there isn't, or that the channel answers by itself."""
    if command.name == "start" and command.rest:
        return _deep_link(command.rest.split()[0])
    payload = PAYLOADS.get(command.name)
    if payload is None:
        return None
    # Whoever goes on after it has said what it is about.
    return Meant(text=command.rest) if command.rest else Meant(payload=payload)


def _deep_link(given: str) -> Meant:
    """What `t.me/<bot>?start=<given>` means: report[_<category>], survey_<id>, lf_<reference>."""
    kind, _, of = given.partition("_")
    read = _LINKS.get(kind.casefold())
    return read(of) if read else Meant(payload=PAYLOADS["start"])


def _report(category: str) -> Meant:
    if category in _REPORTABLE:
        return Meant(payload=f"/report_{category}")
    return Meant(payload=PAYLOADS["report"])


def _reference(of: str) -> Meant:
    """A reference is as good as written; one that is wrong gets the answer for that."""
    return Meant(text=of if of.upper().startswith("LF") else f"LF-{of}")


def _survey(survey_id: str) -> Meant:
    if _SURVEY_ID.fullmatch(survey_id):
        return Meant(payload=f'/choose{{"value": "survey:open:{survey_id}"}}')
    return Meant(payload=PAYLOADS["survey"])


_LINKS: dict[str, Callable[[str], Meant]] = {
    "report": _report,
    "survey": _survey,
    "lf": _reference,
}
