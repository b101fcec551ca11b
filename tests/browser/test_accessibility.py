"""Every page against WCAG 2.2 AA by axe-core, at two widths, with and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bot.domain.replies import Button, Reply
from bot.frontend import PACKAGES
from tests.browser.conftest import OpenPage, Site

pytestmark = pytest.mark.browser

PHONE, DESKTOP = 320, 1280
PAGES = (
    "/",
    "/chat",
    "/chat/deleted",
    "/chat/places",
    "/chat/places?q=upper",
    "/chat/places?q=nowhere",
    "/privacy",
    "/cookies",
    "/accessibility",
    "/numbers",
    "/advice",
    "/advice/locks",
    "/feed",
    "/consultations",
    "/nowhere",
)
AXE = PACKAGES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_faults(page: Page) -> list[str]:
    """What axe-core finds wrong, each with the element."""
    # Evaluated rather than added as a script: the pages' policy rightly lets no inline script in.
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [f"{fault['id']}: {node['html']}" for fault in result["violations"] for node in fault["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wider


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_fault(open_page: OpenPage, path: str, scripts: bool, width: int) -> None:
    page = open_page("/chat/deleted", width=width)
    if not scripts:
        # Blocked rather than switched off, because axe-core itself is a script.
        page.route("**/static/**/*.js", lambda route: route.abort())
        page.route("**/static/*.js", lambda route: route.abort())
    page.goto(path)

    assert find_faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_conversation_has_no_fault(open_page: OpenPage, site: Site, width: int) -> None:
    site.hub.rasa.otherwise = [
        Reply("See https://westshire.example/advice/a-long-address-that-has-to-be-broken-somewhere"),
        Reply("Anything sharp?", (Button("No", "/deny"), Button("Not sure", "/dont_know"))),
    ]
    page = open_page("/chat", width=width)

    page.fill("#text", "mattresses")
    page.click("#send")
    page.get_by_role("button", name="Not sure").wait_for()
    assert find_faults(page) == []
    assert overflow(page) <= 0

    page.fill("#text", "help me now")
    page.click("#send")
    page.locator(".app-message--danger").wait_for()
    assert find_faults(page) == []

    page.click("#send")
    page.locator(".govuk-error-summary").wait_for()
    assert find_faults(page) == []

    page.goto("/chat/delete")
    assert find_faults(page) == []
    assert overflow(page) <= 0
