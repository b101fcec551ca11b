"""The strategic assessment pack through the console: page, PDF and CSV, and who may read it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from bot.domain.staff import Role
from bot.domain.surveys import About, Kind, Option, Question, Survey
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern
from tests.functional.surveys.conftest import close_survey, open_survey
from tests.functional.surveys.filling import fill

pytestmark = pytest.mark.anyio

PACK = "/console/surveys/assessment-pack"
DAYS = "from=2026-01-20&to=2026-03-05"
SURVEY = Survey(
    "priorities",
    "Priorities",
    "",
    (
        Question("where", Kind.PLACE, "Where?"),
        Question(
            "first",
            Kind.ONE,
            "What first?",
            options=(
                Option("noise", "Loud nights"),
                Option("rubbish", "Dumped rubbish", "fly_tipping"),
                Option("litter", "Litter"),
                Option("abuse", "Abuse at home", "domestic_abuse"),
                Option("others", "Something else"),
            ),
        ),
    ),
    About("To know.", "The hub", "In May", True, "Facts.", "We read all.", "Nobody is named."),
)


def close_a_round(hub: Hub) -> int:
    """A round that is over, and concerns of February in both areas; its number."""
    number = open_survey(hub, SURVEY)
    counts = {"noise": 40, "litter": 25, "rubbish": 15, "others": 12}
    for area in ("northvale", "southvale"):
        fill(hub, number, [{"where": area, "first": o} for o, n in counts.items() for _ in range(n)])
    fill(hub, number, [{"where": "northvale", "first": "abuse"}] * 3)
    close_survey(hub, number)
    for category, north, south in (("noise", 12, 11), ("litter", 14, 13), ("fly_tipping", 30, 17)):
        file_many(hub, north, category=category)
        file_many(hub, south, category=category, hub_area="southvale")
    file_many(hub, 4, category="domestic_abuse", is_sensitive=True)
    file_many(hub, 40, category="street_light")
    return number


@pytest.fixture
def closed_round(hub: Hub) -> int:
    """The number of one."""
    return close_a_round(hub)


def file_many(hub: Hub, count: int, **fields: Any) -> None:
    for _ in range(count):
        file_concern(
            hub, filed_at=datetime(2026, 2, 10, 12, tzinfo=UTC), target_on=date(2026, 2, 17), **fields
        )


async def test_priorities_stand_against_concerns_on_the_page_in_the_pdf_and_in_the_file(
    hub: Hub, closed_round: int, signed_in: SignIn
) -> None:
    analyst = await signed_in(Role.ANALYST)
    await analyst.open("/console/figures")
    assert PACK in analyst.page
    about = f"{PACK}?about={closed_round}:first&{DAYS}"
    await analyst.open(about)
    assert "1 Feb 2026 to 28 Feb 2026" in analyst.words
    saved = await analyst.client.get(about.replace(PACK, f"{PACK}.pdf"))
    pages = PdfReader(io.BytesIO(saved.content)).pages
    printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for shown in (analyst.words, printed):
        assert "187 people were asked." in shown
        assert "Loud nights: number 1 of 3 for people, number 3 by concerns" in shown
        assert "Dumped rubbish: number 3 of 3 for people, number 1 by concerns" in shown
        assert "Records don" in shown
    file = await analyst.client.get(about.replace(PACK, f"{PACK}.csv"))
    rows = {(row["Area"], row["Answer"]): row for row in csv.DictReader(io.StringIO(file.text))}
    whole = rows["All areas", "Dumped rubbish"]
    assert (whole["People who named it"], whole["Concerns received"]) == ("30", "47")
    assert rows["Southvale", "Dumped rubbish"]["Concerns received"] == "17"
    # Three who named it and four concerns are shown nowhere, nor what would tell them.
    abuse = [row for (_, answer), row in rows.items() if answer == "Abuse at home"]
    assert len(abuse) == 3
    assert {row["Concerns received"] for row in abuse} == {""}
    assert not {"3", "4"} & {row["People who named it"] for row in rows.values()}
    assert rows["All areas", "Abuse at home"]["People who named it"] == ""


async def test_days_in_the_wrong_order_and_unknown_rounds_are_refused(
    closed_round: int, signed_in: SignIn
) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    wrong = await officer.client.get(f"{PACK}?about={closed_round}:first&from=2026-03-01&to=2026-02-01")
    assert wrong.status_code == 422
    assert "The first day has to come before the last." in wrong.text
    assert (await officer.client.get(f"{PACK}?about=99:first")).status_code == 404
    assert (await officer.client.get(f"{PACK}.csv?about=99:first")).status_code == 404


async def test_without_a_closed_round_the_page_says_what_is_needed(hub: Hub, signed_in: SignIn) -> None:
    open_survey(hub, SURVEY)
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(PACK)
    assert "There is no closed survey yet" in officer.words
    assert (await officer.client.get(f"{PACK}.pdf")).status_code == 404


async def test_only_who_reads_answers_and_figures_is_shown_the_way(signed_in: SignIn) -> None:
    officer = await signed_in(Role.ANALYST)
    assert (await officer.client.get(PACK)).status_code == 200
    hub_officer = await signed_in(Role.HUB_OFFICER)
    assert (await hub_officer.client.get(PACK)).status_code == 403
    await hub_officer.open("/console/figures")
    assert PACK not in hub_officer.page
