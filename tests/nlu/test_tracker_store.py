"""Rasa's memory of conversations: stored after every message, at hand for the next one, never stale."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered

from nlu.forgetting import forget
from nlu.server.recent_trackers import RecentTrackers, recent_trackers
from nlu.server.trackers import StoredTracker
from nlu.tracker_store import HubTrackerStore

DOMAIN = Domain.from_yaml(
    """
intents: [greet]
slots:
  step:
    type: text
    influence_conversation: false
    mappings:
    - type: custom
"""
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for kept in list(recent_trackers._kept):
        recent_trackers.forget(kept)
    return tmp_path / "tracker.db"


@pytest.fixture
def store(file: Path) -> HubTrackerStore:
    return HubTrackerStore(DOMAIN, db=str(file))


def retrieve(store: HubTrackerStore, sender: str = "a") -> StoredTracker:
    return asyncio.run(store.retrieve(sender)) or store.init_tracker(sender)


def say(store: HubTrackerStore, *events: Event, sender: str = "a") -> StoredTracker:
    tracker = retrieve(store, sender)
    for event in events:
        tracker.update(event)
    asyncio.run(store.save(tracker))
    return tracker


def names(tracker: StoredTracker) -> list[str]:
    return [event.type_name for event in tracker.events]


def test_what_was_said_is_in_the_file_when_saving_is_over(file: Path, store: HubTrackerStore) -> None:
    say(store, UserUttered("hello", {"name": "greet"}), ActionExecuted("action_listen"))
    rows = sqlite3.connect(file).execute("SELECT type_name, intent_name, action_name FROM events").fetchall()
    assert rows == [("user", "greet", None), ("action", None, "action_listen")]


def test_each_event_is_stored_once(file: Path, store: HubTrackerStore) -> None:
    say(store, ActionExecuted("first"))
    say(store, ActionExecuted("second"))
    rows = sqlite3.connect(file).execute("SELECT action_name FROM events ORDER BY id").fetchall()
    assert rows == [("first",), ("second",)]


def test_the_next_message_meets_the_tracker_at_hand(store: HubTrackerStore) -> None:
    saved = say(store, ActionExecuted("first"))
    assert asyncio.run(store.retrieve("a")) is saved


def test_after_a_restart_the_conversation_is_read_back(file: Path, store: HubTrackerStore) -> None:
    say(store, UserUttered("hello"), SlotSet("step", "place"))
    recent_trackers.forget("a")
    read = retrieve(HubTrackerStore(DOMAIN, db=str(file)))
    assert names(read) == ["user", "slot"]
    assert read.get_slot("step") == "place"
    assert read.stored_events == 2


def test_a_message_that_failed_halfway_leaves_nothing_behind(store: HubTrackerStore) -> None:
    say(store, ActionExecuted("first"))
    retrieve(store).update(ActionExecuted("never saved"))
    assert names(retrieve(store)) == ["action"]


def test_nothing_of_a_forgotten_conversation_stays_in_the_files(file: Path, store: HubTrackerStore) -> None:
    say(store, UserUttered("a skip on Harbour Street"))
    assert any(b"Harbour Street" in part.read_bytes() for part in file.parent.glob("tracker.db*"))
    forget(file, "a")
    assert not any(b"Harbour Street" in part.read_bytes() for part in file.parent.glob("tracker.db*"))


def test_a_deleted_conversation_is_not_at_hand_any_more(file: Path, store: HubTrackerStore) -> None:
    say(store, UserUttered("hello"))
    forget(file, "a")
    assert asyncio.run(store.retrieve("a")) is None
    assert len(recent_trackers) == 0


def test_rows_that_another_store_wrote_are_seen(file: Path, store: HubTrackerStore) -> None:
    kept = say(store, ActionExecuted("first"))
    other = HubTrackerStore(DOMAIN, db=str(file))
    other._recent = RecentTrackers()
    say(other, ActionExecuted("second"))
    assert kept.last_row == 1
    assert [event.action_name for event in retrieve(store).events] == ["first", "second"]


def test_a_new_model_with_another_domain_reads_back(file: Path, store: HubTrackerStore) -> None:
    kept = say(store, ActionExecuted("first"))
    store.domain = Domain.empty()
    assert asyncio.run(store.retrieve("a")) is not kept


def test_a_new_session_begins_with_what_belongs_to_it(store: HubTrackerStore) -> None:
    say(store, UserUttered("earlier"))
    say(store, SessionStarted(), ActionExecuted("action_listen"))
    assert names(retrieve(store)) == ["session_started", "action"]


class TestRecentTrackers:
    def test_it_keeps_the_latest_only(self) -> None:
        recent = RecentTrackers(most=2)
        for sender in "abc":
            recent.keep(StoredTracker(sender, []), DOMAIN)
        assert recent.take("a", DOMAIN, None) is None
        assert recent.take("c", DOMAIN, None) is not None

    def test_what_is_taken_is_gone(self) -> None:
        recent = RecentTrackers()
        recent.keep(StoredTracker("a", []), DOMAIN)
        assert recent.take("a", DOMAIN, None) is not None
        assert recent.take("a", DOMAIN, None) is None
