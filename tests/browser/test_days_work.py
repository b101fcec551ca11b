"""A day's work at the hub, in real browsers: an officer at the console, and a resident in the chat."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import Page, expect

from bot.db.models import Conversation
from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_console import DESKTOP, PHONE, check, tell
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import PASSWORD, add_staff

pytestmark = pytest.mark.browser
EMAIL = "jo@hub.example"


@pytest.fixture
def resident(open_page: OpenPage) -> Page:
    """Somebody in the web chat, in a browser of their own."""
    return tell(open_page)


@pytest.fixture
def told(site: Site, resident: Page) -> str:
    """What they reported."""
    add_staff(site.hub, EMAIL, Role.HUB_OFFICER)
    with site.hub.database.unit_of_work() as unit:
        person = unit.query(Conversation).one().person_id
    return file_concern(site.hub, person_id=person)


def test_a_day_at_the_hub(open_page: OpenPage, site: Site, resident: Page, told: str) -> None:
    others = [file_concern(site.hub) for _ in range(4)]
    page = open_page("/console/sign-in", width=DESKTOP)
    sign_in(page)
    sign_in_with_app(page)

    for reference in (told, *others):
        triage(page, reference)
    assert {look_up(site.hub, reference).state for reference in (told, *others)} == {"in_progress"}
    reroute(page, others[0])

    take_over(page, resident, told)

    page.goto(f"/console/concerns/{told}")
    page.locator("#close summary").click()
    form = page.locator("#close")
    form.get_by_label("Outcome").select_option("resolved")
    form.get_by_label("Reason").fill("The crew took it")
    form.get_by_role("button", name="Close it").click()
    expect(page.locator(".govuk-tag").first).to_have_text("Closed")
    news = resident.locator(".app-message__text", has_text="the problem has been put right")
    expect(news).to_contain_text(told)
    check(resident)


def test_a_conversation_is_joined_on_a_phone(open_page: OpenPage, resident: Page, told: str) -> None:
    page = open_page("/console/sign-in", width=PHONE)
    sign_in(page)
    page.goto("/console/conversations")
    expect(page.locator("#rows tr")).to_have_count(1)
    # Somebody else begins to write: the list shows it by itself.
    tell(open_page)
    expect(page.locator("#rows tr")).to_have_count(2)
    expect(page.get_by_text("The list has changed.")).to_be_visible()
    check(page)
    take_over(page, resident, told)


def sign_in(page: Page) -> None:
    """Give the password."""
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile(r"/sign-in"))


def sign_in_with_app(page: Page) -> None:
    """Set the authenticator app up, and come in by its code."""
    page.goto("/console/account/second-step")
    app = pyotp.TOTP(page.get_by_test_id("key").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Use this app").click()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("Sign in again").click()
    sign_in(page)
    # A code counts once; a clock that goes half a minute fast is let in.
    page.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/console$"))


def triage(page: Page, reference: str) -> None:
    """Open it from the queue, take it on, and begin."""
    page.goto("/console/concerns")
    page.get_by_role("link", name=reference, exact=True).click()
    page.locator("#assign summary").click()
    page.locator("#assign").get_by_label("Who works on it").select_option(label="Jo")
    page.locator("#assign").get_by_role("button", name="Assign").click()
    page.locator("#state summary").click()
    page.locator("#state").get_by_label("State").select_option("in_progress")
    page.locator("#state").get_by_role("button", name="Save the state").click()
    expect(page.locator(".govuk-tag").first).to_have_text("In progress")


def reroute(page: Page, reference: str) -> None:
    """It belongs to somebody else."""
    page.goto(f"/console/concerns/{reference}")
    page.locator("#lead summary").click()
    form = page.locator("#lead")
    form.get_by_label("Agency").select_option("westshire_police")
    form.get_by_label("Reason").fill("It was set on fire")
    form.get_by_role("button", name="Give the lead").click()
    expect(page.get_by_text("Westshire Police (lead)")).to_be_visible()


def take_over(page: Page, resident: Page, reference: str) -> None:
    """Join the resident's chat, talk with them while both pages are open, and hand it back."""
    page.goto("/console/conversations")
    check(page)
    page.goto(f"/console/concerns/{reference}")
    page.get_by_role("link", name="See it live, or join it").click()
    check(page)
    page.get_by_role("button", name="Join the conversation").click()
    expect(resident.locator(".app-message__text", has_text="Jo from the hub has joined")).to_be_visible()
    check(page)

    page.get_by_label("Your message").press_sequentially("Is it still there?")
    expect(resident.get_by_text("Jo from the hub is typing")).to_be_visible()
    page.get_by_label("Your message").press("Control+Enter")
    expect(resident.locator(".app-message__text", has_text="Is it still there?")).to_be_visible()
    expect(resident.get_by_text("Jo from the hub is typing")).to_be_hidden()
    expect(page.get_by_label("Your message")).to_have_value("")
    expect(page.locator("#talk").get_by_text("Is it still there?")).to_be_visible()

    resident.locator("textarea[name=text]").fill("Yes, by the gate")
    resident.locator("textarea[name=text]").press("Enter")
    expect(page.locator("#talk").get_by_text("Yes, by the gate")).to_be_visible()
    check(resident)
    # What can't be sent is named, and stays in the field.
    page.get_by_label("Your message").fill("   ")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#text-error")).to_have_text(re.compile("write something first", re.IGNORECASE))
    check(page)
    page.get_by_role("button", name="Hand back to the computer helper").click()
    expect(page.get_by_role("button", name="Join the conversation")).to_be_visible()
    left = resident.locator(".app-message__text", has_text="writing with the computer helper again")
    expect(left).to_be_visible()
