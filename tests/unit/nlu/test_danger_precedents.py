"""What became of messages like this one sways the opinion where the words alone leave it open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nlu.danger_precedents import Precedents
from tests.unit.nlu.test_danger_model import BINS, FIRE, small_model

WIDTH = 8


def around(axis: int, count: int) -> NDArray[np.float32]:
    """So many embeddings near one axis."""
    drawn = np.random.default_rng(axis).normal(0, 0.05, (count, WIDTH))
    drawn[:, axis] += 1
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def precedents() -> Precedents:
    """Thirty alarms about the first axis, thirty others about the second, fifteen of each about the third."""
    of_danger = np.concatenate([around(0, 30), around(2, 15)])
    of_none = np.concatenate([around(1, 30), around(2, 15)])
    is_danger = np.arange(90) < 45
    return Precedents.gather(np.concatenate([of_danger, of_none]), is_danger)


class TestPrecedents:
    def test_they_lean_as_the_nearest_turned_out(self, precedents: Precedents) -> None:
        danger, none = precedents.lean(np.concatenate([around(0, 1), around(1, 1)]))
        assert danger == pytest.approx(precedents.reach, abs=0.01)
        assert none == pytest.approx(-precedents.reach, abs=0.01)

    def test_they_lean_little_where_they_disagree(self, precedents: Precedents) -> None:
        assert abs(precedents.lean(around(2, 1))[0]) < precedents.reach / 2

    def test_a_single_one_is_asked_alone(self) -> None:
        one = Precedents.gather(np.concatenate([around(0, 1), around(1, 1)]), np.array([True, False]))
        assert one.lean(around(0, 1))[0] > 0

    def test_they_lean_the_same_after_being_saved_and_read(
        self, precedents: Precedents, tmp_path: Path
    ) -> None:
        np.savez(tmp_path / "precedents.npz", **precedents.to_arrays())
        with np.load(tmp_path / "precedents.npz") as stored:
            read = Precedents.from_arrays(stored)
        asked = np.concatenate([around(axis, 5) for axis in range(3)])
        assert read.lean(asked) == pytest.approx(precedents.lean(asked), abs=0.2)


class TestTheirPartInTheOpinion:
    OPEN = np.array([0.3, 0.0, 0.05], np.float32)

    def swayed(self, is_danger: bool) -> float:
        """The chance of danger where the score says little, by what the precedent was."""
        like, unlike = self.OPEN / np.linalg.norm(self.OPEN), np.array([-1.0, 0.5, -0.5], np.float32)
        told = Precedents.gather(np.stack([like, unlike]), np.array([is_danger, not is_danger]))
        model = replace(small_model(), precedents=told, precedent_weight=0.5)
        return model.think("it has happened", self.OPEN)[1]

    def test_they_decide_where_the_score_leaves_it_open(self) -> None:
        model = small_model()
        assert self.swayed(is_danger=False) < model.alarm_from < self.swayed(is_danger=True)

    def test_a_plain_message_is_not_held_against_them(self) -> None:
        model = replace(small_model(), precedent_weight=0.5)
        others = Precedents.gather(np.stack([BINS, FIRE]), np.array([True, False]))
        assert model.think("it has happened", BINS) == replace(model, precedents=others).think(
            "it has happened", BINS
        )
        assert model.think("it has happened", FIRE) != replace(model, precedents=others).think(
            "it has happened", FIRE
        )
