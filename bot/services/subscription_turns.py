"""Leads somebody through choosing their news, and stops it in one step; needs no dialogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.db.models import Conversation
from bot.domain.phrases import Phrases
from bot.domain.places import PlaceFinding
from bot.domain.replies import Button, Incoming, Reply
from bot.domain.subscriptions import SUBSCRIBABLE, Frequency, Wish
from bot.services.news_choices import (
    SUBSCRIBE,
    UNSUBSCRIBE,
    NewsChoice,
    Step,
    news_button,
    read_news_choice,
)
from bot.services.routing import join_words
from bot.services.subscriptions import SubscriptionService

NEWS_INTENTS = frozenset({"subscribe", "unsubscribe"})
_LONGEST_PLACE = 6
"""Words: whatever is longer tells something else than where news is wanted for."""
_QUIET: Mapping[str, tuple[int, int] | None] = {
    "news_quiet_long": (21, 8),
    "news_quiet_short": (23, 6),
    "news_quiet_none": None,
}


@dataclass(frozen=True, slots=True)
class SubscriptionTurns:
    """Asks for topics, area, how often, urgent news and quiet hours; nothing is kept until the end."""

    phrases: Phrases
    subscriptions: SubscriptionService
    find_place: Callable[[str], PlaceFinding | None]
    area_names: Mapping[str, str]

    def take(self, session: Session, conversation: Conversation, incoming: Incoming) -> list[Reply]:
        """The answer to a button about news; empty for words that are no place, when one was asked for."""
        if incoming.payload == UNSUBSCRIBE:
            return self.stop(session, conversation)
        choice = read_news_choice(incoming.payload)
        if choice is None:
            return []
        if choice.step is Step.PLACE:
            return self._read_place(session, conversation, choice.wish, incoming.text)
        return self._ask(session, conversation, choice)

    def answer(self, session: Session, conversation: Conversation, intent: str, text: str) -> list[Reply]:
        """The answer to somebody who asked in their own words, which may name the place."""
        if intent == "unsubscribe":
            return self.stop(session, conversation)
        found = self.find_place(text) if text else None
        areas = frozenset([found.hub_area]) if found is not None and found.hub_area else frozenset[str]()
        return self._ask(session, conversation, NewsChoice(Step.TOPICS, Wish(areas=areas)))

    def stop(self, session: Session, conversation: Conversation) -> list[Reply]:
        """Send no more news, at once."""
        again = (Button(self.phrases.text("news_again"), SUBSCRIBE),)
        if self.subscriptions.unsubscribe(session, conversation):
            return [self.phrases.reply("news_stopped", again)]
        return [self.phrases.reply("news_none", again)]

    def _ask(self, session: Session, conversation: Conversation, choice: NewsChoice) -> list[Reply]:
        wish = choice.wish
        step = choice.step
        if step is Step.AREAS and wish.areas:
            step = Step.OFTEN  # They named it when they asked.
        match step:
            case Step.TOPICS:
                return [self.phrases.reply("news_topics", self._topics(wish))]
            case Step.AREAS | Step.PLACE:
                return [self.phrases.reply("news_areas", self._areas(wish))]
            case Step.OFTEN:
                return [self.phrases.reply("news_how_often", self._often(wish))]
            case Step.URGENT:
                return [self.phrases.reply("news_urgent", self._urgent(wish))]
            case Step.QUIET:
                return [self.phrases.reply("news_quiet", self._quiet(wish))]
            case Step.DONE:
                return self._subscribe(session, conversation, wish)

    def _read_place(self, session: Session, conversation: Conversation, wish: Wish, text: str) -> list[Reply]:
        if not text or len(text.split()) > _LONGEST_PLACE:
            return []
        found = self.find_place(text)
        if found is None:
            return []
        if found.hub_area is None:
            return [self.phrases.reply("news_area_unknown", self._areas(wish))]
        chosen = replace(wish, areas=frozenset([found.hub_area]))
        return self._ask(session, conversation, NewsChoice(Step.OFTEN, chosen))

    def _topics(self, wish: Wish) -> tuple[Button, ...]:
        say = self.phrases.text
        left = [topic for topic in SUBSCRIBABLE if topic not in wish.topics]
        first = [news_button(say("news_all_topics"), Step.AREAS, replace(wish, topics=frozenset()))]
        if wish.topics:
            first = [news_button(say("news_finished"), Step.AREAS, wish)]
        return (
            *first,
            *(
                news_button(
                    say(f"news_topic_{topic}"), Step.TOPICS, replace(wish, topics=wish.topics | {topic.value})
                )
                for topic in left
            ),
        )

    def _areas(self, wish: Wish) -> tuple[Button, ...]:
        everywhere = replace(wish, areas=frozenset())
        return (
            news_button(self.phrases.text("news_all_areas"), Step.OFTEN, everywhere),
            *(
                news_button(name, Step.OFTEN, replace(wish, areas=frozenset([area])))
                for area, name in self.area_names.items()
            ),
        )

    def _often(self, wish: Wish) -> tuple[Button, ...]:
        return tuple(
            news_button(self.phrases.text(f"news_often_{often}"), Step.URGENT, replace(wish, frequency=often))
            for often in Frequency
        )

    def _urgent(self, wish: Wish) -> tuple[Button, ...]:
        # A digest comes in the afternoon: nobody needs quiet hours for that.
        following = Step.QUIET if wish.frequency is Frequency.AT_ONCE else Step.DONE
        return tuple(
            news_button(
                self.phrases.text(f"news_urgent_{answer}"),
                following,
                replace(wish, is_urgent=answer == "yes"),
            )
            for answer in ("yes", "no")
        )

    def _quiet(self, wish: Wish) -> tuple[Button, ...]:
        return tuple(
            news_button(self.phrases.text(name), Step.DONE, replace(wish, quiet=hours))
            for name, hours in _QUIET.items()
        )

    def _subscribe(self, session: Session, conversation: Conversation, wish: Wish) -> list[Reply]:
        self.subscriptions.subscribe(session, conversation, wish)
        say = self.phrases.text
        topics = [say(f"news_topic_{topic}") for topic in SUBSCRIBABLE if topic in wish.topics]
        areas = [name for area, name in self.area_names.items() if area in wish.areas]
        buttons = (
            Button(say("news_change"), SUBSCRIBE),
            Button(say("news_stop"), UNSUBSCRIBE),
        )
        return [
            self.phrases.reply(
                "news_done",
                buttons,
                topics=join_words(topics or [say("news_all_topics")]),
                areas=join_words(areas or [say("news_all_areas")]),
                often=_small(say(f"news_often_{wish.frequency}")),
            )
        ]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
