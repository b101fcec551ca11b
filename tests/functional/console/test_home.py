"""The console's first page: what waits for somebody, within their role and areas."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import Officer
from tests.functional.web.visitor import Visitor

pytestmark = pytest.mark.anyio


def waiting(officer: Officer) -> dict[str, tuple[str, str]]:
    """Count and address by what waits, in the page's order."""
    found = re.findall(
        r'href="([^"]*)"><span class="app-waiting__count">([^<]*)</span> ([^<]*)</a>', officer.page
    )
    return {title: (count, address) for address, count, title in found}


async def test_each_count_leads_to_just_what_it_counts(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    file_concern(hub, assigned_to=1)
    late = file_concern(hub, target_on=date(2020, 1, 1))
    secret = file_concern(hub, is_sensitive=True, category="hate_crime", lead="westshire_police")
    await officer.open("/console")
    found = waiting(officer)
    assert list(found)[:2] == ["sensitive concerns that are open", "concerns overdue"]
    assert {title: count for title, (count, _) in found.items()} == {
        "sensitive concerns that are open": "1",
        "concerns overdue": "1",
        "concerns that nobody has": "2",
        "concerns of yours": "1",
    }
    await officer.open(found["concerns overdue"][1].replace("&amp;", "&"))
    assert late in officer.page
    assert secret not in officer.page


async def test_other_areas_are_not_counted(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"northvale"}))
    file_concern(hub, hub_area="southvale")
    await officer.open("/console")
    assert waiting(officer) == {}
    assert "Nothing." in officer.words


async def test_who_asks_for_a_person_comes_first(hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
    await resident.send("Can I talk to a person please")
    officer = await signed_in(Role.HUB_COORDINATOR)
    file_concern(hub)
    await officer.open("/console")
    assert list(waiting(officer)) == ["people who wait for an answer in the chat", "concerns that nobody has"]


async def test_an_analyst_is_shown_no_concerns(hub: Hub, signed_in: SignIn) -> None:
    analyst = await signed_in(Role.ANALYST)
    file_concern(hub)
    await analyst.open("/console")
    assert waiting(analyst) == {}
    assert "/console/concerns" not in analyst.page
    assert "/console/figures" in analyst.page
