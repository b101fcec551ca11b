"""The pages about the channels, with something on each, against axe-core and at 320 px."""

from __future__ import annotations

import pytest

from bot.db.models import LinkedChat, OutgoingMessage, OutgoingState
from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_console_referrals import check
from tests.functional.console.officer import PASSWORD, add_staff

pytestmark = pytest.mark.browser


def fill(site: Site) -> None:
    """A message that was given up, and a linked group with a long name."""
    with site.hub.database.unit_of_work() as unit:
        row = OutgoingMessage(key="k1", channel="telegram", address="4711", content={}, attempts=3)
        row.state, row.reason = OutgoingState.GIVEN_UP, "blocked"
        unit.add(row)
        unit.add(LinkedChat(channel="telegram", address="-100", title="Neighbours of the Vale allotments"))
    add_staff(site.hub, "boss@hub.example", Role.ADMINISTRATOR)


def test_the_pages_have_no_fault(site: Site, open_page: OpenPage) -> None:
    fill(site)
    page = open_page("/console/sign-in")
    page.get_by_label("Email address").fill("boss@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    for path in ("/console/undelivered", "/console/channels"):
        check(page, path)
