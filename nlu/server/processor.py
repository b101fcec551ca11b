"""Rasa's processor of messages, without what it does only for set-ups that aren't ours."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.events import ActionExecutionRejected, BotUttered, Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name
from rasa.utils.endpoints import EndpointConfig

from nlu.server.endpoint import LastingEndpoint
from nlu.server.graph_runner import PlannedGraphRunner
from nlu.server.trackers import StoredTracker

_NO_INTENT = {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}


class HubProcessor(MessageProcessor):
    """Takes messages as Rasa's does."""

    def __init__(self, *arguments: Any, action_endpoint: EndpointConfig | None = None, **more: Any) -> None:
        """`action_endpoint` is the hub."""
        lasting = LastingEndpoint.like(action_endpoint) if action_endpoint else None
        super().__init__(*arguments, action_endpoint=lasting, **more)
        # Rasa and the model are there for good: no need to look through them for garbage again and again.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        # A message makes some ten thousand objects, nearly all gone when it is answered.
        gc.set_threshold(20_000)

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        """As Rasa's, for the file of a model, with our runner."""
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            metadata, runner = loader.load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, PlannedGraphRunner
            )
        return Path(model_path).name, metadata, runner

    async def get_tracker(self, conversation_id: str) -> DialogueStateTracker:
        """The conversation, as Rasa's; a new one is stored with its first message, not before it."""
        tracker = await self.tracker_store.retrieve(conversation_id)
        if tracker is None:
            tracker = StoredTracker(conversation_id, self.domain.slots)
        tracker.model_id = self.model_metadata.model_id
        if tracker.assistant_id is None:
            tracker.assistant_id = self.model_metadata.assistant_id
        return tracker

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """As Rasa's; a message that this conversation ended with already gets its answers again.

        The hub sends one again when it was stopped before it had the answers.
        """
        tracker = await self.get_tracker(message.sender_id)
        collected: list[dict[str, Any]] = message.output_channel.messages
        answers = answers_given(tracker, message)
        if answers is not None:
            collected.extend(answers)
            return collected
        await self._update_tracker_session(tracker, message.output_channel, message.metadata)
        await self._handle_message_with_tracker(message, tracker)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        await self.save_tracker(tracker)
        return collected

    async def _update_tracker_session(
        self,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """As Rasa's, which lives through the whole conversation to see whether anything happened in it."""
        has_begun = bool(tracker.events) and not isinstance(tracker.events[-1], Restarted)
        if has_begun and not self.domain.session_config.are_sessions_enabled():
            return
        await super()._update_tracker_session(tracker, output_channel, metadata)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As Rasa's, but an action that fails fails the message, of which nothing is stored then.

        Rasa would go on as if the action had said and changed nothing, and the hub could not try again.
        """
        temporary = tracker.copy()
        temporary.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, temporary, self.domain)
        except ActionExecutionRejection:
            tracker.update(
                ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            )
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

    def _parse_message_with_graph(
        self, message: UserMessage, tracker: DialogueStateTracker, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """As Rasa's, but a pressed button says its intent itself: it isn't read as words first."""
        if not (message.text or "").startswith(INTENT_MESSAGE_PREFIX):
            parsed: dict[str, Any] = super()._parse_message_with_graph(
                message, tracker, only_output_properties
            )
            return parsed
        (pressed,) = RegexMessageHandler().process([Message({TEXT: message.text})], self.domain)
        return {TEXT: "", INTENT: _NO_INTENT, ENTITIES: [], **pressed.as_dict(only_output_properties)}

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Nothing: training has checked that the domain has every intent; Rasa makes a domain to check it."""

    async def run_anonymization_pipeline(self, tracker: DialogueStateTracker) -> None:
        """Nothing: Rasa would read the conversation back to find what is new to publish; we publish none."""


def answers_given(tracker: DialogueStateTracker, message: UserMessage) -> list[dict[str, Any]] | None:
    """What was answered to the message, if it is the one that the conversation ended with; else None."""
    given: list[dict[str, Any]] = []
    message_id = (message.metadata or {}).get("message")
    for event in reversed(tracker.events if message_id is not None else ()):
        if isinstance(event, UserUttered):
            return given[::-1] if (event.metadata or {}).get("message") == message_id else None
        if isinstance(event, BotUttered):
            given.append({"recipient_id": message.sender_id, **_said(event)})
    return None


def _said(event: BotUttered) -> dict[str, Any]:
    """As the collecting channel had it: all of ours is under `custom`."""
    custom = (event.data or {}).get("custom")
    return {"custom": custom} if custom is not None else {"text": event.text}
