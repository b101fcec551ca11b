"""Loads a place pack's posts: Markdown with front matter, one file a post."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
    """Where its facts come from. When they were looked up is for each hub to say, in the console."""


class _Version(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words


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
            content = _content(front, page, _read_versions(folder / POSTS_FOLDER, front.id))
        except PlacePackError as error:
            errors.append(error)
        else:
            posts.append((front.id, content))
    errors += _find_strays(folder / POSTS_FOLDER)
    return posts, errors


def _read_versions(folder: Path, post_id: str) -> dict[str, PostWords]:
    """A post's words in other languages, each in a folder that is called after the language (ISO 639-1)."""
    versions = {}
    for file in sorted(folder.glob(f"*/{post_id}.md")):
        page = read_page(file)
        if found := next(iter(page.find_html()), None):
            raise found
        versions[file.parent.name] = PostWords(validate(_Version, page.front).title, page.body.strip())
    return versions


def _find_strays(folder: Path) -> Iterator[PlacePackError]:
    for file in sorted(folder.glob("*/*.md")):
        if not (folder / file.name).is_file():
            yield PlacePackError(file, 1, f"there is no post {file.stem} in English")


def _content(front: _FrontMatter, page: MarkdownPage, versions: Mapping[str, PostWords]) -> PostContent:
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
        versions=versions,
        schedule=schedule,
        sources=tuple(front.sources),
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
    yield from page.find_html()
