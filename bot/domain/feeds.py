"""Feeds of partners: what one says, entry by entry, and in plain words why one can't be read.

What feeds say is in named tuples: the process that reads feeds would hold 2 MB more if it loaded dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

LONGEST_ADDRESS, LONGEST_TITLE, LONGEST_GUID = 1000, 300, 500
"""Characters that are kept; what is longer is cut, and an address that is longer is none."""


class FeedProblem(StrEnum):
    """Why a feed could not be fetched or read."""

    BAD_ADDRESS = "bad_address"
    UNKNOWN_HOST = "unknown_host"
    PRIVATE_ADDRESS = "private_address"
    NO_CONNECTION = "no_connection"
    NOT_TRUSTED = "not_trusted"
    TIMED_OUT = "timed_out"
    CLOSED = "closed"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    TOO_OFTEN = "too_often"
    REFUSED = "refused"
    SERVER_ERROR = "server_error"
    EMPTY = "empty"
    WEB_PAGE = "web_page"
    NOT_A_FEED = "not_a_feed"
    UNREADABLE = "unreadable"
    NO_ENTRY_READABLE = "no_entry_readable"
    TOO_TANGLED = "too_tangled"
    FAILED = "failed"


#: The same for staff.
IN_PLAIN_WORDS: Mapping[FeedProblem, str] = {
    FeedProblem.BAD_ADDRESS: "The address can't be used: it has to begin with https:// or http://.",
    FeedProblem.UNKNOWN_HOST: "There is no website of that name at the moment.",
    FeedProblem.PRIVATE_ADDRESS: "The address leads into a private network, so it was not asked.",
    FeedProblem.NO_CONNECTION: "The website could not be reached.",
    FeedProblem.NOT_TRUSTED: "The website's certificate is out of date or not its own.",
    FeedProblem.TIMED_OUT: "The website was too slow to answer.",
    FeedProblem.CLOSED: "The website broke off in the middle of its answer.",
    FeedProblem.TOO_LARGE: "The feed is larger than 5 MB.",
    FeedProblem.TOO_MANY_REDIRECTS: "The address leads on and on to other addresses.",
    FeedProblem.NOT_FOUND: "There is nothing at this address any more (404).",
    FeedProblem.FORBIDDEN: "The website doesn't let us read it.",
    FeedProblem.GONE: "The website says that the feed was ended for good (410). It was switched off.",
    FeedProblem.TOO_OFTEN: "The website asked us to come less often (429); we wait as long as it wants.",
    FeedProblem.REFUSED: "The website refused to answer.",
    FeedProblem.SERVER_ERROR: "The website has a fault of its own.",
    FeedProblem.EMPTY: "The website answered with nothing at all.",
    FeedProblem.WEB_PAGE: "The website answered with a web page, not with a feed.",
    FeedProblem.NOT_A_FEED: "The website answered with something that is no feed.",
    FeedProblem.UNREADABLE: "The feed is so broken that nothing in it could be read.",
    FeedProblem.NO_ENTRY_READABLE: "The feed has entries, and not one of them could be read.",
    FeedProblem.TOO_TANGLED: "The feed is so tangled that reading it took too long, so it was given up.",
    FeedProblem.FAILED: "It could not be stored. It is tried again.",
}


class SourceEntry(NamedTuple):
    """One entry of a feed as it came: nothing in it is clean yet."""

    guid: str
    """What the feed calls it; empty when it has no name."""
    link: str
    """An http address; empty without one."""
    title: str
    html: str
    """Its text, which may be HTML of any kind."""
    published_at: datetime | None = None
    """As the feed says; None when it says nothing that can be a date."""
    picture: str = ""
    """Address of a picture that comes with it; empty without one."""
    picture_alt: str = ""


class SourceFeed(NamedTuple):
    """What a feed said."""

    title: str
    link: str
    """The website it belongs to."""
    entries: tuple[SourceEntry, ...]
    """As they stand in the feed."""
    skipped: int = 0
    """Entries that could not be read; the others don't suffer from them."""
    is_broken: bool = False
    """Whether the file broke off or is no proper XML, so that entries may be missing."""
    wants_minutes: int | None = None
    """How long the feed asks to be left alone."""


class FeedAnswer(NamedTuple):
    """What a website answered that was asked for a feed."""

    url: str
    """Where the answer came from in the end."""
    content: bytes | None
    """None when nothing changed since last time."""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    """The address to ask from now on; empty when it didn't move for good."""
    fresh_seconds: float = 0.0
    """How long it says that nothing new will come."""
