"""Putting in how many people live where, as text or as a file, and taking it out again."""

from __future__ import annotations

import pytest

from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio
PAGE = "/console/surveys/population"
FIGURES = "group,name,people\narea,northvale,90\narea,Southvale,10\n"


async def put_in(officer: Officer, figures: str, **fields: str) -> None:
    await officer.open(PAGE)
    said = {"source": "Census", "checked_on": "2026-01-02", **fields}
    await officer.send(PAGE, figures=figures, **said)


async def test_figures_are_put_in_shown_taken_and_given_up(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(PAGE)
    assert "There are no figures yet" in officer.words
    await put_in(officer, FIGURES)
    assert "Census (checked 2 Jan 2026). Put in here." in officer.words
    await officer.open(f"{PAGE}.csv")
    assert officer.page.replace("\r", "") == FIGURES.replace("northvale", "Northvale")
    await officer.open(PAGE)
    await officer.send(PAGE, files={"file": b"\xff"}, source="Census", checked_on="2026-01-02")
    assert "save it as CSV in UTF-8" in officer.words
    changed = FIGURES.replace("90", "80").encode()
    await officer.send(PAGE, files={"file": changed}, source="Estimates", checked_on="2026-01-02")
    assert "Estimates (checked" in officer.words
    await officer.send(f"{PAGE}/reset")
    assert "There are no figures yet" in officer.words


async def test_what_is_wrong_is_said_and_nothing_is_kept(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await put_in(officer, FIGURES + "area,<b>East,5\n", source="", checked_on="2999-01-01")
    assert "there is no area '<b>East'" in officer.words
    assert "<b>East" not in officer.page
    assert "Write who published the figures" in officer.words
    assert "not one to come" in officer.words
    await officer.open(PAGE)
    assert "There are no figures yet" in officer.words


async def test_an_analyst_only_reads_them(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.ANALYST)
    await officer.open(PAGE)
    assert "Put in other figures" not in officer.words
