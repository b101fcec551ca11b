"""What is taken out of a round, and whether a hidden number can be worked out from all of it together."""

from __future__ import annotations

import csv
import io
import random
import re
from html import unescape

import numpy as np
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from scipy.optimize import linprog

from bot.domain.staff import Role
from bot.domain.surveys import About, Kind, Option, Question, Survey
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer
from tests.functional.surveys.conftest import close_survey, open_survey
from tests.functional.surveys.filling import fill
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio
THRESHOLD = 10
AREAS = {"northvale": "Northvale", "southvale": "Southvale"}
WORRIES = {"noise": "Noise", "litter": "Litter", "lamps": "Lamps", "dark": "=Dark"}
SURE = {"yes": "Yes", "no": "No"}
SAID, CALLED = "What worries you?", "Are you sure?"
SURVEY = Survey(
    "worries",
    "Worries",
    "",
    (
        Question("where", Kind.PLACE, "Where?"),
        Question("worry", Kind.ONE, SAID, options=tuple(Option(k, v) for k, v in WORRIES.items())),
        Question("sure", Kind.YES_NO, CALLED),
        Question("why", Kind.TEXT, "Why?"),
    ),
    About("To know.", "The hub", "In May", True, "Facts.", "We read all.", "Nobody is named."),
)
#: Where a table says how many: question, answer, and which group ("" for all).
type Cell = tuple[str, str, str]


def simulate(people: int) -> list[dict[str, str]]:
    chance = random.Random(5)  # noqa: S311 -- a simulation
    return [
        {
            "where": chance.choices(list(AREAS), (70, 30))[0],
            "worry": chance.choices(list(WORRIES), (60, 30, 8, 5))[0],
            "sure": chance.choices(list(SURE), (85, 15))[0],
            "why": "=HYPERLINK(1)",
        }
        for _ in range(people)
    ]


@pytest.fixture
async def published(hub: Hub, signed_in: SignIn) -> tuple[str, list[dict[str, str]]]:
    """The page of a round that was published with a crossing by the form, and what people answered."""
    people, number = simulate(400), open_survey(hub, SURVEY)
    fill(hub, number, people)
    close_survey(hub, number)
    officer = await signed_in(Role.HUB_COORDINATOR)
    page = f"/console/surveys/rounds/{number}"
    await officer.open(page)
    await officer.send(
        f"{page}/publish",
        questions=["where", "worry", "sure"],
        rows_1="worry",
        columns_1="sure",
        asked="Asked",
        said="Said",
        done="Done",
    )
    assert officer.path == page
    return page, people


def add(found: dict[Cell, int | None], cell: Cell, value: int | None) -> None:
    """Every source says the same of the same count."""
    assert found.setdefault(cell, value) == value, cell


def read_rows(found: dict[Cell, int | None], title: str, rows: list[dict[str, object]]) -> None:
    for row in rows:
        for column, value in row.items():
            if column not in {"Answer", "Share (%)"} and value != "":
                number = None if value is None else int(str(value).replace(",", ""))
                add(found, (title, str(row["Answer"]), "" if column == "People" else column), number)


