"""Rasa's domain and our code know the same actions, sentences and steps."""

from __future__ import annotations

from pathlib import Path

import yaml

from actions.endpoint import ACTIONS
from bot.domain.categories import Category
from bot.domain.drafts import Step
from bot.gateways.phrases import read_phrases

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def test_every_action_of_the_domain_is_ours_and_ours_are_in_the_domain() -> None:
    ours = {action.name(None) for action in ACTIONS}  # type: ignore[arg-type]
    assert set(DOMAIN["actions"]) == ours


def test_every_category_can_be_reported_and_named() -> None:
    phrases = read_phrases(ROOT / "domain.yml", {})
    for category in Category:
        assert category.report_intent in DOMAIN["intents"]
        assert phrases.text(f"category_{category.value}")


def test_every_step_has_its_question() -> None:
    phrases = read_phrases(ROOT / "domain.yml", {})
    without = {step for step in Step if f"step_{step.value}" not in phrases}
    # Asked in other words: what to tell, and which category.
    assert without == {Step.WORDS}
    assert "step_category_start" in phrases


def test_no_resident_reads_a_sentence_that_stands_in_code() -> None:
    greeting = DOMAIN["responses"]["utter_greet"][0]["text"][:20]
    for folder in ("bot", "actions"):
        for file in (ROOT / folder).rglob("*.py"):
            assert greeting not in file.read_text(encoding="utf-8")
