"""The buttons by which somebody chooses their news: each carries all that was chosen before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.replies import Button
from bot.domain.subscriptions import Frequency, Wish

SUBSCRIBE, UNSUBSCRIBE = "/subscribe", "/unsubscribe"
_PREFIX = '/choose{"value": "news:'


class Step(StrEnum):
    """What is asked next."""

    TOPICS = "topics"
    AREAS = "areas"
    PLACE = "place"
    """Nothing: the words are to be read as a place."""
    OFTEN = "often"
    URGENT = "urgent"
    QUIET = "quiet"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NewsChoice:
    """What was chosen so far, and what is asked next."""

    step: Step
    wish: Wish = field(default_factory=Wish)

    def payload(self) -> str:
        """What the button says to the bot."""
        wish = self.wish
        quiet = f"{wish.quiet[0]}-{wish.quiet[1]}" if wish.quiet else ""
        parts = (
            self.step.value,
            ",".join(sorted(wish.topics)),
            ",".join(sorted(wish.areas)),
            wish.frequency.value,
            "1" if wish.is_urgent else "",
            quiet,
        )
        return f'{_PREFIX}{"|".join(parts)}"}}'


def read_news_choice(payload: str | None) -> NewsChoice | None:
    """What a button stands for; None for one that is about something else."""
    if payload == SUBSCRIBE:
        return NewsChoice(Step.TOPICS)
    if payload is None or not payload.startswith(_PREFIX):
        return None
    try:
        step, topics, areas, often, urgent, quiet = (
            payload.removeprefix(_PREFIX).removesuffix('"}').split("|")
        )
        hours = tuple(int(hour) % 24 for hour in quiet.split("-")) if quiet else ()
        wish = Wish(
            topics=_set(topics),
            areas=_set(areas),
            frequency=Frequency(often),
            quiet=(hours[0], hours[1]) if len(hours) > 1 else None,
            is_urgent=bool(urgent),
        )
        return NewsChoice(Step(step), wish)
    except ValueError:
        return NewsChoice(Step.TOPICS)


def is_about_news(payload: str | None) -> bool:
    """Whether a button is about subscribing or unsubscribing."""
    return payload is not None and (payload in {SUBSCRIBE, UNSUBSCRIBE} or payload.startswith(_PREFIX))


def asks_for_area(payload: str) -> str | None:
    """What words mean that answer the question that a button stands under, if that asks for an area."""
    choice = read_news_choice(payload) if payload.startswith(_PREFIX) else None
    if choice is None or choice.step is not Step.OFTEN:
        return None
    return NewsChoice(Step.PLACE, choice.wish).payload()


def news_button(title: str, step: Step, wish: Wish) -> Button:
    """A button that chooses something and goes on."""
    return Button(title, NewsChoice(step, wish).payload())


def _set(listed: str) -> frozenset[str]:
    return frozenset(part for part in listed.split(",") if part)
