"""Themes of what people write in surveys, found with the encoder that the product is shipped with."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
import yaml

from bot.gateways.themes import ThemeFinder
from bot.gateways.trained_model import TrainedModel
from tests.conftest import KEPT

pytestmark = pytest.mark.rasa

SETS: list[dict[str, list[str]]] = list(
    yaml.safe_load_all(Path(__file__).with_name("theme_texts.yml").read_text(encoding="utf-8"))
)
ALONE = "alone"


@pytest.fixture(scope="module")
def finder(trained_model: Path) -> ThemeFinder:
    return ThemeFinder(TrainedModel.open(trained_model, KEPT).embed)


@pytest.mark.parametrize("texts_by_theme", SETS)
def test_answers_about_one_matter_come_together(
    finder: ThemeFinder, texts_by_theme: dict[str, list[str]]
) -> None:
    texts = [text for texts in texts_by_theme.values() for text in texts]
    theme_of = [theme for theme, texts in texts_by_theme.items() for _ in texts]
    groups = [{*group.members} for group in finder.group(texts)]
    together = {pair for group in groups for pair in combinations(sorted(group), 2)}
    meant = {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if theme_of[one] == theme_of[other] != ALONE
    }
    # By chance one pair in eight would be right. Staff mend the rest by hand.
    assert len(together & meant) / len(together) >= 0.55
    assert len(together & meant) / len(meant) >= 0.35
    themes = set(theme_of) - {ALONE}
    found = [theme for theme in themes if any(is_theme(theme, group, theme_of) for group in groups)]
    assert len(found) >= 0.6 * len(themes)
    assert len(groups) <= 1.5 * len(themes)


def is_theme(theme: str, group: set[int], theme_of: list[str]) -> bool:
    """Whether a group is mostly about a theme, and has half of what was said about it."""
    of_it = sum(theme_of[number] == theme for number in group)
    return 2 * of_it >= max(len(group), theme_of.count(theme))
