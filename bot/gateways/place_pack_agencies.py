"""Loads a place pack's agencies.yml and contacts.yml into a directory of agencies."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.domain.agencies import (
    Agency,
    AgencyDirectory,
    AgencyKind,
    Channel,
    Contact,
    ReferralRoute,
    RouteKind,
)
from bot.domain.categories import Category
from bot.errors import PlacePackError
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml, validate

AGENCIES_FILE = "agencies.yml"
CONTACTS_FILE = "contacts.yml"

type Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
type Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

#: Category, or `other` for those without a code of their own -> the code that an Open311 system has for it.
type ServiceCodes = dict[Category | Literal["other"], Words]

#: Routes that lead to an address of the agency's own.
_ADDRESSED = (RouteKind.EMAIL, RouteKind.OPEN311, RouteKind.WEBHOOK)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _RouteEntry(_Entry):
    kind: RouteKind = RouteKind.CONSOLE
    target: Words | None = None
    source: Words | None = None
    date_checked: date | None = None
    jurisdiction: Words | None = None
    services: ServiceCodes = {}


class _AgencyEntry(_Entry):
    id: Slug
    name: Words
    does: Words
    kind: AgencyKind
    areas: Literal["all"] | Annotated[list[Slug], Field(min_length=1)] = "all"
    also_known_as: list[Words] = []
    parent: Slug | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successors: list[Slug] = []
    referral: _RouteEntry = _RouteEntry()
    out_of_hours: Words | None = None


class _AgenciesFile(_Entry):
    agencies: Annotated[list[_AgencyEntry], Field(min_length=1)]


class _ContactEntry(_Entry):
    agency: Slug
    channel: Channel
    value: Words
    purpose: Words
    source: Words
    date_checked: date
    hours: Words | None = None
    emergency: bool = False


class _ContactsFile(_Entry):
    contacts: list[_ContactEntry]


def load_agencies(folder: Path, hub_areas: Collection[str]) -> AgencyDirectory:
    """The directory of the pack in this folder; PlacePackError for the first thing wrong with it."""
    directory, errors = read_agencies(folder, hub_areas)
    if errors:
        raise errors[0]
    return directory


def read_agencies(folder: Path, hub_areas: Collection[str]) -> tuple[AgencyDirectory, list[PlacePackError]]:
    """The directory and everything wrong with it, file and line; unreadable files still raise."""
    agencies_yaml = read_yaml(folder / AGENCIES_FILE)
    contacts_yaml = read_yaml(folder / CONTACTS_FILE)
    entries = validate(_AgenciesFile, agencies_yaml).agencies
    contacts = validate(_ContactsFile, contacts_yaml).contacts
    errors = [*_check_agencies(entries, agencies_yaml, hub_areas)]
    errors += _check_contacts(contacts, contacts_yaml, {entry.id for entry in entries})
    directory = AgencyDirectory(
        (_agency(entry, hub_areas) for entry in entries), (_contact(entry) for entry in contacts)
    )
    return directory, errors


def find_stale_contacts(folder: Path, days: int, today: date) -> list[PlacePackError]:
    """A warning, with its line, for each contact that nobody has checked for more than `days` days."""
    source = read_yaml(folder / CONTACTS_FILE)
    contacts = validate(_ContactsFile, source).contacts
    return [
        source.error(
            f"{entry.value} of {entry.agency} was last checked on {entry.date_checked.isoformat()}",
            "contacts",
            n,
        )
        for n, entry in enumerate(contacts)
        if _contact(entry).is_older_than(days, today)
    ]


def _agency(entry: _AgencyEntry, hub_areas: Collection[str]) -> Agency:
    return Agency(
        id=entry.id,
        name=entry.name,
        does=entry.does,
        kind=entry.kind,
        areas=frozenset(hub_areas if entry.areas == "all" else entry.areas),
        also_known_as=tuple(entry.also_known_as),
        parent=entry.parent,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        successors=tuple(entry.successors),
        referral=ReferralRoute(
            entry.referral.kind,
            entry.referral.target,
            entry.referral.jurisdiction,
            named_codes(entry.referral.services),
        ),
        out_of_hours=entry.out_of_hours,
    )


def named_codes(codes: ServiceCodes) -> dict[str, str]:
    """Codes by the category's own word."""
    return {str(category): code for category, code in codes.items()}


def _contact(entry: _ContactEntry) -> Contact:
    return Contact(
        agency=entry.agency,
        channel=entry.channel,
        value=entry.value,
        purpose=entry.purpose,
        source=entry.source,
        checked_on=entry.date_checked,
        hours=entry.hours,
        is_emergency=entry.emergency,
    )


def _check_agencies(
    entries: list[_AgencyEntry], source: LocatedYaml, hub_areas: Collection[str]
) -> Iterator[PlacePackError]:
    ids = {entry.id for entry in entries}
    seen: set[str] = set()
    for n, entry in enumerate(entries):
        if entry.id in seen:
            yield source.error(f"{entry.id!r} is given twice", "agencies", n, "id")
        seen.add(entry.id)
        if entry.areas != "all":
            for area in sorted(set(entry.areas) - set(hub_areas)):
                yield source.error(f"{area!r} is not a hub area", "agencies", n, "areas")
        if entry.parent is not None and entry.parent not in ids - {entry.id}:
            yield source.error(f"its parent {entry.parent!r} is not an agency", "agencies", n, "parent")
        for successor in sorted(set(entry.successors) - (ids - {entry.id})):
            yield source.error(f"its successor {successor!r} is not an agency", "agencies", n, "successors")
        yield from _check_dates_and_route(entry, source, n)


def _check_dates_and_route(entry: _AgencyEntry, source: LocatedYaml, n: int) -> Iterator[PlacePackError]:
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        yield source.error("it ends before it begins", "agencies", n, "valid_until")
    if entry.successors and entry.valid_until is None:
        yield source.error("it has successors but no valid_until", "agencies", n, "successors")
    route = entry.referral
    if route.target is not None and route.kind not in _ADDRESSED:
        yield source.error(f"a {route.kind} route must not have a target", "agencies", n, "referral")
    if route.target is not None and (route.source is None or route.date_checked is None):
        yield source.error("a target needs its source and date_checked", "agencies", n, "referral")


def _check_contacts(
    contacts: list[_ContactEntry], source: LocatedYaml, agency_ids: set[str]
) -> Iterator[PlacePackError]:
    for n, entry in enumerate(contacts):
        if entry.agency not in agency_ids:
            yield source.error(f"there is no agency {entry.agency!r}", "contacts", n, "agency")
        if entry.channel is Channel.WEB and not entry.value.startswith("https://"):
            yield source.error(f"{entry.value!r} is not an https address", "contacts", n, "value")
