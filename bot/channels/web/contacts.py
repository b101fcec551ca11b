"""The numbers and addresses that pages show, out of the place's directory, with the day each was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import Agency, AgencyDirectory, AgencyKind, Channel, Contact

CRIMESTOPPERS = "crimestoppers"

#: The order in which people look for help.
_KINDS = (
    AgencyKind.POLICE,
    AgencyKind.FIRE_AND_RESCUE,
    AgencyKind.SUPPORT,
    AgencyKind.HEALTH,
    AgencyKind.NATIONAL_BODY,
    AgencyKind.HUB,
    AgencyKind.COUNCIL,
    AgencyKind.COUNCIL_TEAM,
    AgencyKind.LANDLORD,
    AgencyKind.UTILITY,
)


@dataclass(frozen=True, slots=True)
class AgencyContacts:
    """One agency and how to reach it."""

    agency: Agency
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """Agencies of one kind."""

    kind: AgencyKind
    agencies: tuple[AgencyContacts, ...]


def list_contact_groups(directory: AgencyDirectory, today: date) -> list[ContactGroup]:
    """Everybody who can be reached today, by kind; an agency without contacts of its own is left out."""
    groups = []
    for kind in _KINDS:
        entries = tuple(
            AgencyContacts(agency, own)
            for agency in directory.list_agencies(today)
            if agency.kind is kind and (own := _own(directory, agency))
        )
        if entries:
            groups.append(ContactGroup(kind, entries))
    return groups


def find_number(directory: AgencyDirectory, kind: AgencyKind, *, is_emergency: bool) -> Contact | None:
    """The first telephone number of an agency of that kind, or None."""
    return next(
        (
            contact
            for agency in directory.list_agencies()
            if agency.kind is kind
            for contact in _own(directory, agency)
            if contact.channel is Channel.TELEPHONE and contact.is_emergency is is_emergency
        ),
        None,
    )


def find_crimestoppers(directory: AgencyDirectory) -> Contact | None:
    """The number of the charity that takes reports nobody can trace, where the place names it."""
    return next(
        (c for c in directory.contacts if c.agency == CRIMESTOPPERS and c.channel is Channel.TELEPHONE), None
    )


def telephone_numbers(directory: AgencyDirectory) -> frozenset[str]:
    """Every telephone number that the place's contacts hold."""
    return frozenset(c.value for c in directory.contacts if c.channel is Channel.TELEPHONE)


def _own(directory: AgencyDirectory, agency: Agency) -> tuple[Contact, ...]:
    return tuple(contact for contact in directory.contacts if contact.agency == agency.id)
