"""News in an open chat: it comes by itself, leaves a question open, is taken back, and stops in one tap."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.domain.replies import Button, Reply
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import PHONE, find_faults, overflow
from tests.browser.test_chat_with_scripts import say
from tests.functional.web.test_news_chat import publish, retract

pytestmark = pytest.mark.browser
STEPS = ("All news", "All of Westshire", "As it comes", "No, not urgent news", "Never, any time is fine")


def test_it_comes_and_goes_by_itself(open_page: OpenPage, site: Site) -> None:
    page = open_page("/chat", width=PHONE)
    # What leads through choosing asks for nothing but its buttons.
    site.hub.rasa.otherwise = [Reply("What news?", (Button("Choose", "/subscribe"),))]
    say(page, "news please")
    page.get_by_role("button", name="Choose").click()
    for title in STEPS:
        page.get_by_role("button", name=title).click()
    expect(page.locator(".app-message--theirs").last).to_contain_text("This is what you get")

    site.hub.rasa.otherwise = [Reply("Is it going on now?", (Button("Yes", "/affirm"),))]
    say(page, "mattresses")
    post_id = publish(site.hub, "Lock your shed")
    news = page.locator(".app-message--news")
    expect(news).to_contain_text("Use two locks.")
    expect(page.get_by_role("button", name="Yes")).to_be_visible()
    assert find_faults(page) == []
    assert overflow(page) <= 0

    retract(site.hub, post_id)
    expect(news).to_contain_text("This news was taken back.")
    expect(news.get_by_role("button")).to_have_count(0)

    publish(site.hub, "Lock your bike")
    page.get_by_role("button", name="Yes").click()
    news.last.get_by_role("button", name="Stop the news").click()
    expect(page.locator(".app-message--theirs").last).to_contain_text("You get no more news")
