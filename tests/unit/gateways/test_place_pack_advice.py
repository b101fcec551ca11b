"""Pages of advice: front matter, checks, and how mistakes are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import PlacePackError
from bot.gateways.place_pack_advice import load_advice, read_advice
from tests.unit.gateways.place_pack_files import WESTSHIRE, WESTSHIRE_AREAS, copy_pack, replace_text


def test_pages_load() -> None:
    library = load_advice(WESTSHIRE, WESTSHIRE_AREAS)
    page = library.get_page("waste")
    assert page.areas == {"southvale"}
    assert page.checked_on == date(2026, 11, 1)
    assert page.body.startswith("## Waste\n")
    assert library.find_page("ask_fly_tipping_advice", hub_area="northvale") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("topic: locks", "topic: keys", 2, "must be keys.md"),
        ("areas: all", "areas: [moon]", 4, "'moon' is not a hub area"),
        ("Then check them.", "Check. Check. Check.", 9, "more than 3 sentences"),
        ("intents: [ask_burglary_advice]", "intents: []", 2, "answers no intent"),
        ("intents: [ask_burglary_advice]", "intents: [burglary]", 5, "String should match"),
        ("sources: [Westshire Police]", "sources: []", 7, "at least 1 item"),
        ("## Locks", "## <b>Locks</b>", 11, "HTML is not allowed"),
        ("---\n", "--\n", 1, "front matter"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    pack = copy_pack(tmp_path)
    replace_text(pack / "advice" / "locks.md", old, new)
    with pytest.raises(PlacePackError) as caught:
        load_advice(pack, WESTSHIRE_AREAS)
    assert (caught.value.file, caught.value.line) == (pack / "advice" / "locks.md", line)
    assert message in caught.value.message


def test_two_pages_may_not_answer_the_same_question(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    replace_text(pack / "advice" / "waste.md", "ask_fly_tipping_advice", "ask_burglary_advice")
    _, errors = read_advice(pack, WESTSHIRE_AREAS)
    assert ["2 pages answer ask_burglary_advice for southvale" in error.message for error in errors] == [True]


def test_a_pack_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlacePackError, match="no pages"):
        load_advice(tmp_path, WESTSHIRE_AREAS)
