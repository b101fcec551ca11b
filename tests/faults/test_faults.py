"""Hub, Rasa, messenger and database fail at random moments: nothing is lost, doubled or corrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import KEPT
from tests.faults.trial import Plan, run_trial

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

#: Begins with the death of Rasa, of the hub, a broken messenger, and the death of both.
SEED = 41


def test_nothing_is_lost_whatever_fails(trained_model: Path, tmp_path: Path) -> None:
    plan = Plan(conversations=12, at_once=6, seed=SEED, pause_seconds=(0.2, 1.0))
    outcome = run_trial(tmp_path / "home", trained_model.parent, KEPT / "encoder", plan)
    assert outcome.findings.are_good, outcome.findings
    assert outcome.happened.total() >= 3
