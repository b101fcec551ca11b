"""Rasa's memory of one conversation, which knows how much of it is stored and is quick to copy."""

from __future__ import annotations

import copy
from typing import Any, Self

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker


class StoredTracker(DialogueStateTracker):
    """A tracker that came from our store."""

    stored_events: int = 0
    """How many of its events the database holds already."""
    last_row: int | None = None
    """Id of the last of them; None while there is none."""

    _states: tuple[int, Domain, str, list[State]] | None = None

    def past_states(self, domain: Domain, *flags: Any, **more: Any) -> list[State]:
        """What the rules look at. Rasa lives through all events to find it, and asks twice a turn."""
        asked = (len(self.events), domain, repr((flags, more)))
        if self._states is None or self._states[:3] != asked:
            self._states = (*asked, super().past_states(domain, *flags, **more))
        # Copies, since Rasa takes away from them what one way of asking is not to see.
        return [{kind: dict(part) for kind, part in state.items()} for state in self._states[3]]

    def copy(self) -> Self:
        """A second tracker in the same state.

        Rasa makes one for every action by living through all events again; the state is the same.
        """
        twin = copy.copy(self)
        twin.events = self.events.copy()
        twin.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy.copy(self.active_loop)
        # As in Rasa's copies: what happens to them is not noted as the model's.
        twin.model_id = twin.assistant_id = None
        return twin
