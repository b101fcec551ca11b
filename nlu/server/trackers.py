"""Rasa's memory of one conversation, which knows how much of it is stored and is quick to copy."""

from __future__ import annotations

from typing import Any, Self

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.server.past_states import PastStates, twin_of


class StoredTracker(DialogueStateTracker):
    """A tracker that came from our store."""

    stored_events: int = 0
    """How many of its events the database holds already."""
    last_row: int | None = None
    """Id of the last of them; None while there is none."""

    _past: PastStates | None = None

    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """What the rules look at, of which only what is new is worked out."""
        states = None
        if not omit_unset_slots and not ignore_rule_only_turns:
            if self._past is None or self._past.domain is not domain:
                self._past = PastStates(domain)
            states = self._past.find(self)
        if states is None:
            found: list[State] = super().past_states(
                domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data
            )
            return found
        # Copies, since Rasa takes away from them what one way of asking is not to see.
        return [{kind: dict(part) for kind, part in state.items()} for state in states]

    def copy(self) -> Self:
        """A second tracker in the same state.

        Rasa makes one for every action by living through all events again; the state is the same.
        """
        twin = twin_of(self)
        twin._past = None
        # As in Rasa's copies: what happens to them is not noted as the model's.
        twin.model_id = twin.assistant_id = None
        return twin
