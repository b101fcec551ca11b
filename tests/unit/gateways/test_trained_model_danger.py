"""The trained model hears a plea in the middle of a long message, and isn't calm beside one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest

from bot.domain.danger_opinion import DangerOpinion
from bot.gateways.trained_model import TrainedModel
from nlu.danger_model import DangerModel
from nlu.danger_precedents import Precedents
from nlu.phrase_features import BUCKETS

REPORT = "The bins at the end of our lane were missed again this week and there are bags everywhere."
PLEA = "He is through the window."
DOUBT = "He is at the window."


class MeaningByWords:
    """An encoder of two dimensions: pleas along the first, everything else along the second."""

    def encode(self, texts: Sequence[str]) -> Any:
        """One row a text; a long text that holds a plea means what most of it says."""
        kinds = {PLEA: (1.0, 0.0), DOUBT: (0.6, 0.4)}
        return np.array([kinds.get(text, (0.0, 1.0)) for text in texts], np.float32)


def think(text: str) -> DangerOpinion:
    """What the model thinks of a text."""
    danger = DangerModel(
        names=("emergency", "medical"),
        meaning=np.array([4.0, -4.0], np.float32),
        phrases=np.zeros(BUCKETS, np.float32),
        rarity=np.ones(BUCKETS, np.float32),
        kinds=np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], np.float32),
        scale=(1.0, 0.0),
        alarm_from=0.5,
        calm_below=0.1,
        encoder_id="0123456789abcdef",
        precedents=Precedents.gather(np.eye(2, dtype=np.float32), np.array([True, False])),
        precedent_weight=0.0,
        doubt_from=0.0,
    )
    rest = cast("Any", None)
    return TrainedModel(rest, cast("Any", MeaningByWords()), rest, rest, danger, rest).think_of_danger(text)


class TestThinkOfDanger:
    def test_it_hears_a_plea_between_everyday_sentences(self) -> None:
        opinion = think(f"{REPORT} {PLEA} {REPORT}")
        assert (opinion.alarms, opinion.is_calm, opinion.kind) == (True, False, "emergency")

    def test_it_is_calm_where_no_part_tells_of_danger(self) -> None:
        opinion = think(f"{REPORT} {REPORT} {REPORT}")
        assert (opinion.alarms, opinion.is_calm) == (False, True)

    def test_a_part_that_may_mean_danger_does_not_alarm_but_is_no_calm_either(self) -> None:
        opinion = think(f"{REPORT} {DOUBT} {REPORT}")
        assert (opinion.alarms, opinion.is_calm) == (False, False)

    @pytest.mark.parametrize(
        ("text", "alarms"), [(PLEA, True), (DOUBT, True), ("The bin was missed.", False)]
    )
    def test_a_short_message_is_thought_of_as_a_whole(self, text: str, alarms: bool) -> None:
        assert think(text).alarms is alarms
