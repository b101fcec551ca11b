"""The console's pages of posts, and one on the feed, against WCAG 2.2 AA by axe-core."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bot.db.models import OccurrenceState, Post, PostOccurrence, PostSuggestion
from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import DESKTOP, PHONE, find_faults, overflow
from tests.functional.console.officer import PASSWORD, add_staff
from tests.functional.web.pictures import picture

pytestmark = pytest.mark.browser
EMAIL = "officer@hub.example"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_posts_have_no_fault(open_page: OpenPage, site: Site, width: int) -> None:
    add_staff(site.hub, EMAIL, Role.HUB_OFFICER)
    _suggest(site)
    page = open_page("/console/sign-in", width=width)
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Local Focus console").wait_for()

    page.goto("/console/posts/write")
    assert find_faults(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="Save as draft").click()
    page.locator(".govuk-error-summary").wait_for()
    assert find_faults(page) == []

    page.fill("#title", "Lock your shed")
    page.fill(
        "#body", "Use **two** locks.\n\n- one\n- [more](https://westshire.example/a-long-address-to-break)"
    )
    page.fill("#on", "2100-01-01")
    page.set_input_files("#picture_file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    page.fill("#alt", "A padlock on a shed")
    page.fill("#sources", "https://westshire.example/a-long-address-of-a-page-that-says-so")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("heading", name="Telegram").wait_for()
    expect(page.get_by_alt_text("A padlock on a shed")).to_have_count(3)  # Telegram, web, web chat
    assert find_faults(page) == []
    assert overflow(page) <= 0

    page.goto("/console/posts")
    page.get_by_text("Burglary is up in Northvale").wait_for()
    assert find_faults(page) == []
    assert overflow(page) <= 0

    _publish(site)
    for path in ("/feed", "/feed/1"):
        page.goto(path)
        page.get_by_role("heading", name="Lock your shed").wait_for()
        shown = page.get_by_alt_text("A padlock on a shed")
        assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
        assert find_faults(page) == []
        assert overflow(page) <= 0


def _suggest(site: Site) -> None:
    with site.hub.database.unit_of_work() as session:
        today = datetime.now(UTC).date()
        session.add(
            PostSuggestion(
                made_on=today,
                category="burglary",
                hub_area="northvale",
                recent=9,
                before=3,
                probability=0.001,
            )
        )


def _publish(site: Site) -> None:
    with site.hub.database.unit_of_work() as session:
        post = session.scalars(select(Post)).one()
        post.state = "sent"  # type: ignore[assignment]
        post.shown_picture_id = post.picture_id
        now = datetime.now(UTC)
        session.add(PostOccurrence(post_id=post.id, due_at=now, state=OccurrenceState.SENT))
