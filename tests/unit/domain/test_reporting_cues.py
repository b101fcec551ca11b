"""Who only says that there is something to report is told how, and asked what it is."""

from __future__ import annotations

import pytest

from bot.domain.reporting_cues import ReportingCues
from bot.gateways.cue_wishes import load_reporting_cues
from bot.settings import ROOT


@pytest.fixture(scope="module")
def cues() -> ReportingCues:
    return load_reporting_cues(ROOT / "data" / "cues")


@pytest.mark.parametrize(
    "text",
    [
        "How do I report something",
        "how do I report something?",
        "hello, I'd like to report an issue please",
        "i want to report something",
        "where can I report a crime",
        "how do i make a report",
        "how do I report",
        "I need to report a problem",
    ],
)
def test_it_is_heard(cues: ReportingCues, text: str) -> None:
    assert cues.asks_to_report(text, "ask_bot", 0.9)


@pytest.mark.parametrize(
    "text",
    [
        "how do i report anti social behaviour",
        "what happened to my report",
        "i reported a smashed window last week and nobody has been",
        "will you report my neighbour to the police if i tell you what he does",
        "are you a robot",
    ],
)
def test_other_questions_are_left_alone(cues: ReportingCues, text: str) -> None:
    assert not cues.asks_to_report(text, "ask_bot", 0.9)


def test_what_the_model_heard_to_report_is_reported(cues: ReportingCues) -> None:
    assert not cues.asks_to_report("I want to report a problem with noise", "report_noise", 0.8)
