"""programmes.yml: what loads, and how mistakes are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.programmes import Priority
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import load_agencies
from bot.gateways.place_pack_programmes import load_programmes
from tests.unit.gateways.place_pack_files import WESTSHIRE, WESTSHIRE_AREAS

PROGRAMME = """programmes:
  - id: lamps
    name: Lamps
    does: Gives lamps.
    hub_area: northvale
    led_by: hub_northvale
    places: [Upper Vale]
    begins: 2026-01-01
    ends: 2026-12-31
    items:
      - {id: lamp, name: lamp, does: It shines., planned: 10, for_whom: Everybody., comes_first: [vulnerable]}
    when_gone: No lamps are left.
    source: the hub
    date_checked: 2026-11-01
"""


def load(folder: Path, text: str) -> object:
    (folder / "programmes.yml").write_text(text, encoding="utf-8")
    return load_programmes(folder, WESTSHIRE_AREAS, load_agencies(WESTSHIRE, WESTSHIRE_AREAS))


def test_a_programme_loads(tmp_path: Path) -> None:
    load(tmp_path, PROGRAMME)
    (lamps,) = load_programmes(tmp_path, WESTSHIRE_AREAS, load_agencies(WESTSHIRE, WESTSHIRE_AREAS))
    assert lamps.items[0].comes_first == (Priority.VULNERABLE,)
    assert lamps.is_for("upper vale")
    assert not lamps.is_for("Thornby")
    assert lamps.is_running_on(date(2026, 12, 31))
    assert not lamps.is_running_on(date(2027, 1, 1))


def test_a_place_may_have_no_programmes() -> None:
    assert load_programmes(WESTSHIRE, WESTSHIRE_AREAS, load_agencies(WESTSHIRE, WESTSHIRE_AREAS)) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("hub_area: northvale", "hub_area: moon", 5, "'moon' is not a hub area"),
        ("led_by: hub_northvale", "led_by: nobody", 6, "no agency 'nobody'"),
        ("ends: 2026-12-31", "ends: 2025-12-31", 9, "ends before it begins"),
        ("planned: 10", "planned: -1", 11, "greater than or equal to 0"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    with pytest.raises(PlacePackError) as caught:
        load(tmp_path, PROGRAMME.replace(old, new))
    assert (caught.value.file.name, caught.value.line) == ("programmes.yml", line)
    assert message in caught.value.message
