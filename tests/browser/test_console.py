"""A first day in the console, in a real browser: from the link to the word that the resident reads."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from bot.db.models import Conversation
from bot.domain.staff import COMMAND_LINE, Account, Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import find_faults, overflow
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.browser

PHONE, DESKTOP = 320, 1280
EMAIL, PASSWORD = "first@hub.example", "correct horse battery"


def make_link(site: Site) -> str:
    """The link that `local-focus staff add` prints, without the address of the hub."""
    staff = site.hub.app.state.console.services.staff
    with site.hub.database.unit_of_work() as unit:
        _, secret = staff.add(unit, COMMAND_LINE, Account(EMAIL, "First", Role.ADMINISTRATOR))
    return f"/console/open/{secret}"


def check(page: Page) -> None:
    """Nothing that keeps anybody out, and nothing that sticks out."""
    assert find_faults(page) == []
    assert overflow(page) <= 0


def tell(open_page: OpenPage) -> Page:
    """A resident who has told something in the web chat."""
    resident = open_page("/chat")
    resident.locator("textarea[name=text]").fill("An old mattress by the beck")
    resident.locator("textarea[name=text]").press("Enter")
    expect(resident.locator(".app-message__text", has_text="Where is it?")).to_be_visible()
    return resident


def sign_in(page: Page, link: str) -> None:
    """Open the account, set up the authenticator app, and come in by it."""
    page.goto(link)
    check(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("Password").fill(PASSWORD)
    check(page)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/console/account/second-step")
    check(page)
    app = pyotp.TOTP(page.get_by_test_id("key").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Use this app").click()
    check(page)
    code = page.locator(".app-codes code").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    check(page)
    page.get_by_role("button", name="Sign out").click()
    check(page)
    page.get_by_text("Sign in again").click()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    check(page)
    # The app's code of this half-minute has been used; the recovery code saves waiting for the next.
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/console$"))


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, True), (DESKTOP, True)], ids=["phone", "desktop"])
def test_a_concern_is_triaged_and_closed_and_the_resident_hears_of_it(
    open_page: OpenPage, site: Site, width: int, scripts: bool
) -> None:
    resident = tell(open_page)
    with site.hub.database.unit_of_work() as unit:
        person = unit.query(Conversation).one().person_id
    reference = file_concern(site.hub, person_id=person, category="litter")
    page = open_page("/console", width=width, scripts=scripts)
    sign_in(page, make_link(site))
    check(page)

    page.goto("/console/concerns")
    check(page)
    page.get_by_label("Search").fill("mattress")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=reference, exact=True).click()
    check(page)
    page.get_by_text("Change the category").click()
    form = page.locator("#category")
    form.get_by_label("What it really is").select_option("fly_tipping")
    form.get_by_label("Reason").fill("A mattress is no litter")
    check(page)
    form.get_by_role("button", name="Change and send on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fly tipping")
    page.locator("#close summary").click()
    form = page.locator("#close")
    form.get_by_label("Outcome").select_option("resolved")
    form.get_by_label("Reason").fill("The crew took it on Monday")
    form.get_by_role("button", name="Close it").click()
    expect(page.locator(".govuk-tag").first).to_have_text("Closed")
    check(page)

    told = resident.locator(".app-message__text", has_text="the problem has been put right")
    expect(told).to_contain_text(reference)
    expect(told).to_have_count(1)
    for path in ("/console/staff", "/console/staff/add", "/console/audit", "/console/nowhere"):
        page.goto(path)
        check(page)


def test_it_works_by_keyboard_without_scripts(open_page: OpenPage, site: Site) -> None:
    reference = file_concern(site.hub)
    page = open_page(make_link(site), scripts=False)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.goto(f"/console/concerns/{reference}")
    page.locator("#note summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Known address")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Known address")).to_be_visible()
