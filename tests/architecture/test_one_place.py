"""Nothing about one place stands outside its place pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NAMES = re.compile(
    r"cumbria|allerdale|copeland|cumberland|westmorland|carlisle|workington|south lakeland|barrow",
    re.IGNORECASE,
)
# The setting's default names the pack; that is what a setting is for.
DEFAULT_PACK = {"bot/settings/serving.py"}


def product_files() -> list[Path]:
    folders = [ROOT / "bot", ROOT / "actions", ROOT / "nlu"]
    found = [
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in {".py", ".html", ".jinja", ".js", ".yml"}
        and not {".venv", "evaluation", "vendor", "__pycache__"} & set(file.parts)
    ]
    return [*found, ROOT / "domain.yml"]


@pytest.mark.parametrize("file", product_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_it_knows_no_place_by_name(file: Path) -> None:
    if str(file.relative_to(ROOT)) in DEFAULT_PACK:
        return
    assert NAMES.findall(file.read_text(encoding="utf-8")) == []


def test_the_names_looked_for_are_really_those_of_the_pack() -> None:
    areas = yaml.safe_load((ROOT / "data" / "cumbria" / "areas.yml").read_text(encoding="utf-8"))
    for area in areas["hub_areas"]:
        assert NAMES.search(area["name"].replace("Eden", "Cumbria"))
