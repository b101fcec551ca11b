"""What somebody who asks for a person is told of the hub's hours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.spoken import speaking
from bot.errors import PlacePackError
from bot.gateways.calendar import BANK_HOLIDAYS
from bot.gateways.place_pack_hours import load_hours
from bot.services.hub_hours import HubHours
from tests.fakes.reports import PLACE, phrases


def at(moment: datetime) -> HubHours:
    return HubHours(phrases(), load_hours(PLACE), BANK_HOLIDAYS, lambda: moment)


def test_in_the_hours_people_are_there() -> None:
    # Summer time: half past three at the hub.
    told = at(datetime(2027, 6, 1, 14, 30, tzinfo=UTC)).tell()
    assert "People are at the hub until 16:30 today" in told


def test_outside_them_the_next_day_is_named_past_the_bank_holiday() -> None:
    # The Saturday before the bank holiday at the end of May.
    hours = at(datetime(2027, 5, 29, 12, 0, tzinfo=UTC))
    assert "back on Tuesday 1 June at 09:00" in hours.tell()
    with speaking("pl"):
        assert "wtorek 1 czerwca, 09:00" in hours.tell()


def test_a_pack_without_hours_says_nothing(tmp_path: Path) -> None:
    assert load_hours(tmp_path) is None
    assert HubHours(phrases(), None, BANK_HOLIDAYS).tell() == ""


def test_hours_that_cannot_be_are_named(tmp_path: Path) -> None:
    written = (PLACE / "hours.yml").read_text(encoding="utf-8").replace("16:30", "08:00")
    (tmp_path / "hours.yml").write_text(written, encoding="utf-8")
    with pytest.raises(PlacePackError, match="open before they close"):
        load_hours(tmp_path)
