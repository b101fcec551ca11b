"""Loads a place pack's posts: Markdown with front matter, one file a post."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.posts import PostContent, PostWords, Topic, check_post
from bot.domain.schedules import Schedule
from bot.errors import PlacePackError, PostError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_front_matter import MarkdownPage, read_page
from bot.gateways.place_pack_yaml import validate
from bot.services.cron_lines import next_by_cron

POSTS_FOLDER = "posts"
_ADVICE = "/advice/"
_ANY_MOMENT = datetime(2027, 1, 1, tzinfo=UTC)


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Words
    topic: Topic
    areas: Literal["all"] | Annotated[list[Slug], Field(min_length=1)] = "all"
    channels: list[Literal["telegram", "web"]] = ["telegram", "web"]
    link: str = ""
    schedule: dict[str, Any]
    expires_on: date | None = None
    urgent: bool = False
    sources: list[Words] = []
    date_checked: date | None = None


type PackPost = tuple[str, PostContent]


def load_posts(folder: Path, hub_areas: Collection[str], advice: Collection[str]) -> list[PackPost]:
    """The posts by their ids, for a pack that may have none; PlacePackError for the first thing wrong."""
    posts, errors = read_posts(folder, hub_areas, advice)
    if errors:
        raise errors[0]
    return posts


def read_posts(
    folder: Path, hub_areas: Collection[str], advice: Collection[str]
) -> tuple[list[PackPost], list[PlacePackError]]:
    """The posts and everything wrong with them, by file and line; a broken file still raises."""
    posts: list[PackPost] = []
    errors: list[PlacePackError] = []
    for file in sorted((folder / POSTS_FOLDER).glob("*.md")):
        page = read_page(file)
        front = validate(_FrontMatter, page.front)
        errors += _check(front, page, hub_areas, advice)
        try:
            content = _content(front, page)
        except PlacePackError as error:
            errors.append(error)
        else:
            posts.append((front.id, content))
    return posts, errors


def _content(front: _FrontMatter, page: MarkdownPage) -> PostContent:
    try:
        schedule = Schedule.from_json(front.schedule)
        schedule.next_due(_ANY_MOMENT, next_by_cron)
    except (ValueError, KeyError, TypeError) as error:
        raise page.front.error(f"schedule: {error}", "schedule") from None
    content = PostContent(
        words=PostWords(front.title, page.body.strip()),
        topic=front.topic,
        areas=frozenset() if front.areas == "all" else frozenset(front.areas),
        channels=frozenset(front.channels),
        link=front.link,
        is_urgent=front.urgent,
        expires_on=front.expires_on,
        schedule=schedule,
    )
    try:
        check_post(content)
    except PostError as error:
        raise page.front.error(str(error), "title") from None
    return content


def _check(
    front: _FrontMatter, page: MarkdownPage, hub_areas: Collection[str], advice: Collection[str]
) -> Iterator[PlacePackError]:
    source = page.front
    if front.id != source.file.stem:
        yield source.error(f"the id is {front.id!r}, so the file must be {front.id}.md", "id")
    for area in sorted(set(() if front.areas == "all" else front.areas) - set(hub_areas)):
        yield source.error(f"{area!r} is not a hub area", "areas")
    if front.link.startswith(_ADVICE) and front.link.removeprefix(_ADVICE) not in advice:
        yield source.error(f"there is no page {front.link}", "link")
    if front.sources and front.date_checked is None:
        yield source.error("sources need a date_checked", "sources")
    yield from page.find_html()