async def collect(hub: Hub, partner: Officer, page: str) -> dict[Cell, int | None]:
    """All counts that a partner and the public get, from every way in which they get them."""
    found: dict[Cell, int | None] = {}
    for table in (await partner.client.get(f"{page}/tables.json")).json()["tables"]:
        read_rows(found, table["title"], table["rows"])
    book = load_workbook(io.BytesIO((await partner.client.get(f"{page}/tables.xlsx")).content))
    titles = [row[0] for row in book["Contents"].iter_rows(min_row=2, values_only=True)]
    for title, sheet in zip(titles, book.worksheets[1:], strict=True):
        columns, *rows = list(sheet.iter_rows(values_only=True))
        read_rows(found, title, [dict(zip(columns, row, strict=True)) for row in rows])
    await partner.open(f"{page}/report")
    sections = re.findall(r"<h3[^>]*>(.*?)</h3>(.*?)</table>", partner.page, re.DOTALL)
    assert len(sections) == 4
    for heading, section in sections:
        columns = [unescape(c.strip()) for c in re.findall(r"<th\s[^>]*>(.*?)</th>", section, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", section.partition("<tbody")[2], re.DOTALL):
            cells = [unescape(c.strip()) for c in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
            values = [None if cell == "–" else cell for cell in cells]
            read_rows(found, unescape(heading.strip()), [dict(zip(columns, values, strict=True))])
    async with client_for(hub) as visitor:
        public = (await visitor.get(f"/consultations/{page.rpartition('/')[2]}")).text
    assert public.count("data:image/svg+xml") == 3
    for section in re.findall(r"<caption.*?</table>", public, re.DOTALL):
        title = unescape(re.findall(r"caption--m\">(.*?)</caption>", section)[0])
        columns = [unescape(c) for c in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", section)]
        columns = ["People" if c == "All" else "Share (%)" if c == "%" else c for c in columns]
        for row in re.findall(r"<tr.*?</tr>", section.partition("<tbody")[2], re.DOTALL):
            cells = [unescape(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            values = [None if cell == "–" else cell for cell in cells]
            read_rows(found, title, [dict(zip(columns, values, strict=True))])
    return found


def belongs(cell: Cell, kind: tuple[str, str, str], found: dict[Cell, int | None]) -> bool:
    """Whether people of a kind (area, worry, sure) are counted in a cell."""
    title, answer, group = cell
    area, worry, sure = kind
    if title == "Where?":
        return area == answer
    hidden = {w for w in (*WORRIES.values(), "No answer") if found[SAID, w, ""] is None}
    hidden |= {s for s in SURE.values() if found[CALLED, s, ""] is None}
    if title in {SAID, CALLED}:
        said = worry if title == SAID else sure
        return said == answer and group in {"", area}
    inside = worry == answer or (answer == "Other answers" and worry in hidden)
    return inside and (not group or sure == group or (group == "Other answers" and sure in hidden))


async def test_no_hidden_count_can_be_worked_out_from_everything_together(
    hub: Hub, published: tuple[str, list[dict[str, str]]], signed_in: SignIn
) -> None:
    page, people = published
    found = await collect(hub, await signed_in(Role.PARTNER), page)
    titles = {title for title, *_ in found}
    assert titles == {"Where?", SAID, CALLED, f"{SAID} By: {CALLED}"}
    kinds = [
        (area, worry, sure)
        for area in AREAS.values()
        for worry in (*WORRIES.values(), "No answer")
        for sure in (*SURE.values(), "No answer")
    ]
    inside = {cell: np.array([float(belongs(cell, kind, found)) for kind in kinds]) for cell in found}
    shown = [cell for cell, count in found.items() if count is not None]
    hidden = [cell for cell, count in found.items() if count is None]
    assert len(hidden) >= 4
    assert all(found[cell] == 0 or found[cell] >= THRESHOLD for cell in shown)  # type: ignore[operator]
    left = np.array([*(inside[cell] for cell in shown), np.ones(len(kinds))])
    right = np.array([*(found[cell] for cell in shown), len(people)])
    for cell in hidden:
        low, high = (sign * linprog(sign * inside[cell], A_eq=left, b_eq=right).fun for sign in (1, -1))
        assert high - low > 0.99, cell
        assert high > THRESHOLD - 0.01, cell


async def test_the_report_for_partners_says_no_more_than_the_tables(
    hub: Hub, published: tuple[str, list[dict[str, str]]], signed_in: SignIn
) -> None:
    page, _ = published
    partner = await signed_in(Role.PARTNER)
    found = await collect(hub, partner, page)
    content = (await partner.client.get(f"{page}/report.pdf")).content
    text = "".join(reader.extract_text() for reader in PdfReader(io.BytesIO(content)).pages)
    for (title, answer, group), count in found.items():
        if title in {SAID, CALLED} and not group:
            shown = "–" if count is None else str(count)
            assert re.search(rf"{answer}\s+{shown}\s", text), answer
    assert "Said" in text
    assert "HYPERLINK" not in text


async def test_a_question_is_crossed_with_one_other_for_good(
    published: tuple[str, list[dict[str, str]]], signed_in: SignIn
) -> None:
    page, _ = published
    officer = await signed_in(Role.ADMINISTRATOR)
    await officer.open(page)
    await officer.send(f"{page}/publish", questions=["worry"], rows_1="sure", columns_1="worry", asked="New")
    assert "Each question can be shown against one other" in officer.words
    assert "New" in officer.page
    answer = await officer.send(f"{page}/publish", rows_1="where", columns_1="worry")
    assert answer.status_code == 422


async def test_all_answers_come_with_a_codebook_and_no_formula(
    hub: Hub, published: tuple[str, list[dict[str, str]]], signed_in: SignIn
) -> None:
    page, people = published
    officer, analyst = await signed_in(Role.ADMINISTRATOR), await signed_in(Role.ANALYST)
    book = load_workbook(io.BytesIO((await officer.client.get(f"{page}/answers.xlsx")).content))
    assert book.sheetnames == ["Answers", "Codebook"]
    columns, *rows = list(book["Answers"].iter_rows(values_only=True))
    assert columns == ("answered_by", "where", "worry", "sure", "why")
    assert sorted(row[2] for row in rows) == sorted(one["worry"] for one in people)
    assert {cell.data_type for row in book["Answers"].iter_rows() for cell in row} == {"s"}
    meanings = {(row[0], row[5]): row[6] for row in book["Codebook"].iter_rows(values_only=True)}
    assert meanings["worry", "dark"] == "=Dark"
    text = (await officer.client.get(f"{page}/answers.csv")).text
    assert {row["why"] for row in csv.DictReader(io.StringIO(text))} == {"'=HYPERLINK(1)"}
    everything = (await officer.client.get(f"{page}/answers.json")).json()
    assert len(everything["answers"]) == 400
    # The analyst gets the numbers, and no words that nobody has looked at.
    numbers = (await analyst.client.get(f"{page}/answers.json")).json()
    assert set(numbers["answers"][0]) == {"answered_by", "where", "worry", "sure"}
    (left_out,) = [row for row in numbers["codebook"] if row["Question"] == "why"]
    assert left_out["Column"] == "(left out)"
    assert "for coordinators" in left_out["Meaning"]
    assert "HYPERLINK" not in (await analyst.client.get(f"{page}/answers.csv")).text
    assert "HYPERLINK" not in (await analyst.client.get(f"{page}/results")).text


async def test_nothing_leaves_while_it_is_open(hub: Hub, signed_in: SignIn) -> None:
    number = open_survey(hub, SURVEY)
    fill(hub, number, simulate(60))
    partner = await signed_in(Role.PARTNER)
    page = f"/console/surveys/rounds/{number}"
    assert (await partner.client.get(f"{page}/tables.json")).json() == {"tables": []}
    await partner.open(f"{page}/report")
    assert "<table" not in partner.page


async def test_the_report_for_the_hub_has_every_number(
    published: tuple[str, list[dict[str, str]]], signed_in: SignIn
) -> None:
    page, people = published
    officer = await signed_in(Role.HUB_COORDINATOR, "another@hub.example")
    await officer.open(f"{page}/results/report")
    lamps = sum(one["worry"] == "lamps" for one in people)
    assert re.search(rf"Lamps</td>.*?>{lamps}</td>", officer.page, re.DOTALL)
    content = (await officer.client.get(f"{page}/results/report.pdf")).content
    text = "".join(reader.extract_text() for reader in PdfReader(io.BytesIO(content)).pages)
    assert "For the hub only" in text
