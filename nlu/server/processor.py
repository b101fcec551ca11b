"""Rasa's processor of messages, without what it does only for set-ups that aren't ours."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
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
