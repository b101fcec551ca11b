"""Saying where it is: by sharing the spot, and by picking a name from a list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.domain.replies import Button, Reply
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import PHONE, find_faults, overflow
from tests.fakes.reports import westshire
from tests.functional.surveys.conftest import open_survey

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


def press_at(page: Page, x: float, y: float) -> None:
    """Press the map so far from its left and upper edge, as shares of it."""
    map_ = page.locator(".app-map")
    expect(map_.locator(".app-map__square").first).to_be_visible()
    map_.scroll_into_view_if_needed()
    frame = map_.bounding_box()
    assert frame
    page.mouse.click(frame["x"] + frame["width"] * x, frame["y"] + frame["height"] * y)


class TestOnTheMap:
    """A question for a place: the two towns of the pack are at the map's upper left and lower right."""

    def test_a_press_chooses_the_area_on_the_form(self, open_page: OpenPage, site: Site) -> None:
        open_survey(site.hub, westshire().surveys[0])
        page = open_page("/survey/lamps", width=PHONE, reduced_motion="reduce")
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_text("Lower Vale", exact=True)).to_be_visible()
        assert find_faults(page) == []
        assert overflow(page) <= 0
        page.get_by_label("Where do you live?").fill("zzzz")

        press_at(page, 0.65, 0.85)
        expect(page.get_by_text(", Southvale")).to_be_visible()
        expect(page.get_by_label("Or choose the area")).to_have_value("southvale")
        page.locator(".app-map").focus()
        for _ in range(3):
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(page.get_by_text(", Northvale")).to_be_visible()
        assert find_faults(page) == []

        page.get_by_role("button", name="Continue").click()
        page.get_by_text("Is your street dark?").wait_for()

    def test_the_chat_shows_it_when_a_place_is_asked_for(self, open_page: OpenPage, site: Site) -> None:
        open_survey(site.hub, westshire().surveys[0])
        way_in = Button("Lamps", '/choose{"value": "survey:open:lamps"}')
        site.hub.rasa.answers["a survey please"] = [Reply("Here is one.", (way_in,))]
        page = open_page("/chat", width=PHONE)
        expect(page.locator(".app-map")).to_be_hidden()
        page.get_by_label("Your message").fill("a survey please")
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_role("button", name="Lamps").click()
        press_at(page, 0.65, 0.85)
        expect(page.get_by_text(", Southvale")).to_be_visible()
        # What the button for leaving hides while it floats is not looked at.
        page.evaluate("scrollTo(0, 0)")
        assert find_faults(page) == []
        assert overflow(page) <= 0

        page.get_by_role("button", name="Say that it is here").click()

        page.get_by_text("Is your street dark?").wait_for()
        expect(page.locator(".app-map")).to_be_hidden()

    def test_nothing_of_it_is_shown_without_scripts(self, open_page: OpenPage, site: Site) -> None:
        open_survey(site.hub, westshire().surveys[0])
        page = open_page("/survey/lamps", scripts=False)
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_text("press on the map")).to_be_hidden()
        page.get_by_label("Where do you live?").fill("Hollinbeck")
        page.get_by_role("button", name="Continue").click()
        page.get_by_text("Is your street dark?").wait_for()
