"""surveys/*.yml: what loads, what is written again, and how mistakes are named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import PlacePackError
from bot.gateways.place_pack_surveys import export_survey, import_survey, load_surveys, read_surveys

AREAS = ("northvale", "southvale")
SURVEY = """id: lamps
title: Lamps
about:
  purpose: To find dark streets.
questions:
  - id: dark
    kind: yes_no
    text: Is your street dark?
  - id: which
    kind: text
    text: Which street?
    show_if: [{question: dark, is: ["yes"]}]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "surveys").mkdir()
    (folder / "surveys" / "lamps.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_survey_loads_and_is_the_same_when_written_again(tmp_path: Path) -> None:
    (lamps,) = load_surveys(write(tmp_path, SURVEY), AREAS)
    assert [question.id for question in lamps.questions] == ["dark", "which"]
    assert lamps.is_anonymous
    assert import_survey(export_survey(lamps), AREAS) == (lamps, [])


def test_a_place_may_have_no_surveys(tmp_path: Path) -> None:
    assert read_surveys(tmp_path, AREAS) == ((), [])


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: lamps", "id: other", 1, "the file's name"),
        ("kind: yes_no", "kind: one", 6, "a dead end"),
        ('is: ["yes"]', 'is: ["maybe"]', 12, "no answer 'maybe'"),
        ("question: dark", "question: which", 12, "a loop"),
        ("kind: text", "kind: essay", 10, "kind"),
        ('is: ["yes"]', "is: [yes]", 12, "valid string"),
        ("Which street?", "Which {street}?", 11, "names no earlier question"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    _surveys, errors = read_surveys(write(tmp_path, SURVEY.replace(old, new, 1)), AREAS)
    assert errors, "nothing was found"
    assert errors[0].file.name == "lamps.yml"
    assert errors[0].line == line
    assert message in str(errors[0])
    with pytest.raises(PlacePackError):
        load_surveys(tmp_path, AREAS)
