"""What Open311 GeoReport v2 speaks of: services with their questions, requests, and reports that come in.

The names of fields are those of the standard (https://wiki.open311.org/GeoReport_v2/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.categories import Category

CHANNEL = "open311"


@dataclass(frozen=True, slots=True)
class ServiceAttribute:
    """One question about a service."""

    code: str
    question: str
    choices: tuple[tuple[str, str], ...] = ()
    """Key and name of each answer; none where words are wanted."""
    takes_words: bool = True
    """Whether words of one's own are an answer too."""

    @property
    def datatype(self) -> str:
        """The standard's name for what kind of answer is wanted."""
        return "singlevaluelist" if self.choices and not self.takes_words else "text"


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of report that can be sent."""

    category: Category
    name: str
    description: str
    attributes: tuple[ServiceAttribute, ...]


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report as a program sent it."""

    category: Category
    description: str
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    """Where it is, in words."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Code -> answer."""
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    media_url: str | None = None
    sender: str | None = None
    """What the program knows its user by: an email address, or a device's or account's number."""
    repeat_key: str = ""
    """Says which report it is: the same again is a repeat."""
    is_repeat_named: bool = False
    """Whether the program chose that key, so that it is good for ever and not for a day."""
    fingerprint: str = ""
    """Digest of all that was sent."""


@dataclass(frozen=True, slots=True)
class TakenReport:
    """What became of it."""

    reference: str
    is_public: bool
    """Whether it can be asked for by its reference; else it is looked at by a person first."""
    card: str | None = None
    """What to do in danger, if there is any in the words."""
    is_repeat: bool = False
    """Whether it was sent before."""


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests are asked for; what is empty leaves nothing out."""

    references: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_open: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    size: int = 100
    page: int = 1


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A request as it is shown; words and the exact position only to the program that sent it."""

    reference: str
    is_open: bool
    notes: str
    category: Category
    service_name: str
    description: str
    agency: str
    requested_at: datetime
    updated_at: datetime
    expected_on: date
    address: str | None
    latitude: float | None
    longitude: float | None
