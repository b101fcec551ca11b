"""What stands in feeds of every kind, in a form that may be kept: texts, addresses, moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urljoin

from bot.domain.feeds import LONGEST_ADDRESS, FeedProblem, SourceEntry, SourceFeed
from bot.errors import FeedError

EARLIEST_YEAR = 1990
"""What says that it is older is a mistake and no date."""
LONGEST_HTML = 200_000
"""Characters of an entry that are read."""
MOST_ENTRIES = 1000
"""Many times what any feed holds; reading what somebody made to trouble us must not take minutes."""


def read_text(value: object) -> str:
    """Text without characters that a database doesn't take; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()


def read_address(value: object, base: str) -> str:
    """An absolute http address; empty for anything else."""
    address = read_text(value)
    if address and not address.startswith(("https://", "http://")):
        try:
            address = urljoin(base, address)
        except ValueError:
            return ""
    is_web = address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS
    return address if is_web and not any(letter.isspace() for letter in address) else ""


def read_moment(value: object) -> datetime | None:
    """A moment as RFC 3339 writes it, in UTC where it names no zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(read_text(value))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= EARLIEST_YEAR else None


def as_feed(
    title: object,
    link: str,
    entries: Iterable[SourceEntry | None],
    *,
    is_broken: bool,
    wants_minutes: int | None = None,
) -> SourceFeed:
    """A feed of the entries that show anything; the others, and each None, are left out and counted.

    Raises FeedError where it has entries and none of them can be shown.
    """
    given = list(entries)
    shown = tuple(one for one in given if one is not None and (one.title or one.html or one.link))
    if given and not shown:
        raise FeedError(FeedProblem.NO_ENTRY_READABLE)
    return SourceFeed(
        title=read_text(title),
        link=link,
        entries=shown,
        skipped=len(given) - len(shown),
        is_broken=is_broken,
        wants_minutes=wants_minutes,
    )
