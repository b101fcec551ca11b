"""The agencies that concerns go to: what they do, where and since when, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.errors import NotFoundError


class AgencyKind(StrEnum):
    """What sort of body an agency is."""

    COUNCIL = "council"
    COUNCIL_TEAM = "council_team"
    POLICE = "police"
    FIRE_AND_RESCUE = "fire_and_rescue"
    HUB = "hub"
    LANDLORD = "landlord"
    HEALTH = "health"
    NATIONAL_BODY = "national_body"
    UTILITY = "utility"
    SUPPORT = "support"


class RouteKind(StrEnum):
    """How a referral reaches an agency; `SIGNPOST` takes none, the resident goes there themselves."""

    CONSOLE = "console"
    EMAIL = "email"
    OPEN311 = "open311"
    WEBHOOK = "webhook"
    SIGNPOST = "signpost"


class Channel(StrEnum):
    """By what means a contact is reached."""

    TELEPHONE = "telephone"
    TEXT = "text"
    TEXTPHONE = "textphone"
    BSL = "bsl"
    WEB = "web"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ReferralRoute:
    """How referrals are sent, as far as that is public; an installation adds what isn't."""

    kind: RouteKind = RouteKind.CONSOLE
    target: str | None = None
    """An email address or a URL."""
    jurisdiction: str | None = None
    """The council's `jurisdiction_id`, where its Open311 system wants one."""
    services: Mapping[str, str] = field(default_factory=dict)
    """Category, or `other` -> the code that an Open311 system has for it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach an agency, with where it was found and when somebody last looked."""

    agency: str
    channel: Channel
    value: str
    purpose: str
    source: str
    checked_on: date
    hours: str | None = None
    is_emergency: bool = False

    def is_older_than(self, days: int, today: date) -> bool:
        """Whether the last look is more than `days` days before `today`."""
        return (today - self.checked_on).days > days


@dataclass(frozen=True, slots=True)
class Agency:
    """A body or a team of it, by the name residents read."""

    id: str
    name: str
    does: str
    kind: AgencyKind
    areas: frozenset[str]
    also_known_as: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    #: The last day it existed.
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    referral: ReferralRoute = field(default_factory=ReferralRoute)
    out_of_hours: str | None = None

    @property
    def takes_referrals(self) -> bool:
        """Whether the hub can send it a concern; otherwise residents are only told about it."""
        return self.referral.kind is not RouteKind.SIGNPOST

    def is_valid_on(self, day: date) -> bool:
        """Whether the agency exists on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def covers(self, hub_area: str | None) -> bool:
        """Whether it works in the hub area; everything covers a place that is not known yet."""
        return hub_area is None or hub_area in self.areas


class AgencyDirectory:
    """All agencies of a place and their contacts, looked up by id, by area or by what people call them."""

    def __init__(self, agencies: Iterable[Agency], contacts: Iterable[Contact] = ()) -> None:
        self._agencies = {agency.id: agency for agency in agencies}
        self.contacts = tuple(contacts)

    def list_agencies(self, on: date | None = None) -> list[Agency]:
        """Every agency in the order of the pack; with a day, those that exist on it."""
        return [a for a in self._agencies.values() if on is None or a.is_valid_on(on)]

    def find_agency(self, agency_id: str) -> Agency | None:
        """The agency with this id, existing today or not, or None."""
        return self._agencies.get(agency_id)

    def get_agency(self, agency_id: str) -> Agency:
        """The agency with this id; NotFoundError when there is none."""
        agency = self._agencies.get(agency_id)
        if agency is None:
            raise NotFoundError(f"no agency {agency_id!r} in this place")
        return agency

    def get_current(self, agency_id: str, on: date, hub_area: str | None = None) -> Agency:
        """The agency, or who took over from it where it no longer exists on that day.

        NotFoundError when nobody did, or when several did and the area does not say which.
        """
        agency = self.get_agency(agency_id)
        if agency.is_valid_on(on):
            return agency
        successors = [self.get_agency(s) for s in agency.successors]
        serving = [s for s in successors if s.covers(hub_area)]
        if len(serving) != 1:
            raise NotFoundError(f"nobody can be named as the successor of {agency_id!r}")
        return self.get_current(serving[0].id, on, hub_area)

    def find_hub(self, hub_area: str) -> Agency | None:
        """The hub that serves exactly this one area, or None."""
        hubs = (a for a in self._agencies.values() if a.kind is AgencyKind.HUB)
        return next((hub for hub in hubs if hub.areas == {hub_area}), None)

    def list_landlords(self) -> list[Agency]:
        """The landlords that a tenant's concern can be sent to."""
        return [a for a in self._agencies.values() if a.kind is AgencyKind.LANDLORD]

    def list_contacts(self, agency_id: str) -> list[Contact]:
        """The agency's contacts; a team without any of its own has those of the body it belongs to."""
        agency = self.get_agency(agency_id)
        own = [c for c in self.contacts if c.agency == agency_id]
        return own or (self.list_contacts(agency.parent) if agency.parent else [])

    def list_stale_contacts(self, days: int, today: date) -> list[Contact]:
        """Contacts that nobody has looked at for more than `days` days."""
        return [c for c in self.contacts if c.is_older_than(days, today)]

    def find_named(self, words: str) -> list[Agency]:
        """Agencies whose name, or another name people use, stands in these words; longest name first."""
        text = _plain(words)
        found: dict[str, tuple[int, Agency]] = {}
        for agency in self._agencies.values():
            names = [_plain(name) for name in (agency.name, *agency.also_known_as)]
            lengths = [len(name) for name in names if f" {name} " in f" {text} "]
            if lengths:
                found[agency.id] = (max(lengths), agency)
        return [agency for _, agency in sorted(found.values(), key=lambda pair: -pair[0])]


def _plain(words: str) -> str:
    """Lower case, "&" as "and", everything else that is no letter or digit a space."""
    text = words.lower().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[^\W_]+", text))
