"""Choosing a language in a real browser: by keyboard, on a small phone, with and without scripts."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import DESKTOP, PHONE, find_faults, overflow

pytestmark = pytest.mark.browser

LANGUAGES = ("pl", "ro", "uk")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_fault_in_any_language(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page(f"/?language={language}", width=width)
    for path in ("/", "/chat", "/privacy", "/numbers", "/advice/locks", "/accessibility", "/chat/places"):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert find_faults(page) == []
        assert overflow(page) <= 0, path


def test_a_language_is_chosen_by_keyboard_and_the_page_follows(open_page: OpenPage) -> None:
    page = open_page("/", width=PHONE)
    link = page.get_by_role("link", name="Українська")
    link.focus()
    page.keyboard.press("Enter")

    page.locator("html[lang=uk]").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Розкажіть нам, що не так там, де ви живете"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_chat_goes_on_in_the_chosen_language(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/chat", width=PHONE, scripts=scripts)
    page.fill("#text", "mattresses")
    page.click("#send")
    page.get_by_text("Where is it?").wait_for()

    page.get_by_role("button", name="Polski").press("Enter")
    page.get_by_text("Dobrze, od teraz piszę po polsku.").wait_for()
    assert page.locator("html").get_attribute("lang") == "pl"

    # Its own button takes the page back too.
    page.get_by_role("button", name="Go on in English").click()
    page.locator("html[lang=en-GB]").wait_for()
