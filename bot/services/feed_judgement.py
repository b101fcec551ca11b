"""Judges partners' news: what rules make of them, area and topic, and how much they concern residents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.db.models import FeedSource
from bot.domain.feed_items import Guess, ItemState
from bot.domain.feed_rules import FeedRule, RuleKind, rules_for
from bot.domain.feed_texts import words_of
from bot.domain.places import PlaceFinding
from bot.domain.posts import Topic
from bot.services.feed_cleaning import CleanEntry

_READ = 1000
"""Characters of the text that are looked at: what news are about stands at their beginning."""
_SURE_PLACE = 0.9
_TOPIC_SHARE, _PLACE_SHARE = 0.5, 0.5


class FindsAllPlaces(Protocol):
    """The gazetteer."""

    def find_all(self, text: str) -> list[PlaceFinding]:
        """Every place that a text names."""


class GuessesTopic(Protocol):
    """Tells topics by meaning."""

    def guess(self, text: str) -> tuple[Topic, float] | None:
        """The likeliest topic and how sure, from 0 to 1; None when it is like none."""


class KnowsNoTopic:
    """Where nothing can tell topics."""

    def guess(self, text: str) -> tuple[Topic, float] | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class FeedJudgement:
    """Asks the gazetteer and the encoder; decides nothing but what to show first."""

    places: FindsAllPlaces
    topics: GuessesTopic = field(default_factory=KnowsNoTopic)
    area_names: Mapping[str, str] = field(default_factory=dict)

    def judge(
        self, entry: CleanEntry, source: FeedSource, rules: Sequence[FeedRule]
    ) -> tuple[ItemState, Guess]:
        """State to begin with, and the guess with its reasons."""
        words = words_of(f"{entry.title}\n{entry.text}") if rules else []
        if found := _hit(rules_for(rules, RuleKind.LEAVE_OUT, source.id), words):
            return ItemState.LEFT_OUT, Guess(why=(f"left out for “{found}”",))
        topic, topic_share, why = self._topic(entry, source)
        areas, place_share, more = self._areas(entry, source)
        relevance = _TOPIC_SHARE * topic_share + _PLACE_SHARE * place_share
        if found := _hit(rules_for(rules, RuleKind.SHOW_FIRST, source.id), words):
            relevance, more = 1.0, (f"shown first for “{found}”", *more)
        return ItemState.WAITING, Guess(topic, areas, relevance, (*more, *why))

    def may_publish(self, title: str, text: str, source_id: int, rules: Sequence[FeedRule]) -> str | None:
        """The phrase by which it may go out by itself; None without one."""
        return _hit(rules_for(rules, RuleKind.PUBLISH, source_id), words_of(f"{title}\n{text}"))

    def _topic(self, entry: CleanEntry, source: FeedSource) -> tuple[Topic | None, float, tuple[str, ...]]:
        guessed = self.topics.guess(f"{entry.title}. {entry.text[:_READ]}")
        if guessed is not None:
            topic, share = guessed
            return topic, share, (f"like our posts on this topic: {share:.0%}",)
        if source.topic is not None:
            return Topic(source.topic), 0.0, ("the source's own topic",)
        return None, 0.0, ()

    def _areas(self, entry: CleanEntry, source: FeedSource) -> tuple[frozenset[str], float, tuple[str, ...]]:
        named: dict[str, str] = {}
        for finding in self.places.find_all(f"{entry.title}. {entry.text[:_READ]}"):
            if finding.hub_area is not None and finding.score >= _SURE_PLACE and finding.how != "fuzzy":
                named.setdefault(finding.hub_area, finding.matched)
        if named:
            why = tuple(f"names {word} ({self.area_names.get(area, area)})" for area, word in named.items())
            return frozenset(named), 1.0, why
        if source.areas:
            return frozenset(source.areas), 0.5, ("the source's own areas",)
        return frozenset(), 0.0, ("names no place here",)


def _hit(rules: Sequence[FeedRule], words: Sequence[str]) -> str | None:
    return next((found for rule in rules if (found := rule.find(words))), None)
