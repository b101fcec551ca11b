"""What a message calls for, by how likely each intent is."""

from __future__ import annotations

import pytest

from bot.domain.next_action import Thresholds, choose_action, report_share
from bot.domain.understanding import NextAction

LIMITS = Thresholds()


@pytest.mark.parametrize(
    ("ranking", "action"),
    [
        ([("report_litter", 0.9)], NextAction.ROUTE),
        ([("report_litter", 0.2), ("report_noise", 0.1)], NextAction.CLARIFY),
        ([("ask_burglary_advice", 0.8)], NextAction.ADVICE),
        ([("ask_asb_case_review", 0.8)], NextAction.ADVICE),
        ([("ask_safer_homes_pack", 0.8)], NextAction.ADVICE),
        ([("ask_status", 0.8)], NextAction.CHAT),
        ([("greet", 0.8)], NextAction.CHAT),
        ([("greet", 0.1)], NextAction.CLARIFY),
        ([("ask_human", 0.8)], NextAction.HUMAN),
        ([("emergency", 0.9)], NextAction.EMERGENCY),
        ([("out_of_scope", 0.9)], NextAction.OUT_OF_SCOPE),
    ],
)
def test_the_likeliest_intent_decides(ranking: list[tuple[str, float]], action: NextAction) -> None:
    assert choose_action(ranking, LIMITS) is action


def test_a_message_that_may_well_report_something_is_not_turned_away() -> None:
    ranking = [("out_of_scope", 0.42), ("report_parking", 0.3), ("report_road_safety", 0.25)]
    assert choose_action(ranking, LIMITS) is NextAction.CLARIFY


def test_the_share_of_reports_leaves_other_intents_out() -> None:
    assert report_share([("report_noise", 0.3), ("greet", 0.5), ("report_asb", 0.2)]) == pytest.approx(0.5)
