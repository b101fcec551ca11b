"""The dashboard with a made-up year in a real browser: charts pass the policy, nobody is kept out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import DESKTOP, PHONE, find_faults, overflow
from tests.fakes.demo_year import fill_demo_year
from tests.functional.console.officer import PASSWORD, add_staff

pytestmark = pytest.mark.browser


def sign_in(page: Page) -> None:
    """Come in with the password."""
    page.get_by_label("Email address").fill("analyst@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_dashboard_has_no_fault_and_shows_its_charts(open_page: OpenPage, site: Site, width: int) -> None:
    fill_demo_year(site.hub.database, 1500)
    add_staff(site.hub, "analyst@hub.example", Role.ANALYST)
    page = open_page("/console/figures", width=width)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Figures")
    assert find_faults(page) == []
    assert overflow(page) <= 0
    charts = page.locator("img.app-chart")
    assert charts.count() == 5
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete", arg=chart.element_handle())
        assert chart.evaluate("image => image.naturalWidth") > 0
    page.get_by_label("Category", exact=True).select_option("asb")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#figure-category + p")).to_contain_text("Most: Anti-social behaviour")
    assert find_faults(page) == []
    for report in ("meeting-pack?period=latest", "scrutiny-report?period=year"):
        page.goto(f"/console/figures/{report}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert find_faults(page) == []
        assert overflow(page) <= 0
