"""The pages about referrals that went out, with something on each, against axe-core and at 320 px."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from bot.db.models import Concern, ReferralDelivery
from bot.domain.staff import Role
from bot.errors import DeliveryError
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import find_faults, overflow
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import PASSWORD, add_staff
from tests.functional.console.test_notices import DUE, Chase

pytestmark = pytest.mark.browser
PATHS = ("/console/deliveries", "/console/notices", "/console/reviews", "/console/sharing")


def fill(site: Site) -> str:
    """A delivery that bounced, others in the console, a review; the path of the link that answers."""
    console = site.hub.app.state.console.services
    deliveries = console.answers.deliveries
    for lead in ("westshire_fire", "vale_homes", "vale_homes"):
        reference = file_concern(site.hub, lead=lead, address="ann", category="asb", target_on=DUE)
        with site.hub.database.unit_of_work() as unit:
            deliveries.put(unit, unit.query(Concern).filter_by(reference=reference).one())
    [claimed] = deliveries.claim(["email"], 5)
    deliveries.fail(claimed, DeliveryError("mail_refused_550", is_permanent=True))
    assert Chase(site.hub, reference).look(4) > 0
    with site.hub.database.unit_of_work() as unit:
        console.reviews.find(unit)
    add_staff(site.hub, "boss@hub.example", Role.ADMINISTRATOR)
    with site.hub.database.unit_of_work() as unit:
        key = unit.query(ReferralDelivery).filter_by(channel="email").one().key
    return str(deliveries.links.address_for(key)).removeprefix(site.hub.settings.hub_address)


def check(page: Page, path: str) -> None:
    """Nothing that keeps anybody out, and nothing that sticks out."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        assert find_faults(page) == [], path
        assert overflow(page) <= 0, path


def test_the_pages_have_no_fault(site: Site, open_page: OpenPage) -> None:
    answer = fill(site)
    page = open_page("/console/sign-in")
    page.get_by_label("Email address").fill("boss@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    for path in PATHS:
        check(page, path)
    page.goto("/console/reviews")
    page.get_by_role("button", name="They have asked for it").click()
    check(page, "/console/reviews")
    guest = open_page(answer)
    check(guest, answer)
    guest.get_by_role("button", name="It is not for us").click()
    assert find_faults(guest) == []
    guest.get_by_label("Reason").fill("private land")
    guest.get_by_role("button", name="It is not for us").click()
    assert find_faults(guest) == []
    guest.goto(answer)
    assert guest.get_by_role("heading", name="This link is over").is_visible()
