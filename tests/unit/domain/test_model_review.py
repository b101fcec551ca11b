"""When a new model may take the place of the one in use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model_review import ModelScores, find_objection

CURRENT = ModelScores(accuracy=0.9, danger_recall=0.98, false_alarms=0.02, measured_with="today")


class TestFindObjection:
    def test_an_equal_model_is_welcome(self) -> None:
        assert find_objection(CURRENT, CURRENT) is None

    def test_a_better_one_is_welcome(self) -> None:
        better = replace(CURRENT, accuracy=0.95, danger_recall=0.99, false_alarms=0.01)
        assert find_objection(better, CURRENT) is None

    def test_a_point_of_accuracy_may_be_lost(self) -> None:
        assert find_objection(replace(CURRENT, accuracy=0.89), CURRENT) is None

    @pytest.mark.parametrize(
        ("worse", "said"),
        [
            (
                replace(CURRENT, accuracy=0.885),
                "it understands 88.5 % instead of 90.0 % (1.5 points fewer) of the messages",
            ),
            (
                replace(CURRENT, danger_recall=0.979),
                "it hears 97.9 % instead of 98.0 % (0.1 points fewer) of the dangerous messages",
            ),
            (
                replace(CURRENT, false_alarms=0.025),
                "it takes 2.5 % instead of 2.0 % (0.5 points more) of the harmless ones for danger",
            ),
        ],
    )
    def test_what_got_worse_is_said_with_by_how_much(self, worse: ModelScores, said: str) -> None:
        assert find_objection(worse, CURRENT) == said

    def test_gains_elsewhere_make_up_for_nothing(self) -> None:
        assert find_objection(replace(CURRENT, accuracy=0.99, danger_recall=0.97), CURRENT) is not None

    def test_all_that_got_worse_is_said(self) -> None:
        said = find_objection(replace(CURRENT, accuracy=0.8, false_alarms=0.1), CURRENT)
        assert said is not None
        assert "for danger, and understands" in said
