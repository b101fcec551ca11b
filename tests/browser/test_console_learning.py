"""A key for a program, and messages to learn from: two people in browsers, axe-core, and 320 px."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_console_referrals import check
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import PASSWORD, add_staff

pytestmark = pytest.mark.browser


def sign_in(site: Site, open_page: OpenPage, email: str, role: Role) -> Page:
    add_staff(site.hub, email, role)
    page = open_page("/console/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def test_a_key_is_made_and_a_message_is_learnt_from(site: Site, open_page: OpenPage) -> None:
    reference = file_concern(
        site.hub, confidence=0.3, description="Darren dumps sofas behind the garages, every week"
    )
    boss = sign_in(site, open_page, "boss@hub.example", Role.ADMINISTRATOR)
    boss.goto("/console/api-keys")
    boss.get_by_role("button", name="Make the key").click()
    assert boss.get_by_role("link", name="Say which program the key is for").is_visible()
    boss.get_by_label("Which program it is for, and whose").fill("Fix it app")
    boss.get_by_label("Read public requests by Open311").check()
    boss.get_by_role("button", name="Make the key").click()
    assert boss.get_by_test_id("key").inner_text().startswith("lf_")
    check(boss, "/console/api-keys")

    check(boss, "/console/examples")
    boss.get_by_label("It is about").select_option("report_fly_tipping")
    boss.get_by_role("button", name="Hand on").click()
    assert boss.get_by_role("link", name="Look for personal data").is_visible()
    boss.get_by_label("I looked").check()
    boss.get_by_role("button", name="Hand on").click()
    assert boss.get_by_text("You labelled it").is_visible()

    officer = sign_in(site, open_page, "officer@hub.example", Role.HUB_OFFICER)
    check(officer, "/console/examples")
    officer.get_by_role("button", name=f"Approve {reference}").click()
    assert officer.get_by_text(reference).count() == 0
