"""The form of a post: what it is filled in with, and what is read from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.console.forms import ConsoleForm, whole_number
from bot.db.models import Post
from bot.domain.posts import CHANNELS, PostContent, PostWords, Topic
from bot.domain.schedules import Schedule
from bot.errors import PostError

_HOUR = 60
_WORDS = ("title", "body", "alt")


def empty_fields(areas: Collection[str]) -> ConsoleForm:
    """The form for a new post by somebody who has these areas; none: all of them."""
    return ConsoleForm(
        {
            "areas": sorted(areas),
            "channels": list(CHANNELS),
            "kind": ["once"],
            "at": ["17:00"],
            "late_hours": ["24"],
            "every": ["1"],
        }
    )


def fields_of(post: Post) -> ConsoleForm:
    """The form with what a post says."""
    fields: dict[str, list[str]] = {
        "title": [post.title],
        "body": [post.body],
        "topic": [post.topic],
        "areas": list(post.areas),
        "channels": list(post.channels),
        "link": [post.link],
        "picture": [str(post.picture_id)] if post.picture_id else [],
        "alt": [post.alt],
        "sources": ["\n".join(post.sources)],
        "urgent": ["yes"] if post.is_urgent else [],
        "expires_on": [post.expires_on.isoformat()] if post.expires_on else [],
    }
    for language, words in post.versions.items():
        fields |= {f"{name}_{language}": [words.get(name, "")] for name in _WORDS}
    if post.schedule:
        kept = post.schedule
        fields |= {name: [str(kept[name] or "")] for name in ("kind", "at", "on", "cron", "begins", "ends")}
        fields |= {
            "days": list(kept["days"]),
            "every": [str(kept["every_weeks"])],
            "late_hours": [f"{kept['late_minutes'] / _HOUR:g}"],
        }
    return ConsoleForm(fields)


def read_content(form: ConsoleForm, areas: Collection[str], languages: Collection[str]) -> PostContent:
    """What was filled in; raises PostError for what can't be read."""
    try:
        topic = Topic(form.text("topic"))
        expires_on = date.fromisoformat(form.text("expires_on")) if form.text("expires_on") else None
        schedule = _read_schedule(form)
        picture = whole_number(form.text("picture"))
    except ValueError as error:
        raise PostError(str(error)) from None
    return PostContent(
        words=_read_words(form, "", has_picture=picture is not None),
        topic=topic,
        areas=frozenset(form.choices("areas")) & frozenset(areas),
        channels=frozenset(form.choices("channels")),
        link=form.text("link"),
        is_urgent=bool(form.text("urgent")),
        expires_on=expires_on,
        versions=_read_versions(form, languages, has_picture=picture is not None),
        schedule=schedule,
        picture=picture,
        sources=tuple(line.strip() for line in form.text("sources").splitlines() if line.strip()),
    )


def _read_schedule(form: ConsoleForm) -> Schedule | None:
    if not form.text("kind"):
        return None
    return Schedule.from_json(
        {
            "kind": form.text("kind"),
            "at": form.text("at"),
            "on": form.text("on"),
            "days": form.choices("days"),
            "cron": form.text("cron"),
            "begins": form.text("begins"),
            "ends": form.text("ends"),
            "every_weeks": form.text("every") or 1,
            "late_minutes": float(form.text("late_hours") or 0) * _HOUR,
        }
    )


def _read_words(form: ConsoleForm, ending: str, *, has_picture: bool) -> PostWords:
    alt = form.text(f"alt{ending}") if has_picture else ""
    return PostWords(form.text(f"title{ending}"), form.text(f"body{ending}"), alt)


def _read_versions(
    form: ConsoleForm, languages: Collection[str], *, has_picture: bool
) -> dict[str, PostWords]:
    versions = {}
    for language in languages:
        if form.text(f"title_{language}") or form.text(f"body_{language}"):
            versions[language] = _read_words(form, f"_{language}", has_picture=has_picture)
    return versions
