"""What the tests of Cumbria's pack share: its folder, and its areas with their councils."""

from __future__ import annotations

from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[3] / "data"
CUMBRIA = DATA / "cumbria"
AREAS = {
    "allerdale": "cumberland",
    "copeland": "cumberland",
    "carlisle": "cumberland",
    "eden": "westmorland_and_furness",
    "south_lakeland": "westmorland_and_furness",
    "barrow": "westmorland_and_furness",
}
TODAY = date(2026, 11, 22)
