"""What is said to both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.conversations import is_filed, next_turn, read_scripts, read_towns
from bench.sides import Turn

ROOT = Path(__file__).resolve().parents[3]
SKIP = {"title": "Skip", "payload": "/skip"}
YES = {"title": "Yes", "payload": '/choose{"value": "yes"}'}


def answer(*buttons: dict[str, str], concern: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"messages": [{"text": "Well?", "buttons": list(buttons)}], "concern": concern}


class TestScripts:
    def test_there_is_one_for_each_report_with_a_town_in_it(self) -> None:
        scripts = read_scripts(ROOT / "bench" / "messages.yml", ["Northvale", "Southvale"])

        assert len(scripts) >= 20
        assert not any("{" in script.report for script in scripts)
        assert any("Northvale" in script.report for script in scripts)
        assert {script.place for script in scripts} == {"Northvale", "Southvale"}
        assert [bool(script.details) for script in scripts[:4]] == [False, True, False, True]

    def test_without_towns_there_are_none(self) -> None:
        with pytest.raises(ValueError, match="no towns"):
            read_scripts(ROOT / "bench" / "messages.yml", [])

    def test_towns_come_from_the_place_pack_and_only_when_their_name_is_their_own(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "places").mkdir()
        (tmp_path / "places" / "a.yml").write_text(
            "places:\n"
            "- {name: Northvale, kind: town}\n- {name: Newton, kind: town}\n- {name: Hill, kind: village}\n",
            encoding="utf-8",
        )
        (tmp_path / "places" / "b.yml").write_text(
            "places:\n- {name: Newton, kind: village}\n", encoding="utf-8"
        )

        assert read_towns(tmp_path) == ["Northvale"]


class TestNextTurn:
    def test_the_first_choice_is_pressed(self) -> None:
        assert next_turn(answer(YES, SKIP), "Northvale", []) == Turn("Yes", '/choose{"value": "yes"}')

    def test_without_choices_the_place_is_named(self) -> None:
        assert next_turn(answer(), "Northvale", ["by the bins"]) == Turn("Northvale")

    def test_a_detail_is_typed_where_it_could_be_skipped_and_only_once(self) -> None:
        details = ["by the bins"]

        assert next_turn(answer(SKIP), "Northvale", details) == Turn("by the bins")
        assert next_turn(answer(SKIP), "Northvale", details) == Turn("Skip", "/skip")


def test_a_report_is_filed_once_it_has_a_reference() -> None:
    assert is_filed(answer(concern={"reference": "LF-7Q2M-4KXD"}))
    assert not is_filed(answer())


class TestTurn:
    def test_no_two_conversations_write_the_same_and_all_mean_it(self) -> None:
        turn = Turn("a mattress on the pavement")
        said = [turn.anew(number).text for number in range(500)]
        assert len(set(said)) == 500
        assert {" ".join(text.split()) for text in said} == {turn.text}

    def test_a_button_is_pressed_as_it_is(self) -> None:
        pressed = Turn("Send it", '/choose{"value": "send"}')
        assert pressed.anew(7) == pressed
