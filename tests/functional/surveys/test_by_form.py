"""Answering on the web form, without JavaScript, and the public page of what people said."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import httpx
import pytest
from sqlalchemy import select

from bot.db.models import Photo, SurveyOpening, SurveyResponse, SurveySitting
from bot.domain.categories import Category
from bot.domain.staff import COMMAND_LINE
from bot.domain.survey_filters import ResultsFilter
from bot.domain.surveys import Kind, Question, Quota, Survey
from bot.services.survey_publications import Wanted
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub, create_test_surveys
from tests.functional.surveys.conftest import close_survey, open_survey
from tests.functional.web.pictures import jpeg
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio
FORM = "/survey/lamps"


async def send(client: httpx.AsyncClient, page: str, action: str, **fields: object) -> str:
    """Send the form on a page; the page that follows."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    response = await client.post(FORM, data={**hidden, "action": action, **fields})
    assert response.status_code in {200, 422}
    return response.text


async def answer_all(client: httpx.AsyncClient, *, dark: str, place: str = "Hollinbeck") -> str:
    """Go through the whole survey."""
    page = await send(client, (await client.get(FORM)).text, "begin")
    page = await send(client, page, "answer", text=place)
    page = await send(client, page, "answer", chosen=dark)
    if dark == "yes":
        page = await send(client, page, "answer", chosen="missing")
        page = await send(client, page, "skip")
    page = await send(client, page, "answer", chosen=["more", "brighter"])
    return await send(client, page, "send")


async def test_the_form_asks_the_same_and_counts_once(
    hub: Hub, opening: int, browser: httpx.AsyncClient
) -> None:
    first = (await browser.get(FORM)).text
    assert "There is money for twenty lamps." in first
    assert "Thank you. We have your answers." in await answer_all(browser, dark="yes")
    assert "have your answers" in (await browser.get(FORM)).text
    with hub.database.unit_of_work() as unit:
        (sent,) = unit.scalars(select(SurveyResponse)).all()
        assert sent.answers["worst"] == {"how": "answered", "value": "missing"}
        assert sent.answers["wishes"]["value"] == ["more", "brighter"]
        assert unit.scalars(select(SurveySitting)).all() == []


async def test_what_is_wrong_is_said_and_nothing_is_lost(opening: int, browser: httpx.AsyncClient) -> None:
    page = await send(browser, (await browser.get(FORM)).text, "begin")
    page = await send(browser, page, "answer", text="zzzz")
    assert "There is a problem" in page
    assert 'value="zzzz"' in page
    page = await send(browser, page, "decline")
    page = await send(browser, page, "answer")
    assert "answer yes or no" in page
    again = (await browser.get(FORM)).text
    assert "Question 2 of 5" in again


async def test_going_back_shows_what_was_answered(opening: int, browser: httpx.AsyncClient) -> None:
    page = await send(browser, (await browser.get(FORM)).text, "begin")
    page = await send(browser, page, "decline")
    page = await send(browser, page, "answer", chosen="yes")
    page = await send(browser, page, "back")
    assert re.search(r'value="yes" checked', page)


async def test_danger_in_words_shows_the_card_and_keeps_nothing(
    hub: Hub, opening: int, browser: httpx.AsyncClient
) -> None:
    page = await send(browser, (await browser.get(FORM)).text, "begin")
    for fields in ({"text": "Hollinbeck"}, {"chosen": "yes"}, {"chosen": "broken"}):
        page = await send(browser, page, "answer", **fields)
    page = await send(browser, page, "answer", text="help me now")
    assert CARD.split(".")[0] in page
    with hub.database.unit_of_work() as unit:
        assert "why" not in unit.scalars(select(SurveySitting)).one().body["answers"]
    assert "Question 5 of 5" in await send(browser, page, "answer", text="help me now")


async def test_a_quota_that_is_full_ends_the_form(
    hub: Hub, lamps: Survey, browser: httpx.AsyncClient
) -> None:
    open_survey(hub, replace(lamps, quotas=(Quota("dark", "no", 1),)))
    assert "have your answers" in await answer_all(browser, dark="no")
    async with client_for(hub) as other:
        page = await send(other, (await other.get(FORM)).text, "begin")
        page = await send(other, page, "decline")
        assert "heard from enough people" in await send(other, page, "answer", chosen="no")


