"""Whether a conversation begins anew: seen from its last event, and as Rasa sees it from all of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain, SessionConfig
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.server.processor import HubProcessor
from nlu.server.trackers import StoredTracker
from tests.nlu.dialogue_domain import DOMAIN

MINUTES = 60
BEGUN: list[Event] = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    ActionExecuted("action_listen"),
    UserUttered("hello", {"name": "greet"}, timestamp=1.0),
    ActionExecuted("action_listen"),
]


def domain(minutes: float) -> Domain:
    """The domain of these tests, whose sessions end after so many minutes without a message; 0 is never."""
    given = Domain.from_dict(DOMAIN.as_dict())
    given.session_config = SessionConfig(minutes, carry_over_slots=True)
    return given


def begins_anew(kind: type[MessageProcessor], events: list[Event], minutes: float) -> bool:
    """Whether a session begins when the next message comes."""
    processor = kind.__new__(kind)
    processor.domain = domain(minutes)
    begun: list[DialogueStateTracker] = []

    async def note(action: Any, tracker: DialogueStateTracker, **_: Any) -> None:
        begun.append(tracker)

    processor._get_action = lambda _name: None
    processor._run_action = note
    processor.nlg = None
    tracker = StoredTracker.from_events("a", events, DOMAIN.slots)
    asyncio.run(processor._update_tracker_session(tracker, CollectingOutputChannel()))
    return bool(begun)


@pytest.mark.parametrize("minutes", [0, MINUTES])
@pytest.mark.parametrize(
    "events",
    [[], BEGUN, [*BEGUN, Restarted()], [*BEGUN, Restarted(), ActionExecuted("action_listen")]],
    ids=["nothing", "begun", "restarted", "going on"],
)
def test_it_begins_anew_when_rasa_would_begin_it(events: list[Event], minutes: float) -> None:
    assert begins_anew(HubProcessor, events, minutes) is begins_anew(MessageProcessor, events, minutes)


def test_a_session_that_never_ends_goes_on() -> None:
    assert not begins_anew(HubProcessor, BEGUN, 0)
    assert begins_anew(HubProcessor, BEGUN, MINUTES)
