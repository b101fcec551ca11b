"""Agencies: when and where they exist, who succeeds them, and how they are found."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.agencies import (
    Agency,
    AgencyDirectory,
    AgencyKind,
    Channel,
    Contact,
    ReferralRoute,
    RouteKind,
)
from bot.errors import NotFoundError

EAST, WEST = "east", "west"
REFORM = date(2023, 4, 1)
TODAY = date(2026, 11, 22)


def make_agency(agency_id: str, **changes: object) -> Agency:
    settings: dict[str, object] = {
        "name": agency_id.replace("_", " ").title(),
        "does": "Does things.",
        "kind": AgencyKind.COUNCIL,
        "areas": frozenset({EAST, WEST}),
    }
    return Agency(id=agency_id, **(settings | changes))  # type: ignore[arg-type]


@pytest.fixture
def directory() -> AgencyDirectory:
    new_east = make_agency("new_east", areas=frozenset({EAST}), valid_from=REFORM)
    new_west = make_agency("new_west", areas=frozenset({WEST}), valid_from=REFORM)
    county = make_agency(
        "county",
        valid_until=date(2023, 3, 31),
        successors=("new_east", "new_west"),
        also_known_as=("the shire",),
    )
    team = make_agency("east_team", kind=AgencyKind.COUNCIL_TEAM, parent="new_east")
    hub = make_agency("hub", kind=AgencyKind.HUB)
    hub_east = make_agency("hub_east", kind=AgencyKind.HUB, areas=frozenset({EAST}))
    landlord = make_agency("homes", name="Coast & Castle Homes", kind=AgencyKind.LANDLORD)
    contact = Contact("new_east", Channel.WEB, "https://east.example", "all", "its website", date(2026, 1, 1))
    return AgencyDirectory([new_east, new_west, county, team, hub, hub_east, landlord], [contact])


def test_an_agency_exists_up_to_its_last_day(directory: AgencyDirectory) -> None:
    county = directory.get_agency("county")
    assert county.is_valid_on(date(2023, 3, 31))
    assert not county.is_valid_on(REFORM)
    assert not directory.get_agency("new_east").is_valid_on(date(2023, 3, 31))


def test_the_area_decides_between_successors(directory: AgencyDirectory) -> None:
    assert directory.get_current("county", TODAY, WEST).id == "new_west"
    assert directory.get_current("county", date(2020, 1, 1), WEST).id == "county"


def test_two_possible_successors_are_not_guessed_at(directory: AgencyDirectory) -> None:
    with pytest.raises(NotFoundError):
        directory.get_current("county", TODAY)


def test_only_agencies_of_the_day_are_listed(directory: AgencyDirectory) -> None:
    ids = [agency.id for agency in directory.list_agencies(on=TODAY)]
    assert "county" not in ids
    assert "new_east" in ids


def test_a_team_has_the_contacts_of_its_council(directory: AgencyDirectory) -> None:
    assert [c.value for c in directory.list_contacts("east_team")] == ["https://east.example"]
    assert directory.list_contacts("hub") == []


def test_the_hub_of_an_area_is_the_one_that_serves_it_alone(directory: AgencyDirectory) -> None:
    hub = directory.find_hub(EAST)
    assert hub is not None
    assert hub.id == "hub_east"
    assert directory.find_hub(WEST) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("i rang THE SHIRE twice", ["county"]),
        ("coast and castle homes won't mend it", ["homes"]),
        ("the shires are lovely", []),
    ],
)
def test_agencies_are_found_by_the_names_people_use(
    directory: AgencyDirectory, words: str, expected: list[str]
) -> None:
    assert [agency.id for agency in directory.find_named(words)] == expected


def test_contacts_grow_stale(directory: AgencyDirectory) -> None:
    assert directory.list_stale_contacts(400, TODAY) == []
    assert len(directory.list_stale_contacts(90, TODAY)) == 1


def test_a_signpost_takes_no_referrals() -> None:
    signpost = make_agency("line", referral=ReferralRoute(RouteKind.SIGNPOST))
    assert not signpost.takes_referrals
    assert make_agency("other").takes_referrals


def test_an_unknown_agency_is_not_found(directory: AgencyDirectory) -> None:
    assert directory.find_agency("nobody") is None
    with pytest.raises(NotFoundError):
        directory.get_agency("nobody")
