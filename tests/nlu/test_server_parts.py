"""Our parts of Rasa's server, held against the parts of Rasa that they replace."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pytest
from rasa.core.actions.action import Action, RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from nlu.encoder.given import GivenEmbeddings, as_text, from_text
from nlu.hub_channel import take_embedding
from nlu.server import replacements
from nlu.server.action_calls import HubAction
from nlu.server.endpoint import LastingEndpoint, connections
from nlu.server.graph_runner import PlannedGraphRunner
from nlu.server.processor import HubProcessor, answers_given
from nlu.server.remembered_rules import remember
from nlu.server.trackers import StoredTracker
from tests.nlu.dialogue_domain import DOMAIN


def conversation() -> list[Event]:
    return [
        ActionExecuted("action_listen"),
        UserUttered("hello", {"name": "greet"}, parse_data={"text": "hello", "intent": {"name": "greet"}}),
        ActionExecuted("action_answer"),
        BotUttered("Hello."),
        ActionExecuted("action_listen"),
        UserUttered(
            "a mattress",
            {"name": "report", "confidence": 0.9},
            [{"entity": "value", "value": "x"}],
            {
                "text": "a mattress",
                "intent": {"name": "report", "confidence": 0.9},
                "intent_ranking": [{"name": "report", "confidence": 0.9}] * 6,
            },
            metadata={"photos": ["p1"]},
        ),
        ActionExecuted("action_open"),
        ActiveLoop("report_form"),
        SlotSet("step", "place"),
        ActionExecuted("report_form"),
        ActionExecutionRejected("report_form"),
    ]


def tracker(kind: type[DialogueStateTracker] = StoredTracker) -> DialogueStateTracker:
    return kind.from_events("a", conversation(), DOMAIN.slots)


class TestStoredTracker:
    def test_a_copy_is_in_the_state_of_rasas_copy(self) -> None:
        ours, theirs = tracker().copy(), tracker(DialogueStateTracker).copy()
        for state in (ours.current_state(), theirs.current_state()):
            state.pop("latest_event_time")
        assert ours.current_slot_values() == theirs.current_slot_values()
        assert ours.active_loop == theirs.active_loop
        assert ours.latest_action == theirs.latest_action
        assert list(ours.events) == list(theirs.events)

    def test_what_happens_to_a_copy_does_not_happen_to_the_tracker(self) -> None:
        original = tracker()
        twin = original.copy()
        for event in (SlotSet("step", "time"), ActiveLoop(None), ActionExecuted("action_listen")):
            twin.update(event)
        assert original.get_slot("step") == "place"
        assert original.active_loop_name == "report_form"
        assert len(original.events) == len(twin.events) - 3

    def test_the_states_for_the_rules_are_rasas(self) -> None:
        ours, theirs = tracker(), tracker(DialogueStateTracker)
        for _ in range(2):
            assert ours.past_states(DOMAIN) == theirs.past_states(DOMAIN)
        ours.past_states(DOMAIN)[-1].clear()
        for one in (ours, theirs):
            one.update(ActionExecuted("action_listen"))
        assert ours.past_states(DOMAIN) == theirs.past_states(DOMAIN)


class TestHubAction:
    def test_it_sends_the_last_message_and_what_happened_since(self) -> None:
        call = HubAction("validate_report_form", None)._action_call_format(tracker(), DOMAIN)
        sent = call["tracker"]
        assert call["next_action"] == "validate_report_form"
        assert call["sender_id"] == "a"
        assert sent["latest_message"] == {
            "text": "a mattress",
            "intent": {"name": "report", "confidence": 0.9},
            "entities": [{"entity": "value", "value": "x"}],
            "metadata": {"photos": ["p1"]},
        }
        assert sent["active_loop"] == {"name": "report_form"}
        assert sent["slots"]["step"] == "place"
        assert sent["events"][0] == {"event": "user"}
        assert {"event": "action", "name": "action_open"} in sent["events"]
        assert "hello" not in str(call)

    @pytest.mark.parametrize("answer", [None, [], {}, {"events": 1, "responses": []}, {"events": [1]}])
    def test_it_refuses_what_is_no_answer(self, answer: Any) -> None:
        with pytest.raises(RasaException):
            HubAction("action_answer", None)._validate_action_result(answer)

    def test_it_takes_what_rasa_takes(self) -> None:
        answer = {"events": [{"event": "slot", "name": "step", "value": None}], "responses": [{"custom": {}}]}
        assert RemoteAction("action_answer", None)._validate_action_result(answer)
        assert HubAction("action_answer", None)._validate_action_result(answer)


class TestLastingEndpoint:
    def test_requests_share_a_session_that_stays_open(self) -> None:
        async def ask_twice() -> tuple[bool, bool]:
            endpoint = LastingEndpoint("http://127.0.0.1:1/", headers={"Authorization": "Bearer x"})
            async with endpoint.session() as first:
                pass
            async with endpoint.session() as second:
                result = first is second, second.closed
            await connections.close()
            return result

        assert asyncio.run(ask_twice()) == (True, False)


@dataclass
class Policy:
    """Counts how often the rules are really tried."""

    tried: int = 0
    asked: list[int] = field(default_factory=list)


class TestRememberedRules:
    LOOKUP: ClassVar = {
        '[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}]': "action_answer",
        '[{"prev_action": {"action_name": "action_open"}}, '
        '{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "report"}}]': "action_answer",
    }

    def find(self, policy: Policy, lookup: dict[str, str], states: list[Any]) -> set[str]:
        policy.tried += 1
        keys: set[str] = RulePolicy._get_possible_keys(_bare_policy(), lookup, states)
        return keys

    def test_it_finds_what_rasa_finds_and_tries_the_rules_once(self) -> None:
        find, policy = remember(self.find), Policy()
        listening = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}
        for text in ("hello", "hi there"):
            states = [{}, {"user": {}}, {**listening, "user": {"intent": "greet", "text": text}}]
            assert find(policy, self.LOOKUP, states) == self.find(Policy(), self.LOOKUP, states)
        assert policy.tried == 1

    def test_other_states_are_tried_again(self) -> None:
        find, policy = remember(self.find), Policy()
        for intent in ("greet", "report", "greet"):
            last = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": intent}}
            for states in ([last], [{"prev_action": {"action_name": "action_open"}}, last]):
                assert find(policy, self.LOOKUP, states) == self.find(Policy(), self.LOOKUP, states)
        assert policy.tried == 4


def _bare_policy() -> RulePolicy:
    return RulePolicy.__new__(RulePolicy)


class TestPlannedGraphRunner:
    def runner(self, kind: type[DaskGraphRunner]) -> DaskGraphRunner:
        def add(name: str) -> Any:
            return lambda *given: (name, sum(value for _, value in given) + 1)

        runner = kind.__new__(kind)
        needs = {"one": {"x": "input"}, "two": {"x": "one", "y": "input"}, "unasked": {"x": "two"}}
        runner._graph_schema = GraphSchema(
            {
                name: SchemaNode(needs=need, uses=object, constructor_name="", fn="", config={})
                for name, need in needs.items()
            }
        )
        runner._instantiated_nodes = {name: add(name) for name in needs}
        runner._execution_context = None
        return runner

    def test_it_gives_what_dask_gives(self) -> None:
        for value in (1, 5):
            given = {"input": value}, ["two"]
            ours = self.runner(PlannedGraphRunner).run(*given)
            assert ours == self.runner(DaskGraphRunner).run(*given) == {"two": 2 * value + 2}


class TestGivenEmbeddings:
    def test_not_a_digit_is_lost_on_the_way(self) -> None:
        embedding = np.random.default_rng(1).normal(size=768).astype(np.float32)
        assert np.array_equal(from_text(as_text(embedding)), embedding)

    def test_one_is_taken_once_and_by_its_own_encoder(self) -> None:
        given, embedding = GivenEmbeddings(), np.ones(4, np.float32)
        given.give("e1", "hello", embedding)
        assert given.take("e2", "hello", 4) is None
        assert given.take("e1", "hello", 4) is embedding
        assert given.take("e1", "hello", 4) is None

    @pytest.mark.parametrize("sent", [None, {}, {"encoder": "e"}, {"encoder": "e", "values": "no base64"}])
    def test_what_is_unreadable_is_left_aside(self, sent: Any) -> None:
        take_embedding("hello", sent)


class TestReplacements:
    def test_they_take_rasas_places_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import rasa.core.actions.action
        import rasa.core.actions.forms
        import rasa.core.agent

        for module, name in (
            (rasa.core.actions.action, "RemoteAction"),
            (rasa.core.actions.forms, "RemoteAction"),
            (rasa.core.agent, "MessageProcessor"),
            (RulePolicy, "_get_possible_keys"),
            (Event, "resolve_by_type"),
        ):
            monkeypatch.setattr(module, name, getattr(module, name))
        replacements.install()
        remembering = RulePolicy._get_possible_keys
        replacements.install()
        assert (
            rasa.core.actions.action.action_for_name_or_text("action_open", DOMAIN, None).__class__
            is HubAction
        )
        assert rasa.core.actions.forms.RemoteAction is HubAction
        assert rasa.core.agent.MessageProcessor.__module__ == "nlu.server.processor"
        assert RulePolicy._get_possible_keys is remembering


class TestAnswersGiven:
    def given(self, events: list[Event], message_id: int) -> list[dict[str, Any]] | None:
        tracker = StoredTracker.from_events("a", events, DOMAIN.slots)
        message = UserMessage("a mattress", None, "a", metadata={"message": message_id})
        return answers_given(tracker, message)

    def events(self) -> list[Event]:
        return [
            UserUttered("hello", {"name": "greet"}, metadata={"message": 7}),
            BotUttered(None, {"custom": {"text": "Hello."}}),
            ActionExecuted("action_listen"),
            UserUttered("a mattress", {"name": "report"}, metadata={"message": 8}),
            BotUttered(None, {"custom": {"text": "Heard."}}),
            ActionExecuted("action_open"),
            BotUttered(None, {"custom": {"text": "Where?"}}),
            ActionExecuted("action_listen"),
        ]

    def test_the_message_that_it_ended_with_gets_its_answers_again(self) -> None:
        given = self.given(self.events(), 8)
        assert given is not None
        assert [answer["custom"]["text"] for answer in given] == ["Heard.", "Where?"]

    @pytest.mark.parametrize("message_id", [7, 9])
    def test_any_other_is_a_new_one(self, message_id: int) -> None:
        assert self.given(self.events(), message_id) is None

    def test_a_message_without_a_number_is_always_new(self) -> None:
        tracker = StoredTracker.from_events("a", [UserUttered("hello")], DOMAIN.slots)
        assert answers_given(tracker, UserMessage("hello", None, "a")) is None


class FailingAction(Action):
    """Fails as a call of the hub does that isn't answered."""

    def name(self) -> str:
        return "action_open"

    async def run(self, *_: Any, **__: Any) -> list[Event]:
        raise RasaException("the hub is gone")


class TestRunAction:
    def test_an_action_that_fails_fails_the_message(self) -> None:
        processor = HubProcessor.__new__(HubProcessor)
        processor.domain = DOMAIN
        prediction = PolicyPrediction.for_action_name(DOMAIN, "action_open")
        asked = tracker()
        before = len(asked.events)
        with pytest.raises(RasaException):
            asyncio.run(processor._run_action(FailingAction(), asked, None, None, prediction))
        assert len(asked.events) == before


class TestHubProcessor:
    def test_a_pressed_button_needs_no_model(self) -> None:
        processor = HubProcessor.__new__(HubProcessor)
        processor.domain = DOMAIN
        parsed = processor._parse_message_with_graph(UserMessage('/report{"value": "x"}'), tracker())
        assert parsed["intent"] == {"name": "report", "confidence": 1.0}
        assert [(entity["entity"], entity["value"]) for entity in parsed["entities"]] == [("value", "x")]
        assert parsed["text"] == '/report{"value": "x"}'
