"""Calls the hub's actions: sends what they look at, over a connection that stays, and trusts the answer."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

_SEEN = ("text", "intent", "entities", "metadata")


class HubAction(RemoteAction):
    """An action that runs in the hub, which has sent us the message and waits for what comes of it."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        """What actions/base.py and actions/report.py read; Rasa would send every event there ever was."""
        return {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": {
                "sender_id": tracker.sender_id,
                "slots": tracker.current_slot_values(),
                "latest_message": _message(tracker.latest_message),
                "events": _since_message(tracker),
                "active_loop": {"name": tracker.active_loop_name} if tracker.active_loop_name else {},
                "paused": tracker.is_paused(),
                "followup_action": tracker.followup_action,
                "latest_action_name": tracker.latest_action_name,
            },
        }

    def _validate_action_result(self, result: Any) -> bool:
        """Rasa holds each answer against a JSON schema, and that against the schema of schemas.

        The hub's own executor makes the answer; events that make no sense are refused when they are read.
        """
        if not (
            isinstance(result, dict)
            and _is_list_of_objects(result.get("events"))
            and _is_list_of_objects(result.get("responses"))
        ):
            raise RasaException(f"the hub's answer to '{self._name}' is no answer of an action")
        return True


def _message(message: UserUttered | None) -> dict[str, Any]:
    if message is None:
        return {}
    seen = {name: message.parse_data[name] for name in _SEEN if name in message.parse_data}
    return {**seen, "entities": message.entities, "metadata": message.metadata}


def _since_message(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The resident's last message and what happened since, by name only."""
    found: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        found.append(_named(event))
        if isinstance(event, UserUttered):
            break
    return found[::-1]


def _named(event: Event) -> dict[str, Any]:
    name = getattr(event, "action_name", None)
    return {"event": event.type_name, "name": name} if name else {"event": event.type_name}


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
