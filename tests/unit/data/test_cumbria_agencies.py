"""Cumbria's agencies and programmes: who succeeds whom, and that each can be reached."""

from __future__ import annotations

import pytest

from bot.domain.agencies import AgencyDirectory, Channel
from bot.gateways.place_pack_programmes import load_programmes
from tests.unit.data.cumbria import AREAS, CUMBRIA, TODAY


@pytest.mark.parametrize("area", AREAS)
def test_each_area_has_its_hub_and_its_old_councils_a_successor(
    directory: AgencyDirectory, area: str
) -> None:
    hub = directory.find_hub(area)
    assert hub is not None
    assert hub.id == f"local_focus_hub_{area}"
    ended = [a for a in directory.list_agencies() if a.successors and a.covers(area)]
    assert "cumbria_county_council" in {agency.id for agency in ended}
    assert len(ended) == 2
    for agency in ended:
        assert directory.get_current(agency.id, TODAY, area).id == f"{AREAS[area]}_council"


def test_whoever_says_allerdale_council_is_understood(directory: AgencyDirectory) -> None:
    assert [a.id for a in directory.find_named("I told allerdale council")] == ["allerdale_borough_council"]


def test_every_agency_of_today_can_be_reached(directory: AgencyDirectory) -> None:
    assert [a.id for a in directory.list_agencies(on=TODAY) if not directory.list_contacts(a.id)] == []


def test_the_numbers_that_save_lives_are_right(directory: AgencyDirectory) -> None:
    numbers = {
        agency: {c.value for c in directory.list_contacts(agency) if c.channel is not Channel.WEB}
        for agency in ("samaritans", "national_domestic_abuse_helpline", "crimestoppers", "shout", "nhs_111")
    }
    assert numbers == {
        "samaritans": {"116 123"},
        "national_domestic_abuse_helpline": {"0808 2000 247"},
        "crimestoppers": {"0800 555 111"},
        "shout": {"85258"},
        "nhs_111": {"111"},
    }


def test_safer_streets_is_for_the_streets_it_named(directory: AgencyDirectory) -> None:
    (safer_streets,) = load_programmes(CUMBRIA, AREAS, directory)
    assert safer_streets.is_for("Clay Street")
    assert {item.id: item.planned for item in safer_streets.items} == {
        "safer_homes_pack": 1300,
        "target_hardening": 100,
    }
