"""The queue as hub staff see it: filters in the address, search, pages, many at once."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

import pytest

from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio


def shown(officer: Officer) -> list[str]:
    """The references on the screen, in order."""
    return re.findall(r'href="/console/concerns/(LF-[^"]*)"', officer.page)


async def test_each_filter_is_a_link(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    plain = file_concern(hub)
    late = file_concern(hub, target_on=date(2020, 1, 1), assigned_to=1, category="noise")
    secret = file_concern(hub, is_sensitive=True, category="hate_crime", lead="westshire_police")
    unsure = file_concern(hub, confidence=0.3, hub_area="southvale")
    closed = file_concern(hub, state="closed", outcome="resolved")
    nowhere = file_concern(hub, category=None, hub_area=None)
    for address, expected in {
        "": [nowhere, unsure, secret, late, plain],
        "?sort=oldest": [plain, late, secret, unsure, nowhere],
        "?sort=due": [late, plain, secret, unsure, nowhere],
        "?state=closed": [closed],
        "?overdue=1": [late],
        "?mine=1": [late],
        "?unassigned=1": [nowhere, unsure, secret, plain],
        "?unsure=1": [unsure],
        "?sensitive=1": [secret],
        "?category=noise": [late],
        "?category=unknown": [nowhere],
        "?agency=westshire_police": [secret],
        "?area=southvale": [unsure],
        "?area=unknown": [nowhere],
        f"?state=all&q={closed.lower()}": [closed],
    }.items():
        response = await officer.open(f"/console/concerns{address}")
        assert (response.status_code, shown(officer)) == (200, expected), address


async def test_search_finds_words_places_and_contacts(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    sofa = file_concern(hub, description="Ein rotes Sofa, ein Café", contact="ring 07700 900 123 please")
    other = file_concern(hub, place_name="Harbour View", contact="Some.One@Example.org")
    for typed, expected in {
        "sofa": [sofa],
        "cafe ROT": [sofa],
        "harbour": [other],
        "sofa harbour": [],
        "+44 7700 900123": [sofa],
        "some.one@example.org": [other],
        '"*) OR (': [],
        "-": [other, sofa],
    }.items():
        await officer.open(f"/console/concerns?{urlencode({'q': typed})}")
        assert shown(officer) == expected, typed


async def test_what_is_corrected_or_removed_is_found_by_its_new_words_only(
    hub: Hub, signed_in: SignIn
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = file_concern(hub, description="a mattress")
    with hub.database.unit_of_work() as unit:
        unit.merge(look_up(hub, reference)).description = "a piano"
    await officer.open("/console/concerns?q=mattress")
    assert shown(officer) == []
    await officer.open("/console/concerns?q=piano")
    assert shown(officer) == [reference]
    with hub.database.unit_of_work() as unit:
        unit.delete(unit.merge(look_up(hub, reference)))
    await officer.open("/console/concerns?q=piano")
    assert shown(officer) == []


async def test_nobody_sees_other_areas(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"southvale"}))
    file_concern(hub)
    own = file_concern(hub, hub_area="southvale")
    placeless = file_concern(hub, hub_area=None)
    for address in ("", "?area=northvale", "?q=mattress"):
        await officer.open(f"/console/concerns{address}")
        assert set(shown(officer)) <= {own, placeless}


async def test_pages_follow_each_other_without_gaps(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    filed = [file_concern(hub, target_on=date(2030, 1, 1 + number % 7)) for number in range(120)]
    for sort in ("newest", "oldest", "due"):
        seen: list[str] = []
        await officer.open(f"/console/concerns?sort={sort}&category=fly_tipping")
        while True:
            seen += shown(officer)
            following = re.search(r'rel="next" href="([^"]*)"', officer.page)
            if following is None:
                break
            await officer.open(following[1].replace("&amp;", "&"))
        assert (len(seen), set(seen)) == (120, set(filed)), sort


@pytest.mark.parametrize(
    "address", ["?state=nonsense", "?sort=sideways", "?after=x&sort=due", f"?after={'9' * 60}", "?q=%00"]
)
async def test_an_address_that_was_tampered_with_breaks_nothing(signed_in: SignIn, address: str) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    assert (await officer.open(f"/console/concerns{address}")).status_code in {200, 400}
