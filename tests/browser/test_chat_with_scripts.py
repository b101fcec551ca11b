"""The chat in a real browser with JavaScript."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.domain.replies import Button, Reply
from tests.browser.conftest import OpenPage, Site
from tests.fakes.danger import CARD
from tests.functional.web.pictures import picture

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
QUESTION = Reply("Anything sharp?", (Button("No", "/deny"), Button("Not sure", "/dont_know")))


@pytest.fixture
def chat(open_page: OpenPage, site: Site) -> Page:
    """The chat, just opened."""
    site.hub.rasa.otherwise = [QUESTION]
    page = open_page("/chat")
    # Lost when the page is loaded again.
    page.evaluate("window.notReloaded = true")
    return page


def say(page: Page, text: str) -> None:
    """Type and send, and wait until it is answered."""
    before = page.locator(".app-message--theirs[data-message]").count()
    page.fill("#text", text)
    page.click("#send")
    expect(page.locator(".app-message--theirs[data-message]").nth(before)).to_be_visible()


class TestTalking:
    def test_it_answers_without_loading_the_page_again(self, chat: Page) -> None:
        say(chat, "mattresses")

        expect(chat.locator(".app-message--mine .app-message__text")).to_have_text("mattresses")
        expect(chat.locator(".app-message--theirs").last).to_contain_text("Anything sharp?")
        expect(chat.locator("#text")).to_be_focused()
        expect(chat.locator("#text")).to_have_value("")
        assert chat.evaluate("window.notReloaded") is True

    def test_a_button_goes_and_the_answer_gets_the_focus(self, chat: Page, site: Site) -> None:
        say(chat, "mattresses")
        site.hub.rasa.otherwise = [Reply("Thanks.")]

        chat.get_by_role("button", name="Not sure").click()

        expect(chat.locator(".app-message--mine").last).to_contain_text("Not sure")
        expect(chat.locator(".app-message--theirs").last).to_be_focused()
        expect(chat.locator(".app-choice")).to_have_count(0)
        assert site.hub.rasa.told[-1].message == "/dont_know"

    def test_enter_sends_and_shift_enter_makes_a_line(self, chat: Page, site: Site) -> None:
        chat.locator("#text").press_sequentially("one")
        chat.keyboard.press("Shift+Enter")
        chat.locator("#text").press_sequentially("two")
        chat.keyboard.press("Enter")

        expect(chat.locator(".app-message--theirs").last).to_contain_text("Anything sharp?")
        assert site.hub.rasa.told[-1].message == "one\ntwo"

    def test_the_keyboard_alone_is_enough(self, open_page: OpenPage, site: Site) -> None:
        site.hub.rasa.otherwise = [QUESTION]
        page = open_page("/")
        tab_to(page, "Start now")
        page.keyboard.press("Enter")
        page.wait_for_url("**/chat")
        tab_to(page, "Report something")
        page.keyboard.press("Enter")
        expect(page.locator(".app-message--theirs").last).to_be_focused()
        page.keyboard.press("Tab")
        with page.expect_response("**/chat/messages"):
            page.keyboard.press("Space")

        expect(page.locator(".app-message--mine").last).to_contain_text("No")
        assert site.hub.rasa.told[-1].message == "/deny"

    def test_danger_interrupts(self, chat: Page) -> None:
        say(chat, "help me now")

        expect(chat.get_by_role("alert")).to_contain_text(CARD)

    def test_what_is_refused_stays_in_the_field(self, chat: Page) -> None:
        chat.fill("#text", "x" * 4001)
        chat.click("#send")

        expect(chat.locator(".govuk-error-summary")).to_contain_text("4,000 letters")
        expect(chat.locator(".govuk-error-summary")).to_be_focused()
        assert len(chat.input_value("#text")) == 4001

    def test_what_the_server_refuses_comes_back(self, chat: Page, site: Site) -> None:
        for number in range(3):
            say(chat, f"message {number}")
        chat.route(
            "**/chat/messages",
            lambda route: route.fulfill(status=429, json={"error": {"code": "too_many", "message": "Wait."}}),
        )
        chat.fill("#text", "one more")
        chat.click("#send")

        expect(chat.locator(".govuk-error-summary")).to_contain_text("Wait.")
        expect(chat.locator("#text")).to_have_value("one more")
        expect(chat.locator(".app-message--waiting")).to_have_count(0)

    def test_an_old_page_gets_a_new_session_by_itself(self, chat: Page, site: Site) -> None:
        chat.context.clear_cookies()

        say(chat, "mattresses")

        assert [told.message for told in site.hub.rasa.told] == ["mattresses"]

    def test_without_a_connection_it_waits_and_sends_once_later(self, chat: Page, site: Site) -> None:
        chat.context.set_offline(True)
        chat.fill("#text", "mattresses")
        chat.click("#send")
        expect(chat.locator(".app-message--unsent")).to_contain_text("Not sent yet")

        chat.context.set_offline(False)
        chat.evaluate("window.dispatchEvent(new Event('online'))")

        expect(chat.locator(".app-message--theirs").last).to_contain_text("Anything sharp?")
        expect(chat.locator(".app-message--unsent")).to_have_count(0)
        assert [told.message for told in site.hub.rasa.told] == ["mattresses"]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with that text has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent"):
            return
    pytest.fail(f"{name} can't be reached with Tab")


class TestExtras:
    def test_staff_are_heard_while_the_page_is_open(self, chat: Page, site: Site) -> None:
        say(chat, "mattresses")

        site.hub.say_from_staff("A crew is booked for Thursday.")

        expect(chat.locator(".app-message--theirs").last).to_contain_text("A crew is booked for Thursday.")
        expect(chat.get_by_text("A crew is booked for Thursday.")).to_have_count(1)

    def test_a_photo_is_shown_before_and_after(self, chat: Page, site: Site) -> None:
        chat.set_input_files("#photo", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}])
        expect(chat.get_by_alt_text("The photo that will be sent")).to_be_visible()

        chat.click("#send")

        expect(chat.get_by_alt_text("The photo that you sent")).to_be_visible()
        expect(chat.get_by_alt_text("The photo that will be sent")).to_be_hidden()
        assert len(site.hub.rasa.told[0].metadata["photos"]) == 1

    def test_a_photo_can_be_taken_out_again(self, chat: Page) -> None:
        chat.set_input_files("#photo", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}])

        chat.get_by_role("button", name="Take the photo out").click()

        assert chat.input_value("#photo") == ""
        expect(chat.locator("#photo")).to_be_focused()

    def test_a_photo_that_is_too_big_is_refused_at_once(self, chat: Page) -> None:
        big = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * (10 * 1024 * 1024 + 1)}

        chat.set_input_files("#photo", [big])

        expect(chat.locator(".govuk-error-summary")).to_contain_text("10 MB")

    def test_leaving_goes_elsewhere_at_once(self, chat: Page) -> None:
        chat.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="the weather"))

        chat.get_by_role("button", name="Exit this page").click()

        chat.wait_for_url("https://www.bbc.co.uk/weather")

    def test_the_picture_for_the_readme(self, open_page: OpenPage, site: Site, tmp_path: Path) -> None:
        """LOCAL_FOCUS_SCREENSHOT=1 keeps the picture as docs/screenshot.png."""
        site.hub.rasa.otherwise = [
            Reply("Thanks. That sounds like fly-tipping at Mill Lane, Northvale."),
            Reply(
                "It goes to the council's street team, because they clear public land there. "
                "They aim to look within 2 working days. Is there anything sharp or leaking in it?",
                (Button("No", "/deny"), Button("Yes", "/affirm"), Button("Not sure", "/dont_know")),
            ),
        ]
        page = open_page("/chat", width=900)
        page.set_viewport_size({"width": 900, "height": 1000})
        say(page, "somebody's dumped a load of mattresses behind the garages on Mill Lane in Northvale")
        page.evaluate("window.scrollTo(0, 0)")
        folder = ROOT / "docs" if os.environ.get("LOCAL_FOCUS_SCREENSHOT") else tmp_path

        page.screenshot(path=folder / "screenshot.png")

        assert (folder / "screenshot.png").stat().st_size > 10_000
