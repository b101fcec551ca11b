"""The stock side's Rasa project."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.stock_project import write_stock_project

EXAMPLES = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
- intent: restart
  examples: |
    - start again
- intent: report_litter
  examples: |
    - litter everywhere
- synonym: bin
  examples: |
    - dustbin
"""


def test_every_intent_has_an_answer_and_a_rule(tmp_path: Path) -> None:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "all.yml").write_text(EXAMPLES, encoding="utf-8")

    write_stock_project(tmp_path, 100)

    domain = yaml.safe_load((tmp_path / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((tmp_path / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    stories = yaml.safe_load((tmp_path / "data" / "stories.yml").read_text(encoding="utf-8"))["stories"]
    config = yaml.safe_load((tmp_path / "config.yml").read_text(encoding="utf-8"))
    assert domain["intents"] == ["greet", "restart", "report_litter"]
    assert [rule["steps"][0]["intent"] for rule in rules] == ["greet", "report_litter", "nlu_fallback"]
    assert all(rule["steps"][1]["action"] in domain["responses"] for rule in rules)
    assert [step.get("intent") for step in stories[0]["steps"]] == ["greet", None, "report_litter", None]
    assert {part["epochs"] for part in config["pipeline"] + config["policies"] if "epochs" in part} == {100}
