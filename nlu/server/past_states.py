"""The states that a conversation went through, of which only what is new is worked out.

Rasa lives through the whole conversation again whenever it asks its rules what comes next, so that each
message costs more than the one before it.
"""

from __future__ import annotations

import copy
from itertools import islice
from typing import NamedTuple

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
)
from rasa.shared.core.trackers import DialogueStateTracker

_POINTS = 4
"""How many of the last actions can be gone back to: what a form takes back lies behind its last run."""


class _Point(NamedTuple):
    """A tracker as it was before an action."""

    lived: int
    """How many of the events that count it has lived through."""
    states: int
    """How many states there were before."""
    tracker: DialogueStateTracker


class PastStates:
    """What Rasa's `applied_events` and `past_states` find for a tracker, from one asking to the next."""

    def __init__(self, domain: Domain) -> None:
        """The states are those that this domain sees."""
        self.domain = domain
        self._forget()

    def find(self, tracker: DialogueStateTracker) -> list[State] | None:
        """The states, as Rasa finds them; None where something was taken back, which only Rasa follows."""
        counting = self._count(tracker)
        return None if counting is None else self._live(tracker, counting)

    def _count(self, tracker: DialogueStateTracker) -> list[Event] | None:
        """The events that count, as `DialogueStateTracker.applied_events` has them."""
        if self._read > len(tracker.events) or (
            self._read and tracker.events[self._read - 1] is not self._last
        ):
            self._forget()
        new = list(islice(tracker.events, self._read, None))
        if not _loops(new) <= self._loops and self._read:
            # What is a loop changes how the events before count too.
            self._forget()
            new = list(tracker.events)
        self._loops |= _loops(new)
        if any(isinstance(event, ActionReverted | UserUtteranceReverted) for event in new):
            self._forget()
            return None
        for event in new:
            self._count_one(tracker, event)
        self._read = len(tracker.events)
        self._last = new[-1] if new else self._last
        return self._counting

    def _count_one(self, tracker: DialogueStateTracker, event: Event) -> None:
        if isinstance(event, Restarted | SessionStarted):
            self._counting = []
        elif (
            isinstance(event, ActionExecuted)
            and event.action_name in self._loops
            and not tracker._first_loop_execution_or_unhappy_path(event.action_name, self._counting)
        ):
            tracker._undo_till_previous_loop_execution(event.action_name, self._counting)
        else:
            self._counting.append(event)

    def _live(self, tracker: DialogueStateTracker, counting: list[Event]) -> list[State]:
        """Go on from the last point up to which nothing has changed."""
        same = next(
            (n for n, (old, new) in enumerate(zip(self._lived, counting, strict=False)) if old is not new),
            min(len(self._lived), len(counting)),
        )
        self._points = [point for point in self._points if point.lived <= same]
        if self._points:
            start, known, past = self._points.pop()
        else:
            start, known, past = 0, 0, tracker.init_copy()
        states = self._states[:known]
        for event in islice(counting, start, None):
            if isinstance(event, ActionExecuted):
                self._points.append(_Point(start, len(states), twin_of(past)))
                states.append(self._see(past))
            past.update(event)
            start += 1
        self._points = self._points[-_POINTS:]
        self._lived, self._states = list(counting), states
        return [*states, self._see(past)]

    def _see(self, past: DialogueStateTracker) -> State:
        return self.domain._clean_state(self.domain.get_active_state(past, omit_unset_slots=False))

    def _forget(self) -> None:
        self._read = 0
        self._last: Event | None = None
        self._loops: set[str] = set()
        self._counting: list[Event] = []
        self._lived: list[Event] = []
        self._points: list[_Point] = []
        self._states: list[State] = []


def _loops(events: list[Event]) -> set[str]:
    return {event.name for event in events if isinstance(event, ActiveLoop) and event.name}


def twin_of[T: DialogueStateTracker](tracker: T) -> T:
    """A second tracker in the same state, for which nothing is lived through again."""
    twin = copy.copy(tracker)
    twin.events = tracker.events.copy()
    twin.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
    twin.active_loop = copy.copy(tracker.active_loop)
    return twin
