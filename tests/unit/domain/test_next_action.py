"""What a message calls for, by how likely each intent is."""

from __future__ import annotations

import pytest

from bot.domain.next_action import Thresholds, choose_action
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


@pytest.mark.parametrize(
    ("ranking", "action"),
    [
        ([("report_parking", 0.3), ("out_of_scope", 0.2)], NextAction.OUT_OF_SCOPE),
        ([("report_parking", 0.5), ("out_of_scope", 0.02)], NextAction.ROUTE),
        ([("report_parking", 0.8), ("out_of_scope", 0.2)], NextAction.ROUTE),
        ([("ask_contact", 0.4), ("out_of_scope", 0.3)], NextAction.OUT_OF_SCOPE),
    ],
)
def test_what_is_likely_none_of_ours_is_turned_away_unless_something_is_sure(
    ranking: list[tuple[str, float]], action: NextAction
) -> None:
    assert choose_action(ranking, LIMITS) is action


def test_clear_words_of_one_concern_are_enough_where_several_share_a_message() -> None:
    ranking = [("report_litter", 0.3), ("report_noise", 0.3)]
    assert choose_action(ranking, LIMITS) is NextAction.CLARIFY
    assert choose_action(ranking, LIMITS, first_concern=0.8) is NextAction.ROUTE
