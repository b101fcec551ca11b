"""What of a concern an agency sees that it was referred to: the least that its part needs, and on what basis.

Rests on section 115 of the Crime and Disorder Act 1998 (a power to share, case by case and proportionate)
and on what residents are told when they send a report. Their conversation, private notes and other agencies'
referrals are never shared; who reported it only by the contact that they gave for this report.
"""

from __future__ import annotations

from enum import StrEnum

from bot.domain.agencies import AgencyKind, RouteKind

_BY_NUMBER = frozenset({"reference", "hub_area", "target_on", "filed_at"})
_ALWAYS = _BY_NUMBER | {"category"}
_TO_DO_IT = frozenset(
    {"place_name", "latitude", "longitude", "description", "details", "happened", "is_ongoing"}
)
_CONTACT = frozenset({"contact"})
_PHOTOS = frozenset({"photos"})

#: The relevant authorities of section 115(2), with registered landlords among them.
_RELEVANT_AUTHORITIES = frozenset(
    {
        AgencyKind.COUNCIL,
        AgencyKind.COUNCIL_TEAM,
        AgencyKind.POLICE,
        AgencyKind.FIRE_AND_RESCUE,
        AgencyKind.HUB,
        AgencyKind.LANDLORD,
        AgencyKind.HEALTH,
    }
)


class SharingPurpose(StrEnum):
    """What for an agency is told; stands in the sharing ledger."""

    LEAD = "to deal with what was reported"
    PARTNER = "to work along on what was reported"
    CHASE = "to ask again for an answer"


class LegalBasis(StrEnum):
    """On what sharing rests; stands in the sharing ledger."""

    SECTION_115 = "Crime and Disorder Act 1998, section 115"
    TOLD_AND_SENT = "the resident sent the report after reading who gets it"


def shared_fields(
    *,
    is_lead: bool,
    is_sensitive: bool,
    route: RouteKind = RouteKind.CONSOLE,
    has_contact: bool = False,
    has_photos: bool = False,
) -> frozenset[str]:
    """Names of the concern's fields that the agency sees by this route.

    Of a sensitive concern an agency that works along sees that there is one; the hub tells it what it needs.
    A mail lies open in a mailbox, so that one about a sensitive concern holds its number only. The contact
    that a resident gave for the report (`has_contact`, and they didn't ask to stay anonymous) goes to the
    lead, who may need to ask; a system that makes tickets and a mail about a sensitive concern get none.
    Photos (`has_photos`) are looked at in the console, which shows redacted copies; they are sent nowhere.
    """
    if is_sensitive and route in (RouteKind.EMAIL, RouteKind.OPEN311):
        return _BY_NUMBER
    if is_sensitive and not is_lead:
        return _ALWAYS
    may_contact = is_lead and has_contact and route in (RouteKind.EMAIL, RouteKind.WEBHOOK)
    sees_photos = has_photos and route is RouteKind.CONSOLE
    return (
        _ALWAYS
        | _TO_DO_IT
        | (_CONTACT if may_contact else frozenset())
        | (_PHOTOS if sees_photos else frozenset())
    )


def legal_basis(kind: AgencyKind | None) -> LegalBasis:
    """On what sharing with an agency of this kind rests."""
    return LegalBasis.SECTION_115 if kind in _RELEVANT_AUTHORITIES else LegalBasis.TOLD_AND_SENT
