"""Reading results in the console: counts, filters, crossings and other rounds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.db.models import SurveyOpening
from bot.domain.staff import COMMAND_LINE, Role
from bot.domain.survey_representation import Population
from bot.domain.surveys import Survey
from tests.fakes.hub import Hub
from tests.fakes.reports import westshire
from tests.functional.console.conftest import SignIn
from tests.functional.surveys.conftest import close_survey, open_survey
from tests.functional.surveys.filling import fill

pytestmark = pytest.mark.anyio


@pytest.fixture
def lamps() -> Survey:
    """The survey of the place pack."""
    return westshire().surveys[0]


@pytest.fixture
def opening(hub: Hub, lamps: Survey) -> int:
    """A round with known answers: in the north it is dark, in the south it isn't."""
    number = open_survey(hub, lamps)
    dark = {"where": "northvale", "dark": "yes", "worst": "broken", "why": "Words of somebody"}
    light = {"where": "southvale", "dark": "no", "wishes": ("more", "later")}
    fill(hub, number, [dark] * 30 + [light] * 20 + [dark | {"where": "southvale"}] * 2, is_paper=False)
    fill(hub, number, [light] * 3)
    return number


def rows_of(page: str, title: str) -> dict[str, list[str]]:
    """The table under a heading: its first column, and the others."""
    section = next(part for part in page.split("<section")[1:] if title in part)
    rows = re.findall(r"<tr.*?</tr>", section.partition("<tbody")[2], re.DOTALL)
    cells = [[cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]
    return {first: rest for first, *rest in cells}


async def test_each_question_has_its_counts_and_a_chart(hub: Hub, opening: int, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(f"/console/surveys/rounds/{opening}/results")
    assert rows_of(officer.page, "Is your street dark?") == {
        "Yes": ["32", "58"],
        "No": ["23", "42"],
        "No answer": ["0", "0"],
    }
    assert officer.page.count("data:image/svg+xml") == 4
    assert "Words of somebody" not in officer.page
    await officer.open(f"/console/surveys/rounds/{opening}/words?search=of%20some")
    assert "32 of 32 texts." in officer.words
    await officer.open(f"/console/surveys/rounds/{opening}/words?search=nothing")
    assert "0 of 32 texts." in officer.words
    await officer.open(f"/console/surveys/rounds/{opening}/results")
    assert "live_count.js" in officer.page
    count = await officer.client.get(f"/console/surveys/rounds/{opening}/count")
    assert count.json() == {"responses": 55}


async def test_filters_leave_out_the_others(opening: int, signed_in: SignIn) -> None:
    officer = await signed_in(Role.ANALYST)
    results = f"/console/surveys/rounds/{opening}/results"
    await officer.open(f"{results}?area=southvale&source=online&answer=dark:no")
    assert rows_of(officer.page, "Is your street dark?")["No"] == ["20", "100"]
    assert "20 of 55 people:" in officer.words
    await officer.open(f"{results}?source=paper")
    assert rows_of(officer.page, "What would you like?")["More lamps"] == ["3", "100"]
    await officer.open(f"{results}?area=nowhere&answer=dark:perhaps&answer=zzz&source=x")
    assert rows_of(officer.page, "Is your street dark?")["Yes"] == ["32", "58"]


async def test_a_crossing_says_what_it_means(opening: int, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    crossing = f"/console/surveys/rounds/{opening}/crossing"
    await officer.open(f"{crossing}?rows=dark&columns=where")
    assert rows_of(officer.page, "People, by")["Yes"][:2] == ["30", "2"]
    assert "There is a link, and it is strong" in officer.words
    assert "Tested with 55 people" in officer.words
    await officer.open(f"{crossing}?rows=worst&columns=dark")
    assert "nothing can be compared" in officer.words
    assert "23 who didn't answer both" in officer.words.replace("&#39;", "'")
    await officer.open(f"{crossing}?rows=dark&columns=dark")
    assert "Choose two different questions." in officer.words


async def test_another_round_is_compared_with_confidence(
    hub: Hub, lamps: Survey, opening: int, signed_in: SignIn
) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    comparison = "/console/surveys/rounds/{}/comparison"
    await officer.open(comparison.format(opening))
    assert "no other round yet" in officer.words
    close_survey(hub, opening)
    later = open_survey(hub, lamps)
    fill(hub, later, [{"dark": "no"}] * 50 + [{"dark": "yes", "worst": "missing"}] * 5)
    await officer.open(comparison.format(later))
    assert rows_of(officer.page, "Is your street dark?")["Yes"] == ["9", "58", "Down, by 32 to 62 points"]
    assert "Changed by more than chance: Yes, No." in officer.words
    assert (await officer.client.get(comparison.format(later) + "?other=9999")).status_code == 404


async def test_where_people_stop_is_kept_at_the_close(hub: Hub, lamps: Survey, signed_in: SignIn) -> None:
    number = open_survey(hub, lamps)
    fill(hub, number, [{"dark": "no"}] * 3, is_paper=False)
    fill(hub, number, [{"dark": "yes"}] * 2, is_paper=False, sends=False)
    officer = await signed_in(Role.HUB_COORDINATOR)
    results = f"/console/surveys/rounds/{number}/results"
    await officer.open(results)
    before = rows_of(officer.page, "Where people stop")
    assert before["Is your street dark?"] == ["5", "0", "0"]
    assert before["What is worst?"] == ["2", "2", "100"]
    close_survey(hub, number)
    await officer.open(results)
    assert rows_of(officer.page, "Where people stop") == before
    assert "live_count.js" not in officer.page
    with hub.database.unit_of_work() as unit:
        assert unit.get_one(SurveyOpening, number).stops == {
            "where": [2, 0],
            "dark": [2, 0],
            "worst": [2, 2],
        }


async def test_who_answered_is_shown_beside_who_lives_there(
    hub: Hub, opening: int, signed_in: SignIn
) -> None:
    officer = await signed_in(Role.ANALYST)
    page = f"/console/surveys/rounds/{opening}/representation"
    await officer.open(page)
    assert "There are no figures of who lives where" in officer.words
    people = Population("Census", date(2026, 1, 1), {"northvale": 90_000, "southvale": 10_000}, {})
    with hub.database.unit_of_work() as unit:
        hub.app.state.console.services.surveys.populations.save(unit, COMMAND_LINE, people)
    await officer.open(page)
    assert "Fewer than live there, by 35 points" in officer.words
    assert rows_of(officer.page, "Is your street dark?")["Yes"] == ["32", "58", "91"]
