"""The model's opinion on danger: asked about sentences, never about a word that answers a question."""

from __future__ import annotations

import pytest

from bot.domain.danger_kinds import DangerKind
from bot.gateways.danger_pack import open_danger
from bot.services.danger import DangerService
from bot.settings import ROOT


@pytest.fixture(scope="module")
def anxious() -> DangerService:
    """A service whose model takes everything for danger."""
    return open_danger(ROOT / "data" / "danger", lambda _text: (DangerKind.DOMESTIC_ABUSE_NOW, 1.0))


@pytest.mark.parametrize("answer", ["here", "skip", "by phone", "12"])
def test_a_short_answer_is_left_to_the_gate(anxious: DangerService, answer: str) -> None:
    assert anxious.hear(answer) is None


def test_a_sentence_is_asked_about(anxious: DangerService) -> None:
    alarm = anxious.hear("the thing by the beck again")
    assert alarm is not None
    assert alarm.kind is DangerKind.DOMESTIC_ABUSE_NOW


def test_the_gate_hears_a_single_word(anxious: DangerService) -> None:
    alarm = anxious.hear("help!")
    assert alarm is not None
