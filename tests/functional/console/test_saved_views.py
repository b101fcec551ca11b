"""Views of the queue that staff save, for themselves or for everybody, and how many concerns each holds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.db.models import SavedView
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import audited, file_concern
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio
NORTH = "/console/concerns?area=northvale"


def counts(officer: Officer) -> dict[str, str]:
    """What stands beside each view on the screen, by its title."""
    found = re.findall(
        r'<li><a class="govuk-link" href="[^"]*"[^>]*>([^<]*)</a> <span[^>]*>([^<]*)<', officer.page
    )
    return dict(found)


async def save(officer: Officer, name: str, filters: str = "area=northvale", **fields: str) -> int:
    await officer.open(f"/console/concerns?{filters}")
    return (await officer.send(f"/console/queue/views?{filters}", view_name=name, **fields)).status_code


async def test_each_view_says_how_many_it_holds(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"northvale"}))
    file_concern(hub, target_on=date(2020, 1, 1), assigned_to=1)
    file_concern(hub, is_sensitive=True, confidence=0.2)
    file_concern(hub, hub_area="southvale")
    await officer.open("/console/concerns")
    assert counts(officer) == {
        "All open": "2",
        "Mine": "1",
        "Unassigned": "1",
        "Overdue": "1",
        "Low confidence": "1",
        "Sensitive": "1",
        "Closed": "0",
    }


async def test_a_view_is_kept_and_removed_by_its_owner_alone(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    other = await signed_in(Role.HUB_OFFICER, "other@hub.example")
    file_concern(hub, category="noise")
    assert await save(officer, "  North,  noise ", "category=noise&area=northvale") == 200
    assert counts(officer)["North, noise"] == "1"
    assert 'href="/console/concerns?category=noise&amp;area=northvale" aria-current="page"' in officer.page
    await other.open(NORTH)
    assert "North, noise" not in other.page
    assert (await other.send("/console/queue/views/1/remove")).status_code == 404
    await officer.send("/console/queue/views/1/remove")
    assert "North, noise" not in counts(officer)
    assert audited(hub, "view.save") == []


async def test_coordinators_share_views_and_each_sees_what_they_may(hub: Hub, signed_in: SignIn) -> None:
    boss = await signed_in(Role.HUB_COORDINATOR)
    south = await signed_in(Role.HUB_OFFICER, areas=frozenset({"southvale"}))
    file_concern(hub, is_sensitive=True)
    await save(boss, "To look at", "sensitive=1", shared="1")
    assert counts(boss)["To look at"] == "1"
    await south.open("/console/concerns")
    assert counts(south)["To look at"] == "0"
    assert (await south.send("/console/queue/views/1/remove")).status_code == 404
    await boss.send("/console/queue/views/1/remove")
    assert (audited(hub, "view.save"), audited(hub, "view.remove")) == (["1"], ["1"])


async def test_officers_share_nothing(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await save(officer, "Mine alone", shared="1")
    with hub.database.unit_of_work() as unit:
        assert [view.is_shared for view in unit.query(SavedView)] == [False]


async def test_the_same_name_replaces(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await save(officer, "North")
    await save(officer, "North", "area=southvale")
    with hub.database.unit_of_work() as unit:
        assert [view.filters for view in unit.query(SavedView)] == [{"area": "southvale"}]


@pytest.mark.parametrize(
    ("name", "filters", "problem"),
    [
        ("", "area=northvale", "give the view a name"),
        ("x" * 61, "area=northvale", "60 characters"),
        ("Somebody", "q=07700+900123", "can't be kept"),
        ("Somebody", "q=some.one%40example.org", "can't be kept"),
    ],
)
async def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    signed_in: SignIn, name: str, filters: str, problem: str
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    assert await save(officer, name, filters) == 422
    assert problem in officer.words
    assert f'value="{name}"' in officer.page or not name


async def test_there_is_an_end_to_them(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    statuses = [await save(officer, f"View {number}") for number in range(21)]
    assert statuses == [200] * 20 + [422]


@pytest.mark.parametrize("filters", ["state=nonsense", "sort=sideways"])
async def test_an_address_that_was_tampered_with_is_not_kept(signed_in: SignIn, filters: str) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/concerns")
    assert (await officer.send(f"/console/queue/views?{filters}", view_name="x")).status_code == 400
