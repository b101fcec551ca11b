"""The pages of advice: which one answers a question, for which area."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """One page; `summary` fits into a chat message, `body` is the rest in Markdown."""

    topic: str
    title: str
    areas: frozenset[str]
    summary: str
    body: str
    sources: tuple[str, ...]
    checked_on: date
    #: Intents that it answers by itself.
    intents: frozenset[str] = frozenset()
    #: Intents that it answers only when one of its keywords is said.
    intents_if_named: frozenset[str] = frozenset()
    keywords: tuple[str, ...] = ()
    #: Somebody may be at risk if they are seen reading it: show the way out first.
    is_sensitive: bool = False

    def covers(self, hub_area: str | None) -> bool:
        """Whether it is meant for the area; every page is for a place that is not known yet."""
        return hub_area is None or hub_area in self.areas

    def count_keywords(self, words: str) -> int:
        """How many of its keywords stand in the words."""
        text = f" {_plain(words)} "
        return sum(f" {_plain(keyword)} " in text for keyword in self.keywords)


class AdviceLibrary:
    """All pages of a place."""

    def __init__(self, pages: Iterable[AdvicePage]) -> None:
        self._pages = {page.topic: page for page in pages}

    def list_pages(self, hub_area: str | None = None) -> list[AdvicePage]:
        """The pages for an area, in the order of their titles."""
        return sorted((p for p in self._pages.values() if p.covers(hub_area)), key=lambda page: page.title)

    def list_topics(self) -> list[str]:
        """The names by which routing and links mean a page."""
        return list(self._pages)

    def get_page(self, topic: str) -> AdvicePage:
        """The page on a topic; NotFoundError when there is none."""
        page = self._pages.get(topic)
        if page is None:
            raise NotFoundError(f"no advice page {topic!r} in this place")
        return page

    def find_page(self, intent: str, words: str = "", hub_area: str | None = None) -> AdvicePage | None:
        """The page that answers the question best, or None when no page answers this intent there.

        A page that is named by its keywords goes before the one that answers the intent in general.
        """
        named = [p for p in self._pages.values() if intent in p.intents_if_named and p.covers(hub_area)]
        general = [p for p in self._pages.values() if intent in p.intents and p.covers(hub_area)]
        best = max(named, key=lambda page: page.count_keywords(words), default=None)
        fallback = max(general, key=lambda page: page.count_keywords(words), default=None)
        if best is not None and best.count_keywords(words) > 0:
            return best
        return fallback


def _plain(words: str) -> str:
    """Lower case words without punctuation, apostrophes left out."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold().replace("'", "").replace("’", "")))
