"""What people wrote: grouped, named, looked at, and only then published."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.db.models import AuditEntry, SurveyText
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.fakes.reports import westshire
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer
from tests.functional.surveys.conftest import close_survey, open_survey
from tests.functional.surveys.filling import fill
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio
NAMED = "broken lamps by Mrs Example at 12 Clay Street"


@pytest.fixture
def opening(hub: Hub) -> int:
    """A round in which everybody found it dark, so that words may be quoted."""
    number = open_survey(hub, westshire().surveys[0])
    dark = {"dark": "yes", "worst": "broken"}
    texts = ["broken lamps here"] * 11 + ["broken lamps there"] + [NAMED] + ["loud dogs bark"] * 10
    fill(hub, number, [dark | {"why": text} for text in texts])
    return number


async def choose(officer: Officer, words: str, text: str) -> str:
    """The key of the first text that is read on the page."""
    await officer.open(f"{words}?question=why&search={text}")
    found = re.search(r'name="response" value="([^"]*)"', officer.page)
    assert found
    return found[1]


async def test_from_grouping_to_the_public_page(hub: Hub, opening: int, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    page = f"/console/surveys/rounds/{opening}"
    words = f"{page}/words"
    await officer.open(words)
    assert "23 of 23 texts" in officer.words
    assert "once the survey is closed" in officer.words
    close_survey(hub, opening)
    await officer.open(f"{words}?question=why")
    await officer.send(f"{words}/group", question="why")
    assert "New theme with 13 texts" in officer.words
    theme = re.search(r'name="theme_id" value="(\d+)"', officer.page)
    assert theme
    await officer.send(f"{words}/theme", question="why", theme_id=theme[1], name="Street lamps")
    assert "Theme with 13 texts" in officer.words

    response = await choose(officer, words, "Clay")
    assert "Mrs Example\n12 Clay Street" in officer.page
    sent = {"question": "why", "response": response, "to_theme": theme[1], "decision": "publish"}
    await officer.send(f"{words}/text", **sent, hide="Mr Nobody")
    assert "“Mr Nobody” isn't in the text" in officer.words
    assert ">Mr Nobody</textarea>" in officer.page
    await officer.send(f"{words}/text", **sent, hide="mrs example\n12 Clay Street")
    assert "May be published as: broken lamps by [removed] at [removed]" in officer.words
    kept = await choose(officer, words, "dogs")
    await officer.send(
        f"{words}/text", question="why", response=kept, to_theme="", new_theme="Dogs", decision="keep"
    )
    assert "Stays in the hub." in officer.words

    await officer.open(page)
    assert "(1 text that may be published)" in officer.words
    await officer.send(f"{page}/publish", questions=["why"])
    async with client_for(hub) as visitor:
        public = (await visitor.get(f"/consultations/{opening}")).text
    assert "broken lamps by [removed] at [removed]" in public
    # One text about dogs: it is hidden, and with it what would tell it.
    assert "Dogs: –" in public
    assert "Street lamps: 13" in public
    assert "Something else: –" in public
    for hidden in ("Mrs Example", "Clay Street", "loud", "broken lamps here"):
        assert hidden not in public
    with hub.database.unit_of_work() as unit:
        row = unit.get_one(SurveyText, (response, "why"))
        assert (row.hidden, row.decided_by) == ([[16, 27], [31, 45]], "hub_coordinator@hub.example")
        actions = set(unit.scalars(select(AuditEntry.action)))
        noted = str([entry.after for entry in unit.scalars(select(AuditEntry))])
    assert {"survey.read_words", "survey.group_texts", "survey.name_theme", "survey.decide_text"} <= actions
    assert "Clay" not in noted


async def test_words_of_people_who_may_be_few_are_not_quoted(hub: Hub, signed_in: SignIn) -> None:
    number = open_survey(hub, westshire().surveys[0])
    fill(hub, number, [{"dark": "yes", "worst": "broken", "why": "Only one"}] + [{"dark": "no"}] * 20)
    close_survey(hub, number)
    officer = await signed_in(Role.HUB_COORDINATOR)
    words = f"/console/surveys/rounds/{number}/words"
    response = await choose(officer, words, "Only")
    await officer.send(f"{words}/text", question="why", response=response, to_theme="", decision="publish")
    assert "May be published" in officer.words
    await officer.open(f"/console/surveys/rounds/{number}")
    assert "that may be published)" not in officer.words


async def test_names_are_put_together_and_wrong_ones_are_refused(
    hub: Hub, opening: int, signed_in: SignIn
) -> None:
    close_survey(hub, opening)
    officer = await signed_in(Role.HUB_COORDINATOR)
    words = f"/console/surveys/rounds/{opening}/words"
    await officer.open(f"{words}?question=why")
    await officer.send(f"{words}/group", question="why")
    first, second = re.findall(r'name="theme_id" value="(\d+)"', officer.page)
    await officer.send(f"{words}/theme", question="why", theme_id=first, name=" ")
    assert "A theme's name has 1 to 80 characters." in officer.words
    await officer.send(f"{words}/theme", question="why", theme_id=first, name="All")
    await officer.send(f"{words}/theme", question="why", theme_id=second, name="all")
    assert "Theme with 23 texts" in officer.words
    await officer.open(f"{words}?question=why")
    for wrong in ({"theme_id": "999"}, {"theme_id": "x"}):
        answer = await officer.send(f"{words}/theme", question="why", name="A", **wrong)
        assert answer.status_code == 404
        await officer.open(f"{words}?question=why")
    answer = await officer.send(f"{words}/text", question="why", response="nothing", to_theme="")
    assert answer.status_code == 404
