"""What staff do on a case beyond the everyday, in a real browser, on a phone and on a desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.db.models import Concern, Photo
from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import find_faults, overflow
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import PASSWORD, add_staff
from tests.functional.web.pictures import jpeg, picture

pytestmark = pytest.mark.browser
PHONE, DESKTOP = 320, 1280
EMAIL = "coordinator@hub.example"


def check(page: Page) -> None:
    """Nothing that keeps anybody out, and nothing that sticks out."""
    assert find_faults(page) == []
    assert overflow(page) <= 0


def sign_in(page: Page) -> None:
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def with_photo(site: Site, reference: str) -> None:
    folder = site.hub.settings.home_folder / "photos"
    folder.mkdir(parents=True)
    (folder / "one.jpg").write_bytes(picture(size=(800, 400)))
    with site.hub.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=reference).one()
        unit.add(Photo(concern_id=concern.id, file_name="one.jpg", width=800, height=400, size=9))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_case_is_looked_after(open_page: OpenPage, site: Site, width: int) -> None:
    add_staff(site.hub, EMAIL, Role.HUB_COORDINATOR)
    reference = file_concern(site.hub, is_sensitive=True)
    with_photo(site, reference)
    page = open_page(f"/console/concerns/{reference}", width=width)
    sign_in(page)
    page.goto(f"/console/concerns/{reference}")
    check(page)
    redact_the_photo(page)
    take_a_report(page)
    write_to_the_resident(page, file_concern(site.hub))
    change_a_template(page)
    merge_a_duplicate(page, file_concern(site.hub), file_concern(site.hub))
    mapped = [file_concern(site.hub, latitude=54.1, longitude=-2.1) for _ in range(2)]
    look_at_the_map(page, mapped[0])
    note_a_decision(page, mapped[0])


def redact_the_photo(page: Page) -> None:
    """Open it, draw a box, and send it."""
    page.get_by_role("link", name="Open photo 1 of 1").click()
    page.locator("#redact summary").click()
    check(page)
    photo = page.locator("[data-redact] svg")
    photo.scroll_into_view_if_needed()
    frame = photo.bounding_box()
    assert frame
    page.mouse.move(frame["x"] + frame["width"] * 0.1, frame["y"] + frame["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.6, frame["y"] + frame["height"] * 0.7)
    page.mouse.up()
    assert float(page.get_by_label("Left").first.input_value()) == pytest.approx(10, abs=1)
    assert float(page.get_by_label("Height").first.input_value()) == pytest.approx(50, abs=1)
    form = page.locator("#redact")
    form.get_by_label("Reason").fill("A number plate")
    form.get_by_role("button", name="Black out").click()
    expect(page.get_by_text("Redacted", exact=True)).to_be_visible()
    check(page)


def take_a_report(page: Page) -> None:
    """By telephone, with a place that is picked from what is suggested."""
    page.goto("/console/report")
    check(page)
    page.get_by_label("How it reached you").select_option("telephone")
    page.get_by_label("What they told").fill("A lamp is out")
    page.get_by_label("Category").select_option("street_light")
    page.get_by_label("Where", exact=True).press_sequentially("King Str")
    expect(page.locator("#place-list option").first).to_be_attached()
    page.get_by_label("Where", exact=True).fill("King Street, Lower Vale")
    page.get_by_label("How to reach them").fill("07700 900123")
    page.get_by_label("Photos").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_role("button", name="Take photo 1 out")).to_be_visible()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    check(page)
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_role("heading", name="It is filed")).to_be_visible()
    check(page)
    page.locator("main a[href*='/console/concerns/']").click()
    page.locator("#state summary").click()
    page.locator("#state").get_by_label("State").select_option("in_progress")
    page.locator("#state").get_by_role("button").click()
    page.goto("/console/to-tell")
    check(page)
    page.get_by_role("button", name="I told them").click()
    expect(page.get_by_text("Nobody has to be told anything")).to_be_visible()


def write_to_the_resident(page: Page, reference: str) -> None:
    """From a template, which is seen before it is sent."""
    page.goto(f"/console/concerns/{reference}")
    page.locator("#message summary").click()
    page.get_by_label("Begin with").select_option("cleared")
    page.get_by_role("button", name="Write it").click()
    check(page)
    page.get_by_label("Message").fill("Hello {name}")
    page.get_by_role("button", name="See it as the resident will").click()
    expect(page.locator("#text-error")).to_contain_text("no placeholder {name}")
    check(page)
    page.get_by_label("Message").fill("It was cleared from {place}.")
    page.get_by_role("button", name="See it as the resident will").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".app-talk")).to_contain_text("It was cleared from Mill Lane")


def change_a_template(page: Page) -> None:
    page.goto("/console/templates")
    check(page)
    page.get_by_role("link", name="It was cleared away").click()
    check(page)
    page.get_by_label("Title").fill("All gone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="All gone")).to_be_visible()


def merge_a_duplicate(page: Page, reference: str, main: str) -> None:
    page.goto(f"/console/concerns/{reference}")
    page.locator("#merge summary").click()
    page.locator("#merge").get_by_label("Reference of the case").fill(main)
    page.locator("#merge").get_by_label("Reason").fill("The same mattress")
    page.get_by_role("button", name="Follow it under that one").click()
    page.get_by_role("link", name=main).first.click()
    expect(page.get_by_text("Reported 2 times")).to_be_visible()
    check(page)


def look_at_the_map(page: Page, reference: str) -> None:
    """On a plain grid, with what is near by; and in words."""
    page.goto(f"/console/concerns/{reference}")
    expect(page.locator(".app-map .app-map__square").first).to_be_visible()
    expect(page.locator(".app-map path")).to_have_count(2)
    expect(page.get_by_text("54.10000, -2.10000")).to_be_visible()
    page.get_by_role("button", name="Zoom in").press("Enter")
    check(page)


def note_a_decision(page: Page, reference: str) -> None:
    page.goto(f"/console/concerns/{reference}")
    expect(page.get_by_text("Near by, the same was reported 1 more times.").first).to_be_visible()
    page.locator("#decision summary").click()
    page.locator("#decision").get_by_label("Near by, the same was reported").check()
    page.get_by_label("What was decided, and why").fill("The council looks at both")
    check(page)
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("The council looks at both")).to_be_visible()
    expect(page.get_by_text("Decision", exact=True)).to_be_visible()


def test_the_map_is_said_in_words_without_scripts(open_page: OpenPage, site: Site) -> None:
    add_staff(site.hub, EMAIL, Role.HUB_COORDINATOR)
    reference = file_concern(site.hub, latitude=54.1, longitude=-2.1)
    page = open_page(f"/console/concerns/{reference}", scripts=False)
    sign_in(page)
    page.goto(f"/console/concerns/{reference}")
    expect(page.locator(".app-map")).to_be_hidden()
    expect(page.get_by_text("54.10000, -2.10000")).to_be_visible()
    expect(page.get_by_role("link", name="Look at it on OpenStreetMap")).to_be_visible()
