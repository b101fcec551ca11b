"""The states that the rules look at, worked out for what is new only, held against Rasa's at every event."""

import random
from collections.abc import Callable

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.server.trackers import StoredTracker
from tests.nlu.dialogue_domain import DOMAIN

#: What happens, the usual more often; `n` makes each event another one.
HAPPENINGS: list[tuple[int, Callable[[int], list[Event]]]] = [
    (6, lambda n: [ActionExecuted("action_listen"), words("report", n)]),
    (2, lambda n: [ActionExecuted("action_listen"), words("greet", n)]),
    (6, lambda _: [ActionExecuted("report_form")]),
    (2, lambda _: [ActionExecuted("report_form"), ActiveLoop("report_form")]),
    (1, lambda _: [ActionExecuted("other_form"), ActiveLoop("other_form")]),
    (2, lambda _: [ActiveLoop(None)]),
    (3, lambda n: [SlotSet("step", f"step {n}")]),
    (1, lambda n: [SlotSet("told", n % 2 == 0)]),
    (2, lambda _: [ActionExecutionRejected("report_form")]),
    (1, lambda _: [LoopInterrupted(True)]),
    (2, lambda _: [ActionExecuted("action_answer"), BotUttered("Yes.")]),
    (1, lambda _: [FollowupAction("action_open")]),
    (1, lambda _: [Restarted()]),
    (1, lambda _: [ActionExecuted("action_session_start"), SessionStarted()]),
    (1, lambda _: [ActionReverted()]),
    (1, lambda _: [UserUtteranceReverted()]),
]


def words(intent: str, n: int) -> UserUttered:
    data = {"text": f"{intent} {n}", "intent": {"name": intent}}
    return UserUttered(f"{intent} {n}", {"name": intent}, [{"entity": "value", "value": str(n)}], data)


def happen(seed: int, length: int) -> list[Event]:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    kinds = chance.choices(
        [make for _, make in HAPPENINGS], weights=[weight for weight, _ in HAPPENINGS], k=length
    )
    return [event for n, make in enumerate(kinds) for event in make(n)]


def rasas(events: list[Event]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = DialogueStateTracker.from_events("a", events, DOMAIN.slots).past_states(
        DOMAIN
    )
    return found


@pytest.mark.parametrize("seed", range(30))
def test_they_are_rasas_after_every_event(seed: int) -> None:
    events = happen(seed, 40)
    ours = StoredTracker("a", DOMAIN.slots)
    for n, event in enumerate(events):
        ours.update(event)
        assert ours.past_states(DOMAIN) == rasas(events[: n + 1])


@pytest.mark.parametrize("seed", range(30, 40))
def test_they_are_rasas_when_they_are_asked_for_now_and_then(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    events = happen(seed, 60)
    ours = StoredTracker("a", DOMAIN.slots)
    for n, event in enumerate(events):
        ours.update(event)
        if chance.random() < 0.2:
            assert ours.past_states(DOMAIN) == rasas(events[: n + 1])


def test_a_copy_has_states_of_its_own() -> None:
    ours = StoredTracker.from_events("a", happen(3, 12), DOMAIN.slots)
    before = ours.past_states(DOMAIN)
    twin = ours.copy()
    twin.update(words("report", 99))
    assert twin.past_states(DOMAIN) != before
    assert ours.past_states(DOMAIN) == before


def test_another_domain_sees_other_states() -> None:
    smaller = Domain.from_yaml("intents: [greet]\nactions: [action_answer]")
    ours = StoredTracker("a", DOMAIN.slots)
    for event in happen(4, 12):
        ours.update(event)
    first = ours.past_states(DOMAIN)
    assert ours.past_states(smaller) != first
    assert ours.past_states(DOMAIN) == first


def test_only_what_is_new_is_lived_through(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = StoredTracker("a", DOMAIN.slots)
    begun: list[Event] = [ActionExecuted("report_form"), ActiveLoop("report_form")]
    for n in range(50):
        begun += [ActionExecuted("action_listen"), words("report", n), ActionExecuted("action_answer")]
    for event in begun:
        ours.update(event)
    ours.past_states(DOMAIN)
    seen: list[object] = []
    look = Domain.get_active_state

    def count(domain: Domain, past: DialogueStateTracker, omit_unset_slots: bool = False) -> object:
        seen.append(past)
        return look(domain, past, omit_unset_slots)

    monkeypatch.setattr(Domain, "get_active_state", count)
    ours.update(ActionExecuted("action_listen"))
    ours.past_states(DOMAIN)
    assert 1 <= len(seen) <= 4
