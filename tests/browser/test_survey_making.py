"""A survey from its first word to its results: made in the editor, answered in the chat and on the form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from bot.domain.replies import Button, Reply
from bot.domain.staff import Role
from tests.browser.conftest import OpenPage, Site
from tests.browser.test_accessibility import PHONE
from tests.browser.test_surveys import check
from tests.functional.console.officer import PASSWORD, add_staff
from tests.functional.surveys.filling import fill

pytestmark = pytest.mark.browser
ABOUT = "/console/surveys/about/parks"
WORDS = {
    "What it is for": "To choose which park is mended first.",
    "Who decides": "The hub",
    "When it is decided": "In May",
    "Background to read": "There is money for one park.",
    "What is done with the answers": "The hub reads all of them.",
    "Who sees the answers, and for how long": "The hub, for two years.",
}


def sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("coordinator@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/console")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def make(page: Page) -> None:
    """Write its settings and two questions, with a mistake on the way."""
    page.goto("/console/surveys")
    page.get_by_role("link", name="Make a survey").click()
    page.get_by_label("Title").fill("Parks")
    for label, words in WORDS.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("The decision isn't taken yet").check()
    press(page, "Save")
    page.wait_for_url(f"**{ABOUT}")
    page.get_by_label("One more question").select_option("yes_no")
    press(page, "Add")
    page.get_by_label("Question", exact=True).fill("Do you go there?")
    page.get_by_label("Short name", exact=True).fill("Goes There")
    press(page, "Save")
    page.get_by_text("There is a problem").wait_for()
    check(page)
    page.get_by_label("Short name", exact=True).fill("goes")
    page.get_by_label("It can't be left out").check()
    press(page, "Save")
    page.get_by_label("One more question").select_option("text")
    press(page, "Add")
    page.get_by_label("Question", exact=True).fill("You said {goes}: why?")
    page.get_by_text("Do you go there?", exact=True).click()
    page.get_by_label("No", exact=True).check()
    check(page)
    press(page, "Save and look at it")
    page.get_by_role("heading", name="In the chat").wait_for()
    assert page.get_by_text("You said No: why?").count() == 2
    check(page)
    page.goto(f"{ABOUT}/languages/pl")
    page.get_by_label("Do you go there?").fill("Czy tam chodzisz?")
    check(page)
    press(page, "Save")
    page.get_by_text("texts are missing").first.wait_for()
    check(page)


def test_it_is_made_answered_closed_and_published(open_page: OpenPage, site: Site) -> None:
    add_staff(site.hub, "coordinator@hub.example", Role.HUB_COORDINATOR)
    staff = open_page("/console/sign-in", width=PHONE)
    sign_in(staff)
    make(staff)
    press(staff, "Open it")
    staff.wait_for_url("**/rounds/*")
    number = int(staff.url.rpartition("/")[2])

    way_in = Button("Parks", '/choose{"value": "survey:open:parks"}')
    site.hub.rasa.answers["a survey please"] = [Reply("Here is one.", (way_in,))]
    chat = open_page("/chat", width=PHONE, scripts=False)
    chat.get_by_role("textbox").first.fill("a survey please")
    press(chat, "Send")
    press(chat, "Parks")
    press(chat, "No")
    chat.get_by_role("textbox").first.fill("Too far away")
    press(chat, "Send")
    press(chat, "Send my answers")
    chat.get_by_text("Your answers are sent").first.wait_for()

    form = open_page("/survey/parks?language=pl", width=PHONE)
    check(form)
    press(form, "Zacznij")
    form.get_by_text("Czy tam chodzisz?").wait_for()
    form.get_by_label("Tak").check()
    check(form)
    press(form, "Dalej")
    press(form, "Wyślij moje odpowiedzi")

    fill(site.hub, number, [{"goes": "yes"}] * 20 + [{"goes": "no"}] * 15)
    staff.reload()
    staff.get_by_text("37 answered").wait_for()
    press(staff, "Close it now")
    staff.get_by_label("We asked").fill("Which park?")
    staff.get_by_label("You said").fill("The old one.")
    staff.get_by_label("We did").fill("We mended it.")
    staff.get_by_role("checkbox", name="Do you go there?").check()
    press(staff, "Publish")

    public = open_page("/consultations", width=PHONE)
    check(public)
    public.get_by_role("link", name="Parks").click()
    public.get_by_text("We mended it.").wait_for()
    check(public)
    assert public.url.endswith(f"/consultations/{number}")
