"""The conversations of the last while in Rasa's memory, so that not each message reads them back."""

from __future__ import annotations

from collections import OrderedDict

from rasa.shared.core.domain import Domain

from nlu.server.trackers import StoredTracker

MOST = 256


class RecentTrackers:
    """Lends trackers out: while one is worked on it isn't here, so half-done work is never taken for done."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[StoredTracker, Domain]] = OrderedDict()

    def keep(self, tracker: StoredTracker, domain: Domain) -> None:
        """Keep a tracker that was stored just now; the one that was longest unused goes for it."""
        self._kept[tracker.sender_id] = (tracker, domain)
        self._kept.move_to_end(tracker.sender_id)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def take(self, sender_id: str, domain: Domain, last_row: int | None) -> StoredTracker | None:
        """The tracker, no longer kept; None unless it is what the database and the model's domain say."""
        tracker, its_domain = self._kept.pop(sender_id, (None, None))
        if tracker is None or its_domain is not domain or tracker.last_row != last_row:
            return None
        return tracker

    def forget(self, sender_id: str) -> None:
        """Drop a conversation; one that isn't kept changes nothing."""
        self._kept.pop(sender_id, None)

    def __len__(self) -> int:
        return len(self._kept)


#: Of this process. Changing the model makes a second store, which has to meet what the first one kept.
recent_trackers = RecentTrackers()
