"""The dashboard through the door: known totals, charts, CSV files, and who sees which areas."""

from __future__ import annotations

import base64
import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio

HOME = "12 Secret Cottage, Mill Lane"


def file_some(hub: Hub) -> None:
    """Five concerns of today, one of them closed, and four of a year ago."""
    now = datetime.now(UTC)
    for _ in range(3):
        file_concern(hub, place_id="northvale/mill-lane", place_name=HOME, contact="07700 900123")
    file_concern(hub, category="noise", hub_area="southvale", channel="telegram")
    file_concern(hub, category="noise", state="closed", outcome="resolved", description="Barking.")
    for _ in range(4):
        file_concern(hub, filed_at=now - timedelta(days=366))
    file_concern(hub, filed_at=now - timedelta(days=700))


def draw_out(page: str) -> list[str]:
    """The charts of the page, as SVG."""
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    return [base64.b64decode(one).decode("utf-8") for one in found]


async def test_an_analyst_sees_counts_and_changes_but_nobody(hub: Hub, signed_in: SignIn) -> None:
    file_some(hub)
    analyst = await signed_in(Role.ANALYST)
    await analyst.open("/console/figures")
    assert "Concerns 5 Same days of the year before 4 (up 25.0 %)" in analyst.words
    assert "Still open 4" in analyst.words
    assert "Most: Fly tipping, with 3 of 5 (60%)." in analyst.words
    assert "Fly tipping 3 4 −25.0" in analyst.words
    for told in (HOME, "07700", "Barking", "mattress", "LF-"):
        assert told not in analyst.page


async def test_an_area_limits_every_figure_chart_and_file(hub: Hub, signed_in: SignIn) -> None:
    file_some(hub)
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"southvale"}))
    await officer.open("/console/figures?area=northvale")
    assert "Concerns 0" in officer.words
    assert "Northvale" not in officer.page
    await officer.open("/console/figures")
    assert "Concerns 1" in officer.words
    exported = await officer.client.get("/console/figures/tables/category.csv")
    assert list(csv.reader(io.StringIO(exported.text)))[1:] == [["Noise", "1"]]
    charts = draw_out(officer.page)
    assert "Noise" in charts[0]
    assert not [chart for chart in charts if "Fly tipping" in chart or "Northvale" in chart]


async def test_an_address_asks_for_the_same_figures_again(hub: Hub, signed_in: SignIn) -> None:
    file_some(hub)
    officer = await signed_in(Role.HUB_COORDINATOR)
    day = (datetime.now(UTC) - timedelta(days=366)).date().isoformat()
    query = f"from={day}&to={day}&category=fly_tipping&area=northvale"
    await officer.open(f"/console/figures?{query}")
    assert "Concerns 4" in officer.words
    exported = await officer.client.get(f"/console/figures/tables/area.csv?{query}")
    assert next(csv.DictReader(io.StringIO(exported.text)))["Concerns"] == "4"
    assert f'value="{day}"' in officer.page


async def test_what_can_not_be_read_is_told_or_left_out(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.ADMINISTRATOR)
    turned = await officer.open("/console/figures?from=2026-03-02&to=2026-03-01")
    assert (turned.status_code, "has to come before" in officer.words) == (422, True)
    for query in ("from=0001-01-01", "from=9999-12-31", "from=x&area=nowhere&category=%00&period=never"):
        assert (await officer.open(f"/console/figures?{query}")).status_code in {200, 422}
    assert (await officer.client.get("/console/figures/tables/nothing.csv")).status_code == 404


async def test_places_repeat_by_name_of_the_gazetteer_and_never_where_it_is_sensitive(
    hub: Hub, signed_in: SignIn
) -> None:
    place, other = list(hub.app.state.console.services.place_names.items())[:2]
    for _ in range(3):
        file_concern(hub, place_id=place[0])
        file_concern(hub, place_id=other[0], is_sensitive=True)
    officer = await signed_in(Role.HUB_OFFICER)
    exported = await officer.client.get("/console/figures/tables/places.csv")
    assert list(csv.reader(io.StringIO(exported.text)))[1:] == [[place[1], "3"]]


async def test_hot_spots_are_on_a_map_and_small_ones_only_for_those_who_work_cases(
    hub: Hub, signed_in: SignIn
) -> None:
    place, name = next(iter(hub.app.state.console.services.place_names.items()))
    for number in range(1, 13):
        file_concern(hub, latitude=54.5 + number / 100, longitude=-2.7)
    for _ in range(8):
        file_concern(hub, latitude=54.4, longitude=-2.7, place_id=place, place_name=HOME)
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/figures")
    exported = await officer.client.get("/console/figures/tables/hot_spots.csv")
    (spot,) = csv.DictReader(io.StringIO(exported.text))
    assert (spot["Near"], spot["Concerns"], spot["Expected"]) == (f"1. {name}", "8", "1.0")
    assert (spot["Area"], spot["Most about"]) == ("Northvale", "Fly tipping")
    assert "Map of hot spots" in officer.page
    assert [chart for chart in draw_out(officer.page) if "Longitude" in chart]
    assert HOME not in officer.page
    analyst = await signed_in(Role.ANALYST)
    await analyst.open("/console/figures")
    assert "Map of hot spots" not in analyst.page
    assert "Numbers below 10 are not shown." in analyst.words
