"""The chat in a real browser with JavaScript switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.domain.replies import Button, Reply
from tests.browser.conftest import OpenPage, Site
from tests.functional.web.pictures import picture

pytestmark = pytest.mark.browser


def test_a_whole_conversation(open_page: OpenPage, site: Site) -> None:
    site.hub.rasa.answers = {
        "mattresses": [Reply("Anything sharp?", (Button("Not sure", "/dont_know"),))],
        "/dont_know": [Reply("Want to add a photo?")],
    }
    site.hub.rasa.otherwise = [Reply("Sent.")]
    page = open_page("/", scripts=False, width=320)
    page.get_by_role("button", name="Start now").click()

    page.fill("#text", "mattresses")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Not sure").click()
    expect(page.locator(".app-message--theirs").last).to_contain_text("Want to add a photo?")
    page.set_input_files("#photo", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}])
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".app-message--theirs").last).to_contain_text("Sent.")
    assert [told.message for told in site.hub.rasa.told][:2] == ["mattresses", "/dont_know"]
    assert len(site.hub.rasa.told[2].metadata["photos"]) == 1


def test_what_is_refused_stays_in_the_field(open_page: OpenPage) -> None:
    page = open_page("/chat", scripts=False)
    page.fill("#text", "x" * 4001)

    page.get_by_role("button", name="Send").click()

    expect(page.locator(".govuk-error-summary")).to_contain_text("4,000 letters")
    assert len(page.input_value("#text")) == 4001


def test_nothing_is_offered_that_needs_scripts(open_page: OpenPage) -> None:
    page = open_page("/chat", scripts=False)

    for hidden in ("#share-place", "#typing", "#photo-preview", "#photo-progress"):
        expect(page.locator(hidden)).to_be_hidden()


def test_leaving_is_a_plain_link(open_page: OpenPage) -> None:
    page = open_page("/chat", scripts=False)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="the weather"))

    page.get_by_role("button", name="Emergency Exit this page", exact=True).click()

    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_deleting_asks_first(open_page: OpenPage, site: Site) -> None:
    page = open_page("/chat", scripts=False)
    page.fill("#text", "mattresses")
    page.get_by_role("button", name="Send").click()

    page.get_by_role("link", name="delete this conversation").click()
    page.get_by_role("button", name="Yes, delete it").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Nothing of a conversation is left")
    assert len(site.hub.rasa.forgotten) == 1
    page.goto("/chat")
    expect(page.get_by_text("mattresses")).to_have_count(0)
