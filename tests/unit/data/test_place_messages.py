"""The reader of places on whole messages of residents. Only counts leave this test, never a message."""

from __future__ import annotations

import json

import pytest

from bot.domain.places import PlaceFinding
from bot.gateways.place_index import load_place_index
from bot.settings import ROOT
from tests.unit.data.cumbria import CUMBRIA, DATA

#: File -> the share of messages understood rightly, under which finding places must not sink.
FLOORS = {"places_tuning": 0.98, "places": 0.96}


def _understood(finding: PlaceFinding | None) -> tuple[str | None, str | None, bool]:
    if finding is None:
        return None, None, False
    areas = {place.hub_area for place in finding.candidates}
    is_ambiguous = finding.hub_area is None and (len(areas) > 1 or finding.how == "postcode")
    return finding.hub_area, finding.council, is_ambiguous


@pytest.mark.parametrize("name", FLOORS)
def test_places_are_found_in_messages(name: str) -> None:
    index = load_place_index(CUMBRIA, DATA / "cues")
    lines = (ROOT / "nlu" / "evaluation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    right = [
        _understood(index.find(row["text"])) == (row["hub_area"], row["council"], row["ambiguous"])
        for row in rows
    ]
    assert sum(right) / len(right) >= FLOORS[name], f"{sum(right)} of {len(right)}"
