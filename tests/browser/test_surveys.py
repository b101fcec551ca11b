"""A survey in a real browser without scripts: built of accessible pages from its link to the results."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page

from bot.domain.staff import COMMAND_LINE, Role
from bot.domain.survey_representation import Population
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import DESKTOP, PHONE, find_faults, overflow
from tests.fakes.reports import westshire
from tests.functional.console.officer import PASSWORD, add_staff
from tests.functional.console.test_assessment_pack import DAYS, PACK, close_a_round
from tests.functional.surveys.conftest import close_survey, open_survey
from tests.functional.surveys.filling import fill

pytestmark = pytest.mark.browser


def check(page: Page) -> None:
    """Nothing on it is out of reach for anybody."""
    assert find_faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_form_has_no_fault_at_any_step(open_page: OpenPage, site: Site, width: int) -> None:
    open_survey(site.hub, westshire().surveys[0])
    page = open_page("/consultations", width=width)
    check(page)
    page.get_by_role("link", name="Street lamps").click()
    check(page)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("There is a problem").wait_for()
    check(page)
    page.get_by_label("Where do you live?").fill("Hollinbeck")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Yes").check()
    check(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Broken lamps").check()
    page.get_by_role("button", name="Continue").click()
    check(page)
    page.get_by_role("button", name="Leave this out").click()
    check(page)
    page.get_by_label("More lamps", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    check(page)
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("We have your answers").wait_for()
    check(page)
    page.get_by_role("button", name="Tell me what comes of it").click()
    page.get_by_text("We will tell you in the chat").wait_for()
    check(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_console_has_no_fault(open_page: OpenPage, site: Site, width: int) -> None:
    number = open_survey(site.hub, westshire().surveys[0])
    add_staff(site.hub, "coordinator@hub.example", Role.HUB_COORDINATOR)
    page = open_page("/console/sign-in", width=width)
    page.get_by_label("Email").fill("coordinator@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/console")
    rounds = f"/console/surveys/rounds/{number}"
    about = "/console/surveys/about/lamps"
    editing = (f"{about}/settings", f"{about}/add?kind=ranking", f"{about}/questions/why")
    looking = tuple(f"{about}/questions/{name}/preview" for name in ("where", "worst", "wishes", "why"))
    whole = (
        "/console/surveys/population",
        "/console/surveys",
        "/console/surveys/new",
        "/console/surveys/write?of=lamps",
        about,
    )
    for path in (*whole, *editing, *looking, rounds, f"{rounds}/running", f"{rounds}/paper"):
        page.goto(path)
        check(page)
    fill(site.hub, number, [{"dark": "yes", "worst": "broken", "why": "Too dark."}, {"dark": "no"}] * 12)
    with site.hub.database.unit_of_work() as unit:
        people = Population("Census", date(2026, 1, 1), {"northvale": 90_000, "southvale": 10_000}, {})
        site.hub.app.state.console.services.surveys.populations.save(unit, COMMAND_LINE, people)
    reading = (
        "representation",
        "results",
        "words",
        "results?answer=dark:yes",
        "crossing?rows=dark&columns=wishes:more",
    )
    for path in (rounds, *(f"{rounds}/{name}" for name in reading)):
        page.goto(path)
        check(page)
    close_survey(site.hub, number)
    open_survey(site.hub, westshire().surveys[0])
    page.goto(f"{rounds}/words?question=why")
    page.get_by_role("button", name="Group by theme").click()
    page.get_by_role("button", name="Group the rest anew").wait_for()
    page.get_by_text("Theme and publishing").first.click()
    check(page)
    page.goto(rounds)
    page.get_by_role("checkbox", name="Is your street dark?").check()
    page.get_by_label("We did").fill("New lamps.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**{rounds}")
    public = f"/consultations/{number}"
    for path in (
        "/console/surveys/population",
        rounds,
        f"{rounds}/comparison",
        f"{rounds}/report",
        f"{rounds}/results/report",
        public,
    ):
        page.goto(path)
        check(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_assessment_pack_has_no_fault(open_page: OpenPage, site: Site, width: int) -> None:
    close_a_round(site.hub)
    add_staff(site.hub, "analyst@hub.example", Role.ANALYST)
    page = open_page("/console/sign-in", width=width)
    page.get_by_label("Email").fill("analyst@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/console")
    page.goto(f"{PACK}?{DAYS}")
    page.get_by_text("Dumped rubbish").first.wait_for()
    check(page)
