"""A trial: many conversations at once while everything falls over, and then what is found."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT
from tests.conversations.product import Product
from tests.faults.findings import Findings, examine, is_settled
from tests.faults.hub_process import MESSENGER_VARIABLE
from tests.faults.messenger import Messenger
from tests.faults.talkers import MessengerTalker, Talk, Talks, WebTalker
from tests.faults.troubles import Troubles

KILLS = ("kill_hub", "kill_rasa", "kill_both", "stop_and_start")
DISTURBANCES = ("messenger_busy", "messenger_broken", "messenger_hangs_up", "lock_database")
_SETTLE_SECONDS = 120.0
#: So many messages at most are on their way when a hub is killed.
_SENT_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of it."""

    conversations: int
    at_once: int
    seed: int
    pause_seconds: tuple[float, float] = (0.3, 2.0)
    bad_day_seconds: float = 2.0
    kinds: tuple[str, ...] = (*KILLS, *DISTURBANCES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    findings: Findings
    happened: Counter[str]
    kept: int
    """Conversations that a person has to look at, since understanding was down."""
    sent_twice: list[str]
    """Keys of messages that reached somebody twice: killed between delivering and writing it down."""
    seconds: float


def run_trial(
    home: Path, models: Path, encoder: Path, plan: Plan, say: Callable[[str], None] = lambda _line: None
) -> Outcome:
    """Have all conversations, half over the web and half over a messenger; raises ProductError."""
    began = time.monotonic()
    messenger = Messenger()
    command = [sys.executable, "-m", "tests.faults.hub_process"]
    product = Product(home, models, encoder, command, RASA_TIMEOUT_SECONDS=8)
    product.environment[MESSENGER_VARIABLE] = messenger.address
    product.environment["PYTHONPATH"] = str(ROOT)
    dice = random.Random(plan.seed)  # noqa: S311  to be repeatable
    troubles = Troubles(product, messenger, random.Random(plan.seed + 1), plan.bad_day_seconds)  # noqa: S311
    product.start()
    try:
        making = threading.Thread(target=troubles.make, args=(plan.kinds, plan.pause_seconds))
        making.start()
        try:
            talks = _talk(plan, [WebTalker(product.address), MessengerTalker(messenger)], dice, say)
        finally:
            troubles.end()
            making.join()
        _settle(product)
        found = examine(product.database, talks)
        found.corrupted += troubles.failed
        found.doubled += _too_often(messenger, troubles)
    finally:
        product.stop()
        messenger.close()
    kept = sum(talk.is_kept for talk in talks)
    return Outcome(found, troubles.happened, kept, messenger.sent_twice, time.monotonic() - began)


def _talk(plan: Plan, ways: list[Talks], dice: random.Random, say: Callable[[str], None]) -> list[Talk]:
    talks = [Talk(f"{number:04d}") for number in range(1, plan.conversations + 1)]
    with ThreadPoolExecutor(plan.at_once) as people:
        begun = {
            people.submit(ways[n % len(ways)].talk, talk, random.Random(dice.random())): talk  # noqa: S311
            for n, talk in enumerate(talks)
        }
        for done, ended in enumerate(as_completed(begun), 1):
            if (error := ended.exception()) is not None:
                begun[ended].problem = f"{type(error).__name__}: {error}"
            say(f"{done} of {plan.conversations} conversations")
    return talks


def _too_often(messenger: Messenger, troubles: Troubles) -> list[str]:
    """What was delivered more often than a kill between delivering and writing that down explains."""
    kills = troubles.happened["kill_hub"] + troubles.happened["kill_both"]
    twice = messenger.sent_twice
    return [f"{key} was delivered twice" for key in twice[kills * _SENT_AT_ONCE :]]


def _settle(product: Product) -> None:
    """Wait until all is quiet; what isn't by then is found."""
    product.wait_until_ready()
    end = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < end and not is_settled(product.database):
        time.sleep(0.2)
