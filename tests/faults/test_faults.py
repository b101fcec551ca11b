"""Hub, Rasa, messenger and database fail at random moments: nothing is lost, doubled or corrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import KEPT
from tests.faults.trial import Plan, run_trial

pytestmark = [pytest.mark.rasa, pytest.mark.slow]


def test_nothing_is_lost_whatever_fails(trained_model: Path, tmp_path: Path) -> None:
    plan = Plan(conversations=24, at_once=8, seed=1)
    outcome = run_trial(tmp_path / "home", trained_model.parent, KEPT / "encoder", plan)
    assert outcome.findings.are_good, outcome.findings
    assert outcome.happened.total() >= 3
