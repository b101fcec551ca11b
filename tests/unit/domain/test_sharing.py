"""What an agency is told, by its part, the route, and how sensitive it is."""

from __future__ import annotations

import pytest

from bot.domain.agencies import AgencyKind, RouteKind
from bot.domain.sharing import LegalBasis, legal_basis, shared_fields

MINIMUM = {"reference", "hub_area", "target_on", "filed_at"}


@pytest.mark.parametrize("route", list(RouteKind))
@pytest.mark.parametrize("is_lead", [True, False])
@pytest.mark.parametrize("is_sensitive", [True, False])
def test_a_contact_goes_to_the_lead_alone(route: RouteKind, is_lead: bool, is_sensitive: bool) -> None:
    def fields(has_contact: bool) -> frozenset[str]:
        return shared_fields(is_lead=is_lead, is_sensitive=is_sensitive, route=route, has_contact=has_contact)

    assert "contact" not in fields(False)
    goes = is_lead and (route is RouteKind.WEBHOOK or (route is RouteKind.EMAIL and not is_sensitive))
    assert fields(True) - fields(False) == ({"contact"} if goes else set())
    assert fields(True) >= MINIMUM


def test_the_sensitive_minimum() -> None:
    for is_lead in (True, False):
        assert shared_fields(is_lead=is_lead, is_sensitive=True, route=RouteKind.EMAIL) == MINIMUM
    along = shared_fields(is_lead=False, is_sensitive=True, route=RouteKind.WEBHOOK, has_contact=True)
    assert along == MINIMUM | {"category"}
    assert "description" in shared_fields(is_lead=True, is_sensitive=True, route=RouteKind.WEBHOOK)


def test_who_is_no_relevant_authority_rests_on_what_the_resident_read() -> None:
    assert legal_basis(AgencyKind.POLICE) is LegalBasis.SECTION_115
    assert legal_basis(AgencyKind.SUPPORT) is LegalBasis.TOLD_AND_SENT
    assert legal_basis(None) is LegalBasis.TOLD_AND_SENT


@pytest.mark.parametrize("route", list(RouteKind))
def test_photos_are_seen_in_the_console_and_sent_nowhere(route: RouteKind) -> None:
    def sees_photos(is_lead: bool, is_sensitive: bool) -> bool:
        names = shared_fields(is_lead=is_lead, is_sensitive=is_sensitive, route=route, has_photos=True)
        return "photos" in names

    is_console = route is RouteKind.CONSOLE
    assert sees_photos(is_lead=True, is_sensitive=False) is is_console
    assert sees_photos(is_lead=True, is_sensitive=True) is is_console
    assert sees_photos(is_lead=False, is_sensitive=False) is is_console
    assert not sees_photos(is_lead=False, is_sensitive=True)
