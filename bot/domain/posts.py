"""Posts: what the hubs tell people, how far one is, and who may take it further."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.schedules import Schedule
from bot.errors import PostError

LONGEST_TITLE, LONGEST_BODY, LONGEST_LINK, LONGEST_ALT = 120, 2500, 400, 300
"""Characters; with title, link and the way to unsubscribe it fits into one message."""
MOST_SOURCES, LONGEST_SOURCE = 10, 300
TELEGRAM, WEB = "telegram", "web"
CHANNELS = (TELEGRAM, WEB)


class Topic(StrEnum):
    """What residents choose their news by."""

    HOME = "home"
    VEHICLES = "vehicles"
    SCAMS = "scams"
    ASB = "asb"
    SAFETY = "safety"
    """Fire, water, fireworks."""
    STREETS = "streets"
    RESPECT = "respect"
    """Hate crime, and what can be done about it."""
    SUPPORT = "support"
    """Domestic abuse: on the web only, never pushed to a screen that somebody else may read."""


WEB_ONLY = frozenset({Topic.SUPPORT})
"""Topics that are never pushed, and that nobody can subscribe to."""


class PostState(StrEnum):
    """draft -> in review -> approved -> scheduled -> sent; retracted from anywhere, once it went out."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENT = "sent"
    RETRACTED = "retracted"


class PostStep(StrEnum):
    """What is done to a post."""

    SUBMIT = "submit"
    REJECT = "reject"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    PAUSE = "pause"
    RETRACT = "retract"
    REOPEN = "reopen"


#: Where each step may begin, and where it ends.
STEPS: Mapping[PostStep, tuple[frozenset[PostState], PostState]] = {
    PostStep.SUBMIT: (frozenset({PostState.DRAFT}), PostState.IN_REVIEW),
    PostStep.REJECT: (frozenset({PostState.IN_REVIEW, PostState.APPROVED}), PostState.DRAFT),
    PostStep.APPROVE: (frozenset({PostState.IN_REVIEW}), PostState.APPROVED),
    PostStep.SCHEDULE: (frozenset({PostState.APPROVED, PostState.SENT}), PostState.SCHEDULED),
    PostStep.PAUSE: (frozenset({PostState.SCHEDULED}), PostState.APPROVED),
    PostStep.RETRACT: (frozenset(PostState) - {PostState.RETRACTED}, PostState.RETRACTED),
    PostStep.REOPEN: (frozenset({PostState.RETRACTED}), PostState.DRAFT),
}


def take_step(state: PostState, step: PostStep) -> PostState:
    """The state after a step; raises PostError where the step can't be taken."""
    allowed, after = STEPS[step]
    if state not in allowed:
        raise PostError(f"a post that is {state.value.replace('_', ' ')} can't be taken there")
    return after


@dataclass(frozen=True, slots=True)
class PostWords:
    """Title and body in one language; the body is a small Markdown."""

    title: str
    body: str
    alt: str = ""
    """What the picture shows, for who can't see it; empty where there is none."""


@dataclass(frozen=True, slots=True)
class PostContent:
    """All that somebody writes of a post."""

    words: PostWords
    topic: Topic
    areas: frozenset[str] = frozenset()
    """Hub areas; empty for all."""
    channels: frozenset[str] = frozenset(CHANNELS)
    link: str = ""
    """An https address, or a path of our own pages."""
    is_urgent: bool = False
    """Somebody is missing, a flood: sent at once, to those who chose to get that."""
    expires_on: date | None = None
    """The last day on which it is sent or shown."""
    versions: Mapping[str, PostWords] = field(default_factory=dict)
    """The words in other languages (ISO 639-1)."""
    schedule: Schedule | None = None
    picture: int | None = None
    """Which of the pictures that were taken in."""
    sources: tuple[str, ...] = ()
    """Where its numbers, links and rules come from; whoever approves it has looked there."""

    def to_json(self) -> dict[str, Any]:
        """All of it, for the audit trail and for telling whether something changed."""
        pictured = {"picture": self.picture, "alt": self.words.alt} if self.picture else {}
        return {
            "title": self.words.title,
            "body": self.words.body,
            "topic": self.topic.value,
            "areas": sorted(self.areas),
            "channels": sorted(self.channels),
            "link": self.link,
            "is_urgent": self.is_urgent,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "versions": {
                lang: [words.title, words.body, *([words.alt] if self.picture else [])]
                for lang, words in sorted(self.versions.items())
            },
            "schedule": self.schedule.to_json() if self.schedule else None,
            **pictured,
            **({"sources": list(self.sources)} if self.sources else {}),
        }

    @property
    def digest(self) -> str:
        """The same for the same content."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()


def check_reach(post_areas: Collection[str], own_areas: Collection[str]) -> None:
    """Raises PostError where somebody who is limited to areas does something to a post for others as well."""
    if own_areas and (not post_areas or not set(post_areas) <= set(own_areas)):
        raise PostError("this post is for other areas than yours: somebody who has them too has to do that")


def check_post(content: PostContent) -> None:
    """Raises PostError for what can't be a post; the message is for whoever wrote it."""
    for words in (content.words, *content.versions.values()):
        _check_picture(content, words)
        if not words.title.strip() or not words.body.strip():
            raise PostError("title and text can't be empty")
        if len(words.title) > LONGEST_TITLE:
            raise PostError(f"the title is longer than {LONGEST_TITLE} characters")
        if len(words.body) > LONGEST_BODY:
            raise PostError(f"the text is longer than {LONGEST_BODY} characters")
    if not content.channels or not content.channels <= set(CHANNELS):
        raise PostError("choose where it goes")
    if content.topic in WEB_ONLY and content.channels != {WEB}:
        raise PostError("this topic goes on the web only: it is never pushed to a screen others may read")
    if len(content.sources) > MOST_SOURCES or any(len(one) > LONGEST_SOURCE for one in content.sources):
        raise PostError(f"at most {MOST_SOURCES} sources of {LONGEST_SOURCE} characters each")
    is_address = content.link.startswith("https://") or (
        content.link.startswith("/") and not content.link.startswith("//")
    )
    if content.link and (not is_address or len(content.link) > LONGEST_LINK or " " in content.link):
        raise PostError("the link has to begin with https://, or be the path of one of our pages")


def _check_picture(content: PostContent, words: PostWords) -> None:
    if content.picture is not None and not words.alt.strip():
        raise PostError("say what the picture shows, for people who can't see it, in each language")
    if content.picture is None and words.alt:
        raise PostError("there is no picture to say anything about")
    if len(words.alt) > LONGEST_ALT:
        raise PostError(f"what the picture shows is longer than {LONGEST_ALT} characters")
