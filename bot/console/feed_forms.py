"""The forms of partners' news and feeds: what they are filled in with, and what is read from them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from bot.console.forms import ConsoleForm, whole_number
from bot.console.post_forms import read_content
from bot.db.models import FeedItem, FeedSource
from bot.domain.feed_sources import SourceContent
from bot.domain.posts import PostContent, PostStep, Topic
from bot.domain.schedules import LOCAL_TIME, ScheduleKind
from bot.errors import FeedSourceError
from bot.services.feed_items import draft_of

_SOON = timedelta(hours=2)
_MORNING, _EVENING = 9, 19


class Then(StrEnum):
    """How far a post is taken that is made of news."""

    DRAFT = "draft"
    REVIEW = "review"
    SEND = "send"

    @property
    def steps(self) -> tuple[PostStep, ...]:
        """The same as steps of a post."""
        if self is Then.DRAFT:
            return ()
        send = (PostStep.APPROVE, PostStep.SCHEDULE) if self is Then.SEND else ()
        return (PostStep.SUBMIT, *send)


def fields_of(item: FeedItem, now: datetime) -> ConsoleForm:
    """The form with the post that the item would make, some hours from now and not at night."""
    draft = draft_of(item)
    due = (now + _SOON).astimezone(LOCAL_TIME)
    if due.hour >= _EVENING:
        due = (due + timedelta(days=1)).replace(hour=_MORNING, minute=0)
    due = due.replace(hour=max(due.hour, _MORNING), minute=0)
    return ConsoleForm(
        {
            "title": [draft.words.title],
            "body": [draft.words.body],
            "topic": [item.topic or ""],
            "areas": sorted(draft.areas),
            "channels": sorted(draft.channels),
            "link": [draft.link],
            "alt": [item.picture_alt],
            "use_picture": ["yes"] if item.picture_file and item.picture_alt else [],
            "on": [due.date().isoformat()],
            "at": [f"{due:%H:%M}"],
        }
    )


def read_item(form: ConsoleForm, areas: Collection[str]) -> PostContent:
    """The post that was filled in; raises PostError. Without a day it has no time yet."""
    kind = ScheduleKind.ONCE.value if form.text("on") else ""
    return read_content(form.having("kind", kind).having("late_hours", "24"), areas, ())


def source_fields(source: FeedSource | None, url: str = "", title: str = "") -> ConsoleForm:
    """The form of a feed."""
    if source is None:
        return ConsoleForm({"url": [url], "title": [title], "daily_cap": ["2"]})
    return ConsoleForm(
        {
            "url": [source.url],
            "title": [source.title],
            "agency": [source.agency_id or ""],
            "topic": [source.topic or ""],
            "areas": list(source.areas),
            "trusted": ["yes"] if source.is_trusted else [],
            "daily_cap": [str(source.daily_cap)],
        }
    )


def read_source(form: ConsoleForm, areas: Collection[str], agencies: Collection[str]) -> SourceContent:
    """What was filled in; raises FeedSourceError for what can't be read."""
    cap = whole_number(form.text("daily_cap"))
    if cap is None:
        raise FeedSourceError("how many go out in a day has to be a number")
    topic, agency = form.text("topic"), form.text("agency")
    return SourceContent(
        title=form.text("title"),
        url=form.text("url"),
        agency_id=agency if agency in agencies else None,
        topic=Topic(topic) if topic in set(Topic) else None,
        areas=frozenset(form.choices("areas")) & frozenset(areas),
        is_trusted=bool(form.text("trusted")),
        daily_cap=cap,
    )
