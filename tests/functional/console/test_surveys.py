"""Surveys in the console: written, checked, opened, filled in from paper, closed and published."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bot.console.templating import show_day
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio
TODAY = date.today()  # noqa: DTZ011 -- the place's day
DAYS = {"opens_on": TODAY.isoformat(), "closes_on": (TODAY + timedelta(days=20)).isoformat()}
ABOUT = "/console/surveys/about/lamps"


async def open_lamps(officer: Officer) -> str:
    """Open the survey of the pack; the page of the round."""
    await officer.open(ABOUT)
    await officer.send(f"{ABOUT}/open", **DAYS)
    assert "/rounds/" in officer.path
    return officer.path


async def test_from_opening_to_publishing(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/surveys")
    assert "Street lamps" in officer.words
    round_page = await open_lamps(officer)
    await officer.open(f"{round_page}/paper")
    for number in range(12):
        await officer.send(
            f"{round_page}/paper", chosen_dark="no", chosen_wishes=["more"] if number else ["more", "later"]
        )
    await officer.open(round_page)
    assert "12 answered, 12 of them on paper" in officer.words
    assert "Nothing until it is closed." in officer.words
    await officer.send(f"{round_page}/publish", questions="dark")
    assert "Close the survey first." in officer.words
    await officer.send(f"{round_page}/close")
    await officer.send(
        f"{round_page}/publish", questions=["dark"], asked="Dark?", said="No.", done="Nothing."
    )
    exported = (await officer.client.get(f"{round_page}/answers.csv")).text.splitlines()
    assert exported[0] == "answered_by,where,dark,worst,why,wishes.more,wishes.brighter,wishes.later"
    assert len(exported) == 13
    everything = (await officer.client.get(f"{round_page}/answers.json")).json()
    assert everything["survey"]["id"] == "lamps"
    async with client_for(hub) as client:
        number = round_page.rpartition("/")[2]
        page = (await client.get(f"/consultations/{number}")).text
    assert "Is your street dark?" in page


async def test_it_is_not_opened_while_a_must_is_missing(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/surveys/write?of=lamps")
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", officer.page, re.DOTALL)
    assert text
    lacking = (
        text[1].replace("decided_by: The hub", "decided_by: ''").replace("&#39;", "'").replace("&#34;", '"')
    )
    await officer.send("/console/surveys/write", text=lacking)
    assert "Needed, formative stage: Say who decides." in officer.words
    await officer.send(f"{ABOUT}/open", **DAYS)
    assert "Something that is needed is missing." in officer.words


async def test_short_times_are_warned_of_and_allowed(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(f"{ABOUT}?opens_on={TODAY}&closes_on={TODAY + timedelta(days=3)}")
    assert "Warning, enough time: It is open for 4 days" in officer.words


async def test_mistakes_are_named_by_line(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/surveys/write")
    await officer.send(
        "/console/surveys/write", text="id: x\ntitle: X\nquestions:\n  - {id: q, kind: one, text: Q}\n"
    )
    assert "Line 4: a dead end" in officer.words


async def test_partners_see_no_small_numbers_and_no_words(signed_in: SignIn) -> None:
    coordinator, partner = await signed_in(Role.HUB_COORDINATOR), await signed_in(Role.PARTNER)
    round_page = await open_lamps(coordinator)
    await coordinator.open(f"{round_page}/paper")
    await coordinator.send(
        f"{round_page}/paper", chosen_dark="yes", chosen_worst="broken", text_why="Secret words"
    )
    await coordinator.open(f"{round_page}/words")
    assert "Secret words" in coordinator.words
    await partner.open(round_page)
    assert "Secret words" not in partner.page
    for hidden in ("words", "answers.csv", "answers.json", "results", "crossing", "comparison"):
        assert (await partner.client.get(f"{round_page}/{hidden}")).status_code == 403


async def test_the_code_for_posters_is_a_picture(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    response = await officer.client.get(f"{ABOUT}/code.svg")
    assert response.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in response.content


async def test_the_last_day_is_moved_and_people_are_invited(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    round_page = await open_lamps(officer)
    await officer.open(f"{round_page}/running")
    earlier = (TODAY + timedelta(days=5)).isoformat()
    await officer.send(f"{round_page}/end", closes_on=earlier, reason="")
    assert "Give the reason why it ends earlier: people are told." in officer.words
    assert f'value="{earlier}"' in officer.page
    await officer.send(f"{round_page}/end", closes_on=earlier, reason="The meeting is sooner.")
    assert f"to {show_day(TODAY + timedelta(days=5))}" in officer.words
    await officer.send(f"{round_page}/invite")
    assert "/console/posts/" in officer.path
    assert "Street lamps" in officer.words
    await officer.open(f"{round_page}/running")
    assert "The post that invites to it" in officer.words


async def test_a_planned_round_opens_later_and_can_be_taken_back(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(ABOUT)
    begins = (TODAY + timedelta(days=1)).isoformat()
    await officer.send(f"{ABOUT}/open", **{**DAYS, "opens_on": begins})
    round_page = officer.path
    assert "Planned" in officer.words
    async with client_for(hub) as client:
        assert (await client.get("/survey/lamps")).status_code == 404
    await officer.send(f"{round_page}/publish", questions="dark")
    assert "Close the survey first." in officer.words
    await officer.open(f"{round_page}/running")
    await officer.send(f"{round_page}/take-back")
    assert officer.path == "/console/surveys"
    assert (await officer.open(round_page)).status_code == 404
