"""Answers in people's own words where a question has buttons."""

from __future__ import annotations

import pytest

from bot.domain.answer_cues import AnswerCues
from bot.domain.drafts import Step
from bot.gateways.cue_wishes import load_answer_cues
from bot.settings import ROOT

SHOWN = {
    Step.CONTACT: ("here", "other", "anonymous"),
    Step.SEVERAL: ("yes", "leave_out", "one"),
    Step.WHEN: ("now", "often", "once"),
    Step.CHECK: ("send", "change", "stop"),
    Step.UNDER_18: ("yes", "no"),
    Step.TENURE: ("own", "housing_association", "private_rent", "council_rent"),
}


@pytest.fixture(scope="module")
def cues() -> AnswerCues:
    return load_answer_cues(ROOT / "data" / "cues")


@pytest.mark.parametrize(
    ("step", "text", "meant"),
    [
        (Step.CONTACT, "anonymous", "anonymous"),
        (Step.CONTACT, "keep my name out of it please", "anonymous"),
        (Step.CONTACT, "I don't want my name on it", "anonymous"),
        (Step.CONTACT, "in here's fine", "here"),
        (Step.CONTACT, "just ring me", "other"),
        (Step.SEVERAL, "aye both of them", "yes"),
        (Step.SEVERAL, "it's just the one thing", "one"),
        (Step.WHEN, "every single night", None),
        (Step.WHEN, "most nights", "often"),
        (Step.WHEN, "just the once", "once"),
        (Step.WHEN, "still going on", "now"),
        (Step.CHECK, "looks right", "send"),
        (Step.CHECK, "go for it", "send"),
        (Step.CHECK, "that's wrong", "change"),
        (Step.UNDER_18, "about 14 I'd say", "yes"),
        (Step.UNDER_18, "no, grown men", "no"),
        (Step.TENURE, "got a mortgage", "own"),
    ],
)
def test_a_short_answer_means_a_button(cues: AnswerCues, step: Step, text: str, meant: str | None) -> None:
    assert cues.find(step, text, SHOWN[step]) == meant


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (Step.CONTACT, "don't ring me here or by phone"),
        (Step.CONTACT, "is it anonymous?"),
        (Step.CONTACT, "there was an anonymous letter through the door last week about it as well"),
        (Step.WHEN, "once a week, always has been"),
        (Step.CHECK, "don't send"),
        (Step.PLACE, "here"),
    ],
)
def test_what_is_denied_asked_told_or_double_means_none(cues: AnswerCues, step: Step, text: str) -> None:
    assert cues.find(step, text, SHOWN.get(step, ())) is None


def test_a_button_that_is_not_shown_is_never_meant(cues: AnswerCues) -> None:
    assert cues.find(Step.CONTACT, "anonymous", ("here", "other")) is None


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("I'd like to stay anonymous, but there's dealing from the flat above the bakery", True),
        ("don't want anyone knowing it's me", True),
        ("i dont want them to know who told you", True),
        ("please don't tell anybody it was me", True),
        ("they dont want anyone to know about the rats", False),
        ("I don't want anyone to get hurt", False),
        ("anonymous report: lads racing on the bypass", True),
        ("keep my name out of this, it's my neighbour's dogs", True),
        ("I don't want to be anonymous, ring me", False),
        ("can I stay anonymous?", False),
        ("somebody posted an anonymous letter through my door", False),
    ],
)
def test_who_wants_no_name_says_so_anywhere(cues: AnswerCues, text: str, *, wants: bool) -> None:
    assert cues.wants_no_name(text) is wants
