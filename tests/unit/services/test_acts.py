"""An action that is called again for the same message does nothing, and says the same."""

from __future__ import annotations

import pytest

from bot.db.late_writes import write_all
from bot.domain.replies import Button, Reply
from bot.errors import MessageOverError
from bot.services.acts import ActionCall, Done, act_once, end_acts
from tests.fakes.reports import Reports

EVENTS = [{"event": "slot", "name": "report_step", "value": "photo"}]


class Act:
    """Counts how often it was done."""

    def __init__(self, reports: Reports, *, opens: bool = False, closes: bool = False) -> None:
        self._reports = reports
        self._opens = opens
        self._closes = closes
        self.times = 0

    def __call__(self) -> Done:
        self.times += 1
        if self._opens:
            self._reports.open("a mattress")
        if self._closes:
            self._reports.drafts.drop(self._reports.session, self._reports.conversation)
        return [Reply(f"done {self.times}", (Button("Yes", "/yes"),))], EVENTS


def again(reports: Reports) -> None:
    """As in another unit of work: read back from the database."""
    write_all(reports.session)
    reports.session.expire_all()


@pytest.mark.parametrize("opens", [False, True])
def test_a_call_that_comes_again_does_nothing_and_says_the_same(reports: Reports, opens: bool) -> None:
    act, call = Act(reports, opens=opens), ActionCall(1, "1:action_open_report")
    first = act_once(reports.session, reports.conversation, call, act)
    again(reports)
    assert act_once(reports.session, reports.conversation, call, act) == first
    assert act.times == 1


def test_all_calls_of_a_message_are_known_through_the_whole_life_of_a_draft(reports: Reports) -> None:
    acts = [Act(reports), Act(reports, opens=True), Act(reports), Act(reports, closes=True), Act(reports)]
    calls = [ActionCall(1, f"{place}:action") for place in range(len(acts))]
    first = []
    for call, act in zip(calls, acts, strict=True):
        first.append(act_once(reports.session, reports.conversation, call, act))
        again(reports)
    assert [
        act_once(reports.session, reports.conversation, call, act)
        for call, act in zip(calls, acts, strict=True)
    ] == first
    assert [act.times for act in acts] == [1] * len(acts)


def test_the_same_call_for_the_next_message_is_another_one(reports: Reports) -> None:
    act = Act(reports, opens=True)
    for message_id in (1, 2):
        act_once(reports.session, reports.conversation, ActionCall(message_id, "1:validate_report_form"), act)
        again(reports)
    assert act.times == 2


def test_a_message_that_a_person_has_now_is_not_acted_for_any_more(reports: Reports) -> None:
    act = Act(reports, opens=True)
    act_once(reports.session, reports.conversation, ActionCall(1, "1:action_open_report"), act)
    again(reports)
    assert [reply.text for reply in end_acts(reports.conversation, 1)] == ["done 1"]
    again(reports)
    with pytest.raises(MessageOverError):
        act_once(reports.session, reports.conversation, ActionCall(1, "3:validate_report_form"), act)
    assert act.times == 1
    act_once(reports.session, reports.conversation, ActionCall(2, "1:action_open_report"), act)
    again(reports)
    with pytest.raises(MessageOverError):
        act_once(reports.session, reports.conversation, ActionCall(1, "3:validate_report_form"), act)
