"""Translates between what a post says and the row that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.db.models import Post
from bot.domain.posts import PostContent, PostWords, Topic
from bot.domain.schedules import Schedule


def content_of(post: Post) -> PostContent:
    """What a post says, as it was written."""
    return PostContent(
        words=PostWords(post.title, post.body, post.alt),
        topic=Topic(post.topic),
        areas=frozenset(post.areas),
        channels=frozenset(post.channels),
        link=post.link,
        is_urgent=post.is_urgent,
        expires_on=post.expires_on,
        versions={
            lang: PostWords(one["title"], one["body"], one.get("alt", ""))
            for lang, one in post.versions.items()
        },
        schedule=Schedule.from_json(post.schedule) if post.schedule else None,
        picture=post.picture_id,
        sources=tuple(post.sources),
    )


def columns_of(content: PostContent) -> Mapping[str, Any]:
    """The columns of a post's row that hold what it says."""
    return {
        "title": content.words.title,
        "body": content.words.body,
        "topic": content.topic,
        "areas": sorted(content.areas),
        "channels": sorted(content.channels),
        "link": content.link,
        "is_urgent": content.is_urgent,
        "expires_on": content.expires_on,
        "versions": {
            lang: {"title": words.title, "body": words.body, **({"alt": words.alt} if words.alt else {})}
            for lang, words in content.versions.items()
        },
        "picture_id": content.picture,
        "sources": list(content.sources),
        "alt": content.words.alt,
        "schedule": content.schedule.to_json() if content.schedule else None,
    }
