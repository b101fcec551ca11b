"""The gate alone, on the two halves of the danger corpus. Only counts leave this test, never a message."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.gateways.danger_pack import open_danger
from bot.services.danger import DangerService
from bot.settings import ROOT

EVALUATION = ROOT / "nlu" / "evaluation"

#: File -> recall at least, false alarms at most. Floors under which the gate alone must not sink: it serves
#: by itself when the model is down. Not what is aimed at; that is in docs/adr/0004-danger-gate.md.
FLOORS = {"danger_tuning": (0.97, 0.02), "danger_held_out": (0.70, 0.09)}


@pytest.fixture(scope="module")
def gate() -> DangerService:
    """The product's gate, with no model."""
    return open_danger(ROOT / "data" / "danger", None)


def rows(name: str) -> Iterator[tuple[str, bool]]:
    """Each message of a half with whether somebody is in danger."""
    for line in (EVALUATION / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], row["kind"] is not None


@pytest.mark.parametrize("name", FLOORS)
def test_the_gate_alone_hears_enough_and_alarms_seldom_enough(name: str, gate: DangerService) -> None:
    heard = [(is_danger, gate.hear(text) is not None) for text, is_danger in rows(name)]
    alarms = [was_heard for is_danger, was_heard in heard if is_danger]
    harmless = [was_heard for is_danger, was_heard in heard if not is_danger]
    recall, false_alarms = sum(alarms) / len(alarms), sum(harmless) / len(harmless)
    least, most = FLOORS[name]
    figures = f"recall {recall:.3f} of {len(alarms)}, false alarms {false_alarms:.3f} of {len(harmless)}"
    assert recall >= least, figures
    assert false_alarms <= most, figures