async def test_a_concern_in_free_words_is_offered_to_report(
    hub: Hub, opening: int, browser: httpx.AsyncClient
) -> None:
    hub.understanding.categories["A sofa was dumped."] = [Category.FLY_TIPPING]
    page = await send(browser, (await browser.get(FORM)).text, "begin")
    for fields in ({"text": "Hollinbeck"}, {"chosen": "yes"}, {"chosen": "broken"}):
        page = await send(browser, page, "answer", **fields)
    page = await send(browser, page, "answer", text="A sofa was dumped.")
    assert "isn't a report yet" in unescape(page)
    assert "Question 5 of 5" in page


async def test_a_form_from_elsewhere_is_refused(opening: int, browser: httpx.AsyncClient) -> None:
    await browser.get(FORM)
    body = {"action": "begin", "form_token": "guessed"}
    assert (await browser.post(FORM, data=body)).status_code == 403


async def test_a_survey_that_is_not_open_has_no_form(hub: Hub, browser: httpx.AsyncClient) -> None:
    assert (await browser.get(FORM)).status_code == 404


async def test_known_totals_are_published_without_small_numbers(hub: Hub, opening: int) -> None:
    for number in range(26):
        async with client_for(hub) as client:
            await answer_all(client, dark="no" if number < 4 else "yes")
    close_survey(hub, opening)
    publications = create_test_surveys().publications
    async with client_for(hub) as client:
        assert (await client.get(f"/consultations/{opening}")).status_code == 404
        with hub.database.unit_of_work() as unit:
            row = unit.get_one(SurveyOpening, opening)
            counted = create_test_surveys().readings.tabulate(unit, row, ResultsFilter()).questions
            by_id = {one.question.id: dict(one.rows) for one in counted}
            assert by_id["dark"] == {"Yes": 22, "No": 4, "No answer": 0}
            assert by_id["wishes"]["More lamps"] == 26
            told = {"asked": "Where is it dark?", "said": "Nearly everywhere.", "done": "New lamps."}
            publications.publish(unit, COMMAND_LINE, row, Wanted(["dark", "worst", "wishes"], (), told))
        page = (await client.get(f"/consultations/{opening}")).text
        listed = (await client.get("/consultations")).text
    assert "Nearly everywhere." in page
    assert "Is your street dark?" in page
    # What hangs on a hidden number isn't shown at all.
    assert "What is worst?" not in page
    cells = re.findall(r'cell--numeric">([^<]*)<', page)
    assert "4" not in cells
    assert "22" not in cells
    assert "26" in cells
    assert "Street lamps" in listed


async def test_a_photo_is_kept_without_what_it_tells_of_where_it_was_taken(
    hub: Hub, lamps: Survey, browser: httpx.AsyncClient
) -> None:
    asked = (Question("show", Kind.PHOTO, "What does it look like?", help="A photo of the lamp."),)
    open_survey(hub, replace(lamps, questions=asked, is_anonymous=False))
    page = await send(browser, (await browser.get(FORM)).text, "begin")
    assert 'enctype="multipart/form-data"' in page
    page = await send(browser, page, "answer")
    assert "Please send a photo." in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    body = {**hidden, "action": "answer"}
    broken = await browser.post(FORM, data=body, files={"photo": ("a.jpg", b"no photo", "image/jpeg")})
    assert broken.status_code in {413, 415, 422}
    response = await browser.post(FORM, data=body, files={"photo": ("a.jpg", jpeg(), "image/jpeg")})
    await send(browser, response.text, "send")
    with hub.database.unit_of_work() as unit:
        (sent,) = unit.scalars(select(SurveyResponse)).all()
        photo = unit.scalars(select(Photo)).one()
        assert sent.answers["show"]["value"] == photo.id
        assert sent.person_id is not None


async def test_an_area_can_be_chosen_where_no_place_is_known(
    hub: Hub, opening: int, browser: httpx.AsyncClient
) -> None:
    page = await send(browser, (await browser.get(FORM)).text, "begin")
    page = await send(browser, page, "answer", text="zzzz", chosen="mars")
    assert "don't know that place" in unescape(page)
    page = await send(browser, page, "answer", text="zzzz", chosen="southvale")
    assert "Question 2 of 5" in page
    page = await send(browser, page, "back")
    assert re.search(r'value="southvale" selected', page)
    with hub.database.unit_of_work() as unit:
        body = unit.scalars(select(SurveySitting)).one().body
        assert body["answers"]["where"]["value"] == "southvale"
