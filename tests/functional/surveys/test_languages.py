"""Answering in another language: as far as the survey is translated, and told where it isn't."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import httpx
import pytest

from bot.db.models import Person
from bot.domain.surveys import Survey
from tests.fakes.hub import Hub
from tests.functional.surveys.answering import NewResident
from tests.functional.surveys.conftest import open_survey
from tests.functional.surveys.test_by_chat import answers_in
from tests.functional.surveys.test_by_form import FORM, send

pytestmark = pytest.mark.anyio
POLISH = {
    "title": "Latarnie",
    "intro": "Opowiedz o latarniach.",
    "where.text": "Gdzie mieszkasz?",
    "dark.text": "Czy jest ciemno?",
    "worst.options.broken": "Zepsute",
}
IN_ENGLISH = "(To jest tylko po angielsku.)"


@pytest.fixture
def polish(hub: Hub, lamps: Survey) -> int:
    """A survey of which some is in Polish."""
    return open_survey(hub, replace(lamps, versions={"pl": POLISH}))


async def test_the_chat_speaks_it(hub: Hub, polish: int, new_resident: NewResident) -> None:
    ann = await new_resident()
    await ann.say("Hello")
    with hub.database.unit_of_work() as unit:
        unit.query(Person).one().language = "pl"
    first = await ann.start()
    assert "Latarnie" in first
    assert "(Część tego jest tylko po angielsku.)" in first
    assert "Gdzie mieszkasz?" in ann.replies[-1]["text"]
    assert IN_ENGLISH not in ann.replies[-1]["text"]
    assert "Czy jest ciemno?" in await ann.say("Hollinbeck")
    said = await ann.say("tak")
    assert IN_ENGLISH in said
    assert "What is worst?" in said
    await ann.say("zepsute")
    with hub.database.unit_of_work() as unit:
        unit.query(Person).one().language = "en"
    await ann.press("Pomiń to")
    await ann.press("Leave this out")
    await ann.press("Send my answers")
    (sent,) = answers_in(hub)
    assert (sent["dark"], sent["worst"]) == ("yes", "broken")


async def test_the_form_speaks_it(hub: Hub, polish: int, browser: httpx.AsyncClient) -> None:
    browser.cookies.set("local_focus_language", "pl")
    page = (await browser.get(FORM)).text
    assert '<h1 class="govuk-heading-l">Latarnie</h1>' in page
    assert '<p lang="en">There is money for twenty lamps.</p>' in page
    page = await send(browser, page, "begin")
    assert "Gdzie mieszkasz?" in page
    assert IN_ENGLISH not in page
    page = await send(browser, page, "decline")
    page = await send(browser, page, "answer", chosen="yes")
    assert IN_ENGLISH in unescape(page)
    assert '<div lang="en">' in page
    assert "Zepsute" in page
