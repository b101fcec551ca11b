"""What the encoder is taught, and what is kept from it."""

from pathlib import Path

import pytest

from nlu.encoder.changes import is_left_out
from nlu.tuning.lessons import read_lessons


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with three reports and two messages about danger."""
    (tmp_path / "data/nlu").mkdir(parents=True)
    (tmp_path / "data/danger/examples").mkdir(parents=True)
    (tmp_path / "data/nlu/litter.yml").write_text(
        "nlu:\n- intent: report_litter\n  examples: |\n    - cans on the verge\n    - crisp packets\n"
        "- intent: emergency\n  examples: |\n    - come quick\n",
        encoding="utf-8",
    )
    (tmp_path / "data/danger/examples/alarms.yml").write_text(
        "kind: medical\nmessages: |\n  she has stopped breathing\n", encoding="utf-8"
    )
    (tmp_path / "data/danger/examples/calm.yml").write_text(
        "kind: none\nmessages: |\n  this queue is killing me\n", encoding="utf-8"
    )
    return tmp_path


class TestReadLessons:
    def test_every_example_is_there_once_with_what_it_teaches(self, root: Path) -> None:
        lessons = read_lessons(root)
        taught = {
            text: (int(intent) >= 0, int(danger) >= 0)
            for text, intent, danger in zip(lessons.texts, lessons.intents, lessons.dangers, strict=True)
        }
        assert taught == {
            "cans on the verge": (True, True),
            "crisp packets": (True, True),
            "come quick": (True, False),
            "she has stopped breathing": (False, True),
            "this queue is killing me": (False, True),
        }

    def test_a_report_is_no_more_danger_than_a_saying(self, root: Path) -> None:
        lessons = read_lessons(root)
        danger = dict(zip(lessons.texts, lessons.dangers, strict=True))
        assert danger["crisp packets"] == danger["this queue is killing me"]
        assert danger["crisp packets"] != danger["she has stopped breathing"]


class TestIsLeftOut:
    def test_about_a_tenth_is_always_left_out(self) -> None:
        left_out = [is_left_out(f"message {number}") for number in range(2000)]
        assert 0.07 < sum(left_out) / len(left_out) < 0.13

    def test_capitals_make_no_difference(self) -> None:
        for number in range(50):
            assert is_left_out(f"Message {number}") == is_left_out(f"MESSAGE {number}")
