"""What there is reason to think about on a case: from facts, history and words, and never a score."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.thrive import FACT_RULES, CaseFacts, Element, ThriveCues
from bot.errors import PlacePackError
from bot.gateways.thrive_cues import THRIVE_CUES, load_thrive_cues
from bot.settings import ROOT

FILE = ROOT / "data" / "cues" / THRIVE_CUES


@pytest.fixture(scope="module")
def cues() -> ThriveCues:
    return load_thrive_cues(FILE)


def keys(cues: ThriveCues, text: str = "", **facts: Any) -> set[str]:
    return {prompt.key for prompt in cues.find(CaseFacts(text, **facts))}


def test_a_plain_report_prompts_nothing(cues: ThriveCues) -> None:
    assert keys(cues, "A mattress was dumped in the lane behind the shops", category="fly_tipping") == set()


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"is_ongoing": True}, "ongoing"),
        ({"facts": {"hate": True}}, "hate"),
        ({"category": "hate_crime"}, "hate"),
        ({"category": "domestic_abuse"}, "domestic_abuse"),
        ({"facts": {"hazard": "needles"}}, "hazard"),
        ({"facts": {"under_18": True}}, "under_18"),
        ({"facts": {"vulnerable": True}}, "vulnerable"),
        ({"facts": {"vehicle": "a red van"}}, "vehicle"),
        ({"others_by_person": 2}, "repeat_person"),
        ({"others_near": 3}, "repeat_place"),
        ({"duplicates": 1}, "followed"),
        ({"was_closed": True}, "reopened"),
        ({"photos": 2}, "photos"),
        ({"is_anonymous": True}, "anonymous"),
        ({"can_be_reached": False}, "no_way_back"),
        ({"language": "pl"}, "other_language"),
        ({"lacks_consent": True}, "no_consent"),
        ({"danger_heard": True}, "danger_heard"),
    ],
)
def test_each_fact_has_its_prompt(cues: ThriveCues, facts: dict[str, Any], key: str) -> None:
    assert keys(cues, **facts) == {key}


def test_every_rule_is_tried_above() -> None:
    [tried] = [
        mark.args[1]
        for mark in test_each_fact_has_its_prompt.pytestmark  # type: ignore[attr-defined]
        if mark.name == "parametrize"
    ]
    assert {key for _, key in tried} == set(FACT_RULES)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("he had a knife in his hand", "weapon"),
        ("they are threatening us", "threats"),
        ("I'm scared to go out", "fear"),
        ("it keeps happening", "escalation"),
        ("my doorbell filmed them", "evidence"),
        ("the kids see it all", "children"),
        ("she is 80 and a pensioner", "older"),
        ("my brother is autistic", "disability"),
        ("my anxiety is through the roof", "mental_health"),
        ("I live alone here", "alone"),
        ("they have cuckooed him", "exploitation"),
        ("please keep my name out of it", "reluctant"),
        ("nobody does anything about it", "gave_up"),
    ],
)
def test_words_give_reason(cues: ThriveCues, text: str, key: str) -> None:
    assert key in keys(cues, text)


@pytest.mark.parametrize(
    "text", ["there was no knife", "nobody was injured, not injured", "no children there"]
)
def test_what_is_denied_is_none(cues: ThriveCues, text: str) -> None:
    assert not keys(cues, text) & {"weapon", "children"}


def test_they_come_in_the_order_of_thrive_with_how_many(cues: ThriveCues) -> None:
    case = CaseFacts("he had a knife, my kids saw it", others_by_person=2, is_anonymous=True, photos=1)
    found = cues.find(case)
    order = list(Element)
    assert [order.index(one.element) for one in found] == sorted(order.index(one.element) for one in found)
    assert any(one.because == "The same person reported before: 2 other reports." for one in found)


def test_a_file_that_lacks_a_prompt_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "thrive.yml"
    lines = [line for line in FILE.read_text().splitlines() if not line.startswith("  ongoing:")]
    file.write_text("\n".join(lines))
    with pytest.raises(PlacePackError, match="ongoing"):
        load_thrive_cues(file)
