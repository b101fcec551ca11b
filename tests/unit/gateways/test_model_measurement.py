"""Measuring counts, and lets nothing of the messages out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain.danger import DangerKind
from bot.domain.understanding import Reading
from bot.errors import ModelError
from bot.gateways.model_measurement import measure_model, measuring_name
from bot.services.danger import Alarm


class Reads:
    """Takes everything for litter."""

    def read(self, text: str) -> Reading:
        return Reading((("report_litter", 0.9), ("thank", 0.1)), ())


class Hears:
    """Hears danger in a cry for help."""

    def hear(self, text: str) -> Alarm | None:
        return Alarm(DangerKind.MEDICAL, "en") if "help" in text else None


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    write(tmp_path / "intents.jsonl", ("rubbish", "report_litter"), ("ta", "thank"), name="label")
    write(tmp_path / "danger_tuning.jsonl", ("help", "medical"), ("hlp", "medical"), name="kind")
    write(tmp_path / "danger_held_out.jsonl", ("help with a form", None), ("hello", None), name="kind")
    return tmp_path


def write(file: Path, *rows: tuple[str, str | None], name: str) -> None:
    file.write_text("".join(json.dumps({"text": text, name: label}) + "\n" for text, label in rows), "utf-8")


class TestMeasureModel:
    def test_it_counts_what_is_right_and_what_is_heard(self, messages: Path) -> None:
        scores = measure_model(Reads(), Hears(), lambda _line: None, messages)
        assert (scores.accuracy, scores.danger_recall, scores.false_alarms) == (0.5, 0.5, 0.5)
        assert scores.measured_with == measuring_name()

    def test_it_says_beforehand_how_much_there_is_to_do(self, messages: Path) -> None:
        said: list[str] = []
        measure_model(Reads(), Hears(), said.append, messages)
        assert said == ["Measuring the model on 2 messages and 4 about danger ..."]

    @pytest.mark.parametrize("line", ["not json, but secret", '{"text": "secret"}', '"secret"'])
    def test_a_broken_line_is_told_without_its_words(self, messages: Path, line: str) -> None:
        (messages / "danger_held_out.jsonl").write_text(line, encoding="utf-8")
        with pytest.raises(ModelError) as raised:
            measure_model(Reads(), Hears(), lambda _line: None, messages)
        assert "danger_held_out.jsonl" in str(raised.value)
        assert "secret" not in str(raised.value)

    def test_missing_messages_are_told(self, messages: Path) -> None:
        (messages / "intents.jsonl").unlink()
        with pytest.raises(ModelError, match=r"intents\.jsonl"):
            measure_model(Reads(), Hears(), lambda _line: None, messages)


class TestMeasuringName:
    @pytest.mark.parametrize("part", ["nlu/evaluation/intents.jsonl", "data/danger/en.yml", "nlu/reader.py"])
    def test_it_changes_with_all_that_scores_hang_on(self, tmp_path: Path, part: str) -> None:
        (tmp_path / part).parent.mkdir(parents=True)
        (tmp_path / part).write_text("one", encoding="utf-8")
        before = measuring_name(tmp_path)
        (tmp_path / part).write_text("two", encoding="utf-8")
        assert measuring_name(tmp_path) != before
