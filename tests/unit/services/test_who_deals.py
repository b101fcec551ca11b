"""Who deals with what a question is about, where it is about something of ours."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.domain.categories import Category
from bot.domain.understanding import Understanding
from bot.services.who_deals import WhoDealsService
from tests.fakes.reports import Reports
from tests.fakes.understanding import FakeUnderstanding

ASKED = "whose job are potholes"


@dataclass
class Ranked:
    """Hears one thing with the chances that a test says."""

    chances: tuple[tuple[str, float], ...]

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        heard = FakeUnderstanding(categories={text: [Category.ROAD_DEFECT]}).understand(text)
        return replace(heard, ranking=self.chances)


@pytest.mark.parametrize(
    ("chances", "is_known"),
    [
        ((("ask_who_deals", 0.9), ("report_road_defect", 0.06), ("report_litter", 0.03)), True),
        (
            (
                ("ask_who_deals", 0.9),
                ("report_road_defect", 0.04),
                ("report_litter", 0.03),
                ("report_asb", 0.03),
            ),
            False,
        ),
    ],
)
def test_it_is_known_where_one_thing_stands_out(
    reports: Reports, chances: tuple[tuple[str, float], ...], *, is_known: bool
) -> None:
    service: WhoDealsService = replace(reports.answers.who_deals, understanding=Ranked(chances))
    assert (service.category_of(ASKED) is Category.ROAD_DEFECT) is is_known
