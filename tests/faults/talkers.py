"""Residents who report a pothole while everything falls over, and don't give up until they are answered."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from tests.conversations.phrasebook import says
from tests.faults.messenger import Delivered, Messenger

ANSWERS = ("skip", "here", "send it")
QUESTIONS = ("step_photo", "step_contact", "step_check", "report_sent")
"""What is said last to the first message, and to each of the answers."""
#: Everything may have to be started again several times in between.
PATIENCE_SECONDS = 300.0
_PAUSE_SECONDS = 0.2


@dataclass(slots=True)
class Talk:
    """How a conversation went."""

    name: str
    sent: list[str] = field(default_factory=list)
    """What was written, in order."""
    is_kept: bool = False
    """Whether the resident was told that a person will look at it."""
    problem: str | None = None
    """What they can't have been meant to hear."""

    @property
    def report(self) -> str:
        """The words of the first message, like no other's."""
        return f"big pothole number {self.name} on Lonsdale Street in Workington burst my tyre"

    @property
    def messages(self) -> tuple[str, ...]:
        """The report as far as it is told by words."""
        return (self.report, *ANSWERS)

    def hear(self, question: str, said: str) -> bool:
        """Take an answer in; whether the conversation goes on."""
        if says("down", said) or says("down_added", said):
            self.is_kept = True
        elif not says(question, said):
            self.problem = f"not {question}: {said[:160]!r}"
        return not self.is_kept and self.problem is None


class Talks(Protocol):
    """A way of talking."""

    def talk(self, talk: Talk, dice: random.Random) -> None:
        """Have the conversation to its end; raises TimeoutError when an answer never comes."""


@dataclass(slots=True)
class WebTalker:
    """Sends each message again, as the same, until it is answered."""

    address: str

    def talk(self, talk: Talk, dice: random.Random) -> None:
        """Over the JSON interface."""
        with httpx.Client(base_url=self.address, timeout=30, trust_env=False) as client:
            token = _insist(client, "/api/chat/sessions", {})["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            for number, (text, question) in enumerate(zip(talk.messages, QUESTIONS, strict=True)):
                time.sleep(dice.uniform(0, 2 * _PAUSE_SECONDS))
                talk.sent.append(text)
                said = _insist(client, "/api/chat/messages", {"text": text, "id": f"m{number}"})
                if not talk.hear(question, "\n".join(message["text"] for message in said["messages"])):
                    return


def _insist(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            answer = client.post(path, json=body)
            if answer.status_code < httpx.codes.BAD_REQUEST:
                return dict(answer.json())
        except httpx.HTTPError:
            pass
        time.sleep(_PAUSE_SECONDS)
    raise TimeoutError(f"{path} was never answered")


@dataclass(slots=True)
class MessengerTalker:
    """Writes once, and waits for what is delivered."""

    messenger: Messenger

    def talk(self, talk: Talk, dice: random.Random) -> None:
        """Over the messenger."""
        for text, question in zip(talk.messages, QUESTIONS, strict=True):
            time.sleep(dice.uniform(0, 2 * _PAUSE_SECONDS))
            heard = len(self.messenger.of(talk.name))
            talk.sent.append(text)
            self.messenger.write(talk.name, text)

            def is_answered(all_of_it: list[Delivered], since: int = heard, asked: str = question) -> bool:
                said = "\n".join(message.text for message in all_of_it[since:])
                return any(says(name, said) for name in (asked, "down", "down_added"))

            try:
                delivered = self.messenger.wait_for(talk.name, is_answered, PATIENCE_SECONDS)
            except TimeoutError:
                said = [message.text[:80] for message in self.messenger.of(talk.name)[heard:]]
                talk.problem = f"no {question} came, but {said}"
                return
            if not talk.hear(question, "\n".join(message.text for message in delivered[heard:])):
                return
