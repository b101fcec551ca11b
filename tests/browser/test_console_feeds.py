"""The console's pages of partners' news and feeds against WCAG 2.2 AA by axe-core."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.db.models import FeedItem, FeedSource
from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import PHONE, find_faults, overflow
from tests.functional.console.officer import PASSWORD, add_staff

pytestmark = pytest.mark.browser
EMAIL = "coordinator@hub.example"


def test_partners_news_have_no_fault(open_page: OpenPage, site: Site) -> None:
    add_staff(site.hub, EMAIL, Role.HUB_COORDINATOR)
    _fill(site)
    page = open_page("/console/sign-in", width=PHONE)
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Local Focus console").wait_for()

    page.goto("/console/feeds/sources")
    page.get_by_text("Broken since").wait_for()
    assert find_faults(page) == []
    assert overflow(page) <= 0
    page.get_by_role("link", name="Westshire Police").click()
    page.get_by_role("button", name="Save").wait_for()
    assert find_faults(page) == []
    assert overflow(page) <= 0

    page.goto("/console/feeds/rules")
    page.get_by_role("button", name="Add the rule").click()
    page.locator(".govuk-error-summary").wait_for()
    assert find_faults(page) == []
    page.fill("#phrases", "burglar*")
    page.select_option("#kind", "show_first")
    page.get_by_role("button", name="Add the rule").click()
    page.get_by_role("button", name="Remove burglar*").wait_for()
    assert find_faults(page) == []

    page.goto("/console/feeds")
    assert find_faults(page) == []
    assert overflow(page) <= 0
    page.get_by_role("link", name="Sheds broken into").click()
    page.get_by_role("heading", name="As a post").wait_for()
    assert find_faults(page) == []
    assert overflow(page) <= 0
    page.select_option("#topic", "home")
    page.get_by_role("button", name="Send for review").click()
    page.get_by_text("In review").first.wait_for()


def _fill(site: Site) -> None:
    now = datetime.now(UTC)
    with site.hub.database.unit_of_work() as session:
        source = FeedSource(
            title="Westshire Police",
            url="https://police.example/" + "long/" * 30,
            problem="web_page",
            broken_since=now,
            failures=3,
        )
        session.add(source)
        session.flush()
        session.add(
            FeedItem(
                source_id=source.id,
                title="Sheds broken into",
                html="<p>Three <b>sheds</b>, <a href='https://police.example/" + "x" * 90 + "'>more</a></p>",
                link="https://police.example/1",
                areas=["northvale"],
                why=["names Mill Lane (Northvale)"],
            )
        )
