"""Saying where it is: by sharing the spot, and by picking a name from a list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Site

pytestmark = pytest.mark.browser


class TestSharing:
    def test_the_place_can_be_shared(self, open_page: OpenPage, site: Site) -> None:
        page = open_page(
            "/chat", geolocation={"latitude": 54.64, "longitude": -3.55}, permissions=["geolocation"]
        )

        page.get_by_role("button", name="Share where I am").click()

        expect(page.locator(".app-message--mine").last).to_contain_text("You shared where you are.")
        assert site.hub.rasa.told[0].metadata["location"] == [54.64, -3.55]

    def test_it_says_what_to_do_when_the_place_is_kept_back(self, open_page: OpenPage) -> None:
        page = open_page("/chat")

        page.get_by_role("button", name="Share where I am").click()

        expect(page.locator(".govuk-error-summary")).to_contain_text("Write the name of the place")

    def test_nothing_is_offered_that_needs_scripts(self, open_page: OpenPage) -> None:
        page = open_page("/chat", scripts=False)

        expect(page.get_by_role("button", name="Send")).to_be_visible()
        expect(page.get_by_role("button", name="Share where I am")).to_have_count(0)


class TestSearching:
    def test_names_are_suggested_while_typing_and_one_is_said(self, open_page: OpenPage, site: Site) -> None:
        page = open_page("/chat")
        page.get_by_text("Find a place by its name").click()
        page.get_by_label("Name of a street, village or town").press_sequentially("king")
        expect(page.locator("#places-found")).to_contain_text("Which one is it?")

        page.get_by_role("button", name="King Street, Lower Vale").click()

        expect(page.locator(".app-message--mine[data-message]").last).to_contain_text(
            "King Street, Lower Vale"
        )
        expect(page.locator(".app-message--theirs[data-message]").last).to_be_focused()
        assert site.hub.rasa.told[0].message == "King Street, Lower Vale"
        expect(page.locator("#find-place")).not_to_have_attribute("open", "")

    def test_it_says_when_there_is_no_such_place(self, open_page: OpenPage) -> None:
        page = open_page("/chat")
        page.get_by_text("Find a place by its name").click()
        page.get_by_label("Name of a street, village or town").fill("xyzzy")

        expect(page.locator("#places-found")).to_contain_text("I don't know a place called that")

    def test_it_works_without_scripts(self, open_page: OpenPage, site: Site) -> None:
        page = open_page("/chat", scripts=False, width=320)
        page.get_by_text("Find a place by its name").click()
        page.get_by_label("Name of a street, village or town").fill("thornb")
        page.get_by_role("button", name="Find it").click()
        page.get_by_role("button", name="Thornby, Southvale").click()

        expect(page.locator(".app-message--mine").last).to_contain_text("Thornby")
        assert "Thornby" in site.hub.rasa.told[0].message
