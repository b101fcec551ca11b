"""A coordinator's queue in a real browser: single keys, many at once, counts that change by themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_console import DESKTOP, PHONE, check
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import PASSWORD, add_staff

pytestmark = pytest.mark.browser
EMAIL = "boss@hub.example"


def sign_in(open_page: OpenPage, site: Site, width: int) -> Page:
    """The queue of a coordinator."""
    add_staff(site.hub, EMAIL, Role.HUB_COORDINATOR)
    page = open_page("/console/sign-in?next=/console/concerns", width=width)
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Concerns")
    return page


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_concerns_are_worked_on_by_keyboard_and_the_counts_follow(
    open_page: OpenPage, site: Site, width: int
) -> None:
    first, second, third = (file_concern(site.hub) for _ in range(3))
    page = sign_in(open_page, site, width)
    check(page)

    # Keys move and tick; in a field they are letters.
    page.get_by_label("Search").fill("j")
    page.get_by_label("Search").press("x")
    expect(page.get_by_label("Search")).to_have_value("jx")
    page.get_by_label("Search").fill("")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=third, exact=True)).to_be_focused()
    for key in ("x", "j", "x", "j", "k"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name=second, exact=True)).to_be_focused()
    expect(page.get_by_text("2 ticked")).to_be_visible()

    # Their list opens, and closes again.
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    # Somebody files a concern and closes another: counts and a link say so by themselves.
    other = file_concern(site.hub)
    expect(page.get_by_role("link", name="1 new concern. Show it")).to_be_visible()
    expect(page.locator("[data-count=ready-0]")).to_have_text("4")
    check(page)

    # What was ticked is closed, but for what somebody changed meanwhile.
    with site.hub.database.unit_of_work() as unit:
        unit.merge(look_up(site.hub, second)).version = 2
    page.get_by_label("Close with outcome").select_option("resolved")
    page.get_by_label("Reason for closing").fill("The crew took it on Monday")
    page.get_by_role("button", name="Close and tell the residents").click()
    expect(page.get_by_text("1 changed, 1 left as they were.")).to_be_visible()
    check(page)
    assert {one: str(look_up(site.hub, one).state) for one in (first, second, third, other)} == {
        first: "open",
        second: "open",
        third: "closed",
        other: "open",
    }

    # A view gets a name; shortcuts are turned off.
    page.goto("/console/concerns?category=fly_tipping&area=northvale")
    page.get_by_text("Save this view, or remove one").click()
    page.get_by_label("Name of this view").fill("North")
    check(page)
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_role("link", name="North", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("button", name="Turn them off").click()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    expect(page.locator("[data-row] a:focus")).to_have_count(0)
